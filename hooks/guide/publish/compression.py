"""Precompress text files with brotli and gzip, for hosts that serve such variants.

nginx (`gzip_static`, `brotli_static`) and Caddy (`precompressed`) look for a .gz or .br file beside
the requested one. GitHub Pages, Cloudflare Pages and Netlify compress responses themselves.
"""

import gzip
from collections.abc import Mapping

import brotli

TEXT_SUFFIXES = frozenset(
    {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".txt", ".yaml", ".bib", ".ris"}
)


def compress(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the precompressed variants (.br, .gz) of each text file, by path.

    They have the highest level and no timestamp. A variant that is not smaller than its file is
    left out.

    >>> sorted(compress({"a.css": b"a{}" * 500, "b.css": b"b", "c.png": b"c" * 500}))
    ['a.css.br', 'a.css.gz']
    """
    compressed: dict[str, bytes] = {}
    for path, content in files.items():
        if path[path.rfind(".") :] in TEXT_SUFFIXES:
            variants = {
                f"{path}.br": brotli.compress(content, quality=11),
                f"{path}.gz": gzip.compress(content, 9, mtime=0),
            }
            compressed |= {
                name: variant for name, variant in variants.items() if len(variant) < len(content)
            }
    return compressed
