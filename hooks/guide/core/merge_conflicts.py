"""Find the markers that Git leaves in a file with a merge conflict.

https://git-scm.com/docs/git-merge#_how_conflicts_are_presented. A line of equals signs is not one
of them here: in Markdown it makes the line above it a heading.
"""

import re
from pathlib import Path

from guide.core.problems import Problem, quote

_MARKER = re.compile(rb"^(?:<{7}|\|{7}|>{7})(?=[ \r\n]|$)[^\r\n]*", re.MULTILINE)


def find_conflict(path: Path, shown_path: str) -> Problem | None:
    """Return the problem of a file with conflict markers, at the first of them, or None."""
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        return None  # reported where the file is read
    marker = _MARKER.search(content)
    if marker is None:
        return None
    return Problem(
        shown_path,
        content.count(b"\n", 0, marker.start()) + 1,
        1,
        "merge-conflict",
        f"{quote(marker[0].decode('utf-8', 'replace'))} is a mark that Git leaves where two"
        " versions of a file did not fit together",
        "Keep the lines that are right, and delete the marks: <<<<<<<, ======= and >>>>>>>",
    )
