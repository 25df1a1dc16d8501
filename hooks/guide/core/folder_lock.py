"""Lock a folder, so that no two builds write into it at once."""

import os
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from guide.core.memo import digest
from guide.core.problems import UserError


class FolderLock:
    """Hold the lock of a folder until it is closed or dropped, or the process ends.

    Raises UserError where another process has the lock. Its file is in the folder for temporary
    files, since the folder itself is emptied and published.
    """

    _file = -1

    def __init__(self, folder: Path) -> None:
        owner = os.getuid() if hasattr(os, "getuid") else ""
        name = f"guide-{owner}-{digest(os.path.realpath(folder))}.lock"
        self._file = os.open(Path(tempfile.gettempdir()) / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError:
            self.close()
            raise UserError(
                f"Another build is writing into {folder}. Wait until it has ended, and try again"
            ) from None

    def __enter__(self) -> "FolderLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Release the lock."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _lock(file: int) -> None:
    """Lock a file; OSError where it is locked."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        # Of a process, and not of a file that is open: a build that serve ends keeps none out.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
