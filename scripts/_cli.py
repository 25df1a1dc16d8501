"""Run a command-line script: exit with a status, and with a sentence in place of a traceback.

Exit statuses, the same for every script: 0 when it is done and nothing is wrong; 1 when the content
is wrong, or when a request cannot be met; 2 when the command could not run, which includes wrong
arguments. Each script says what its own 1 means.
"""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.core.problem_formats import FORMATS, format_as
from guide.core.problems import Problem, UserError, report

# The rules of a file that is not read at all.
_UNREAD = ("not-utf-8", "unreadable-file", "linked-file", "too-large", "no-such-file")
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


def hide_folder(script: str) -> None:
    """Take the folder of a script off the module path.

    Its files are commands, and no modules that MkDocs may ask for.
    """
    folder = str(Path(script).resolve().parent)
    sys.path[:] = [path for path in sys.path if path != folder]


def project_folder(text: str) -> Path:
    """Return the folder of a project that an argument names; refuse one that holds none."""
    folder = Path(text)
    if not (folder / "data/datapackage.yaml").exists() and not (folder / "docs").exists():
        raise argparse.ArgumentTypeError(f"{text} holds no guide. Name the folder that has docs/")
    return folder


def read_whole_catalogue(root: Path) -> Catalogue:
    """Read the catalogue; raise UserError where the descriptor, a table or a page is unreadable.

    For commands that say what is due or missing: of what is not read they would say that all is
    well.
    """
    catalogue, problems = read_catalogue(root)
    is_unread = any(not page.meta for page in catalogue.pages.values()) or any(
        problem.rule in _UNREAD for problem in problems
    )
    if not catalogue.package.resources or catalogue.unreadable_resources or is_unread:
        what = str(problems[0]) if problems else f"{root} has no data."
        raise UserError(f"Not all could be read, so nothing is said of it. {what} Run make check")
    return catalogue


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add the option --format, which says in what form problems are printed."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="github adds annotations; json is for editors' tools, see hooks/README.md",
    )


def print_problems(problems: Sequence[Problem], form: str, sound: str, note: str = "") -> int:
    """Print problems in the form of --format, and return the exit status: 1 where one is an error.

    `sound` is printed where there is none, and `note` before them; JSON stands alone, so that the
    note goes to standard error.
    """
    if note:
        print(note, file=sys.stderr if form == "json" else sys.stdout)
    print(format_as(form, problems, site_url(), sound))
    return int(any(problem.severity == "error" for problem in problems))


def report_lines(problems: Iterable[Problem]) -> list[str]:
    """Return the lines of `report`, with the addresses of the site."""
    return report(problems, site_url())


def site_url() -> str:
    """Return the address of the site, which is that of the build: SITE_URL."""
    return os.environ.get("SITE_URL", "")


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
