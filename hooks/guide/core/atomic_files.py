"""Write files atomically: after a crash, each file has its old content or the new, never a part."""

import contextlib
import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def write_files(contents: Mapping[Path, bytes | None]) -> None:
    """Write each file, and delete those whose content is None; all of them, or none.

    The new contents are written to temporary files first and then renamed over the old ones;
    deletions come last. Where a step fails, as on a full disk, what was renamed already gets its
    old content back, and the exception is raised. A symbolic link stays one: its target is written.
    """
    targets = {path.resolve() if path.is_symlink() else path: path for path in contents}
    staged: list[tuple[Path, Path]] = []
    folders: list[Path] = []
    replaced: list[tuple[Path, bytes | None]] = []
    try:
        for target, path in targets.items():
            content = contents[path]
            if content is not None:
                parents = (target.parent, *target.parent.parents)
                folders += reversed([folder for folder in parents if not folder.exists()])
                for folder in folders:
                    folder.mkdir(exist_ok=True)
                _check_writable(target)
                staged.append((_temporary(target), target))
                _write_temporary(*staged[-1], content)
        for temporary, target in staged:
            replaced.append((target, target.read_bytes() if target.exists() else None))
            os.replace(temporary, target)
        for path, content in contents.items():
            if content is None and path.exists():
                replaced.append((path, path.read_bytes()))
                path.unlink()
    except BaseException:  # an interruption from the keyboard, too
        _undo(replaced)
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        for folder in reversed(folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def write_text(path: Path, text: str) -> None:
    """Write one text file in UTF-8, with the line ends that the text has."""
    write_files({path: text.encode("utf-8")})


def _check_writable(target: Path) -> None:
    """Raise the OSError of opening a file that may not be written, which renaming would replace."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _temporary(target: Path) -> Path:
    # Hidden, so that a build that runs meanwhile does not read it; beside the target, since a
    # rename cannot cross to another disk. Short, since the target's name may be as long as can be.
    return target.with_name(f".write-{os.getpid()}-{abs(hash(target.name)):x}"[:60])


def _write_temporary(temporary: Path, target: Path, content: bytes) -> None:
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:  # the editor knows the target, and not the temporary file
        raise OSError(error.errno, error.strerror, str(target)) from error
    if target.exists():
        shutil.copymode(target, temporary)


def _undo(replaced: list[tuple[Path, bytes | None]]) -> None:
    """Give each file that was replaced or deleted its old content back."""
    for target, content in reversed(replaced):
        with contextlib.suppress(OSError):
            if content is None:
                target.unlink(missing_ok=True)
            elif not target.exists() or target.read_bytes() != content:
                temporary = _temporary(target)
                _write_temporary(temporary, target, content)
                os.replace(temporary, target)
