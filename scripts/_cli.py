"""End every command in the same way: an exit status, a sentence on standard error, never a traceback.

Exit 0: done, and nothing is wrong. Exit 1: the content is wrong, or what was asked for cannot be
done. Exit 2: the command itself could not run.
"""

import contextlib
import os
import sys
from collections.abc import Callable
from typing import NoReturn, TextIO

from guide.core.problems import UserError

_DONE, _REFUSED, _FAILED = 0, 1, 2


def run_main(main: Callable[[], int], *, refusal: str = "", refused: int = _REFUSED) -> NoReturn:
    """Call `main` and exit with the status that it returns.

    `refusal` stands before the sentence of a UserError, such as "Nothing is written: "; `refused`
    is the status of one. A console that cannot show a character gets its escape.
    """
    for stream in (sys.stdout, sys.stderr):
        _escape_what_cannot_be_shown(stream)
    raise SystemExit(_call(main, refusal, refused))


def _call(main: Callable[[], int], refusal: str, refused: int) -> int:
    try:
        status = main()
        sys.stdout.flush()
        return status
    except UserError as error:
        return _end(f"{refusal}{error.sentence}", refused)
    except (EOFError, KeyboardInterrupt):
        message = refusal.strip(" :.\n") or "Stopped"
        return _end(f"\n{message}.", _REFUSED)
    except BrokenPipeError:  # whoever read the output has seen enough, as `head` has
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE
    except OSError as error:
        return _end(f"{_name_file(error)}: {error.strerror or error}.", _FAILED)
    except Exception as error:  # the editor is not to blame, and is told so in one line
        message = (
            f"The command itself failed ({type(error).__name__}: {error}). Please report this."
        )
        return _end(message, _FAILED)


def _end(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status


def _name_file(error: OSError) -> str:
    return str(error.filename) if error.filename else "A file could not be read or written"


def _escape_what_cannot_be_shown(stream: TextIO) -> None:
    with contextlib.suppress(
        AttributeError, ValueError
    ):  # a test's own stream has no encoding to change
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
