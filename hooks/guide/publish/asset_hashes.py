"""Give the guide's own style sheets and scripts names with a hash of their content. Imports host_headers.

MkDocs copies them under the names they have, so a browser would have to ask anew each time. A name
that changes with the content can be kept for good.
"""

import hashlib
import re
from collections.abc import Mapping

from guide.publish.headers import HASHED

_OWN = re.compile(r"assets/[^/]+\.(?:css|js)")
# No colon and no two slashes at the start: that would be an address of another site.
_REFERENCE = re.compile(rb'(="(?!//)(?:[^"#?:]*/)?)(assets/[^/"#?]+\.(?:css|js))(?=["#?])')


def hash_assets(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with each asset of the guide under its new name, and each page naming it so.

    Pages name assets in attributes only: in src and href, and in data attributes for what a script
    fetches later.

    >>> sorted(hash_assets({"assets/a.css": b"", "a/index.html": b'<link href="../assets/a.css">'}))
    ['a/index.html', 'assets/a.e3b0c442.css']
    """
    names = {
        path: hashed_name(path, content)
        for path, content in files.items()
        if _OWN.fullmatch(path) and not HASHED.search(path)
    }

    def rename(match: re.Match) -> bytes:
        return match[1] + names.get(name := match[2].decode("utf-8"), name).encode("utf-8")

    return {
        names.get(path, path): (
            _REFERENCE.sub(rename, content) if path.endswith(".html") else content
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
