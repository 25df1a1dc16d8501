"""Compress text files ahead of time, for hosts that send them as they are. Imports nothing of the guide.

nginx (`gzip_static`, `brotli_static`) and Caddy (`precompressed`) look for a .gz or .br file beside
the one asked for. GitHub Pages, Cloudflare Pages and Netlify compress by themselves and need none.
"""

import gzip
from collections.abc import Mapping

import brotli

TEXT = frozenset(
    {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".txt", ".yaml", ".bib", ".ris"}
)


def compress(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the .br and .gz files to put beside each text file: highest level, no time of day in them.

    A form that is not smaller than the file itself is left out.

    >>> sorted(compress({"a.css": b"a{}" * 500, "b.css": b"b", "c.png": b"c" * 500}))
    ['a.css.br', 'a.css.gz']
    """
    made = {}
    for path, content in files.items():
        if path[path.rfind(".") :] in TEXT:
            forms = {
                f"{path}.br": brotli.compress(content, quality=11),
                f"{path}.gz": gzip.compress(content, 9, mtime=0),
            }
            made |= {name: form for name, form in forms.items() if len(form) < len(content)}
    return made
