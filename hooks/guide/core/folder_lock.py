"""Lock a folder, so that no two builds write into it at once."""

import os
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from guide.core.memo import digest
from guide.core.problems import UserError


def lock_folder(folder: Path) -> BinaryIO:
    """Lock a folder until the returned file is closed or dropped, or the process ends.

    Raises UserError where another process has the lock. The file is in the folder for temporary
    files, since the folder itself is emptied and published.
    """
    owner = os.getuid() if hasattr(os, "getuid") else ""
    name = f"guide-{owner}-{digest(os.path.realpath(folder))}.lock"
    file = (Path(tempfile.gettempdir()) / name).open("ab")
    try:
        _lock(file)
    except OSError:
        file.close()
        raise UserError(
            f"Another build is writing into {folder}. Wait until it has ended, and try again"
        ) from None
    return file


def _lock(file: BinaryIO) -> None:
    """Lock a file; OSError where it is locked."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        # Of a process, and not of a file that is open: a build that serve ends keeps none out.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
