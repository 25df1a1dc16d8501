"""Run a command-line script: exit with a status, and with a sentence in place of a traceback.

Exit statuses, the same for every script: 0 when it is done and nothing is wrong; 1 when the content
is wrong, or when a request cannot be met; 2 when the command could not run, which includes wrong
arguments. Each script says what its own 1 means.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable
from typing import NoReturn, TextIO

from guide.core.problems import UserError

_DONE, _REFUSED, _FAILED = 0, 1, 2


def run_main(main: Callable[[], int], *, refusal: str = "", refused: int = _REFUSED) -> NoReturn:
    """Call `main`, and exit with the status that it returns, or with that of its exception.

    `refusal` is put before the sentence of a UserError, such as "Nothing is written: "; `refused`
    is the status of one. A character that the console cannot show is printed as its escape.
    """
    for stream in (sys.stdout, sys.stderr):
        _escape_unencodable(stream)
    try:
        status = _call(main, refusal, refused)
    finally:  # also after the SystemExit of argparse
        _close_output()
    raise SystemExit(status)


def _call(main: Callable[[], int], refusal: str, refused: int) -> int:
    try:
        status = main()
        _flush_output()
        return status
    except UserError as error:
        return _end(f"{refusal}{error.sentence}", refused)
    except (EOFError, KeyboardInterrupt):
        message = refusal.strip(" :.\n") or "Stopped"
        return _end(f"\n{message}.", _REFUSED)
    except BrokenPipeError:  # the reader of the output has seen enough, as `head` has
        return _DONE
    except OSError as error:
        return _end(f"{_file_name(error)}: {error.strerror or error}.", _FAILED)
    except UnicodeDecodeError as error:
        return _end(f"A file is not text in UTF-8 ({error}). Save it as UTF-8.", _FAILED)
    except Exception as error:  # a fault of the program, and not of the editor
        message = (
            f"The command itself failed ({type(error).__name__}: {error}). Please report this."
        )
        return _end(message, _FAILED)


def _end(message: str, status: int) -> int:
    with contextlib.suppress(OSError):  # nobody may be reading
        print(message, file=sys.stderr)
    return status


def _file_name(error: OSError) -> str:
    return str(error.filename) if error.filename else "A file could not be read or written"


def _flush_output() -> None:
    if sys.stdout is not None:  # it is None where the shell has closed it
        sys.stdout.flush()


def _close_output() -> None:
    """Flush standard output; discard the rest where that fails, or Python would report it again."""
    try:
        _flush_output()
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _escape_unencodable(stream: TextIO) -> None:
    if isinstance(stream, io.TextIOWrapper):
        with contextlib.suppress(ValueError):  # it is closed
            stream.reconfigure(errors="backslashreplace")
