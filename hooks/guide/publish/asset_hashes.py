"""Fingerprint the guide's assets: put a hash of the content into each file name (cache busting).

MkDocs copies style sheets and scripts under fixed names, so a browser has to revalidate them each
time. A file whose name changes with its content can be cached for good.
"""

import hashlib
import re
from collections.abc import Mapping

from guide.publish.headers import HASHED

_ASSET = re.compile(r"assets/[^/]+\.(?:css|js)")
# No colon, and no two slashes at the start: either would make it an address of another site.
_ASSET_REFERENCE = re.compile(rb'(="(?!//)(?:[^"#?:]*/)?)(assets/[^/"#?]+\.(?:css|js))(?=["#?])')


def hash_assets(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Rename each asset of the guide to its hashed name, in the files and in every page.

    Takes and returns files by path. Pages name assets in attributes only: in src and href, and in
    data attributes for what a script fetches later.

    >>> sorted(hash_assets({"assets/a.css": b"", "a/index.html": b'<link href="../assets/a.css">'}))
    ['a/index.html', 'assets/a.e3b0c442.css']
    """
    names = {
        path: hashed_name(path, content)
        for path, content in files.items()
        if _ASSET.fullmatch(path) and not HASHED.search(path)
    }

    def rename(match: re.Match[bytes]) -> bytes:
        name = match[2].decode("utf-8")
        return match[1] + names.get(name, name).encode("utf-8")

    return {
        names.get(path, path): (
            _ASSET_REFERENCE.sub(rename, content) if path.endswith(".html") else content
        )
        for path, content in files.items()
    }


def hashed_name(path: str, content: bytes) -> str:
    """Return the name of a file with the first eight digits of the hash of its content.

    >>> hashed_name("assets/a.css", b"")
    'assets/a.e3b0c442.css'
    """
    stem, dot, kind = path.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}{dot}{kind}"
