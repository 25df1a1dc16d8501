"""Remember what was made, from one build to the next, in one file that may be lost at any time. Imports nothing of the guide.

A memory holds results: JSON values, each under a kind and a name. A result is recalled when its
basis (a digest of all that went in directly) is as it was, and every question that was asked while
it was made has the same answer. The file is SQLite's, with JSON in it, so that reading it runs
nothing. Each result has a checksum; whatever does not agree is made again. A long text that belongs
to a result is kept beside it, and read only when it is asked for; a mark, which no other text ever
had, stands for it. Only what the last build used is kept, so the file is about as large as the
site.
"""

import json
import secrets
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Raised when the tables or the meaning of what is in them change.
_FORMAT = "3"
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE questions (id INTEGER PRIMARY KEY, question TEXT, answer TEXT);
CREATE TABLE results (kind TEXT, name TEXT, basis TEXT, asked TEXT, mark TEXT, checksum TEXT, value TEXT, text BLOB,
                      PRIMARY KEY (kind, name));
"""
# Files beyond this many in the folder, the oldest first, are deleted: sites with other addresses,
# built here once.
MOST_FILES = 4

Answer = Callable[[str], str | None]


def _encode(text: str) -> bytes:
    # Half a character, as YAML can write one ("\\ud800"), is the writer's to complain of.
    return text.encode("utf-8", "surrogatepass")


def _checksum(data: bytes, *before: object) -> str:
    """Return what tells a result that was damaged; nobody who could change the file on purpose needs to."""
    return f"{zlib.crc32(data, zlib.crc32(_encode(' '.join(map(str, before))))):08x}"


def _make_mark(text: bytes) -> str:
    """Return a mark for a text that has just been made, with the checksum of the text at its end."""
    return f"{secrets.token_hex(8)}-{_checksum(text)}"


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands in the file about a result, but the result."""

    basis: str
    asked: list[int]
    listed: str
    mark: str
    checksum: str


class Memory:
    """The results of the last build, and those of this one.

    `answer` is given later, when there is something to ask: it returns a question's answer now, or
    None where it has none, and then nothing that asked it is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._generation = ""
        self._known: dict[tuple[str, str], _Known] = {}
        self._questions: dict[int, tuple[str, str]] = {}
        self._same: dict[int, bool] = {}
        self._answers: dict[str, str | None] = {}
        self._kept: set[tuple[str, str]] = set()
        # Texts wait here as bytes: as long as they have one letter beyond Latin, Python's own form
        # is twice as long.
        self._new: dict[tuple[str, str], tuple[str, set[str], str, str, bytes]] = {}
        self.answer: Answer = lambda question: None
        self._file = self._open() if path else None
        self.made: list[tuple[str, str]] = []

    def recall(self, kind: str, name: str, basis: str) -> object | None:
        """Return the result of the last build, or None where it has to be made again."""
        found = self.recall_mark(kind, name, basis)
        return found and found[0]

    def recall_mark(self, kind: str, name: str, basis: str) -> tuple[object, str] | None:
        """Return the result of the last build, and the mark of the text that was kept beside it; or None."""
        key = (kind, name)
        known = self._known.get(key)
        if (
            known is None
            or key in self._new
            or known.basis != basis
            or not all(map(self._is_same, known.asked))
        ):
            return None
        read = self._read("value", key)
        if (
            not isinstance(read, str)
            or _checksum(_encode(read), basis, known.listed, known.mark) != known.checksum
        ):
            return None
        self._kept.add(key)
        return json.loads(read), known.mark

    def read_text(self, kind: str, name: str, mark: str) -> str | None:
        """Return the text that was kept beside a result, or None where it is damaged."""
        text = self._read("text", (kind, name))
        return (
            text.decode("utf-8", "surrogatepass")
            if isinstance(text, bytes) and _checksum(text) == mark.rpartition("-")[2]
            else None
        )

    def keep(
        self, kind: str, name: str, basis: str, asked: set[str], value: object, text: str = ""
    ) -> str:
        """Keep a result for the next build, unless something was asked that has no answer. Return the mark of its text.

        A long `text` that belongs to it is kept beside it, since JSON would write and read each of
        its characters.
        """
        self.made.append((kind, name))
        data = _encode(text)
        mark = _make_mark(data)
        if self._file is not None and all(self._ask(question) is not None for question in asked):
            self._kept.discard((kind, name))
            self._new[kind, name] = (
                basis,
                asked,
                mark,
                json.dumps(value, separators=(",", ":")),
                data,
            )
        return mark

    def once(self, kind: str, name: str, basis: str, make: Callable[[], object]) -> object:
        """Return a result that asks nothing and depends on its basis alone, from the last build or made now."""
        found = self.recall(kind, name, basis)
        if found is None:
            found = make()
            self.keep(kind, name, basis, set(), found)
        return found

    def save(self) -> None:
        """Write what this build used, and forget the rest. Where that fails, nothing is remembered."""
        if self._file is None:
            return
        try:
            if self._new or len(self._kept) < len(self._known):
                self._write()
            self._path.touch()
        except (sqlite3.Error, OSError, UnicodeError):
            self._file.rollback()
        self.close()

    def close(self) -> None:
        """Let go of the file; nothing is recalled from then on."""
        if self._file is not None:
            self._file.close()
        self._file, self._known = None, {}

    def _is_same(self, number: int) -> bool:
        if number not in self._same:
            question, answer = self._questions.get(number, ("", ""))
            self._same[number] = bool(question) and self._ask(question) == answer
        return self._same[number]

    def _ask(self, question: str) -> str | None:
        if question not in self._answers:
            self._answers[question] = self.answer(question)
        return self._answers[question]

    def _open(self) -> sqlite3.Connection | None:
        """Open the file, or begin it anew where it is damaged; return None where neither can be done."""
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                file = sqlite3.connect(self._path, timeout=5, isolation_level=None)
                try:
                    self._load(file)
                    return file
                except (sqlite3.Error, ValueError, TypeError):
                    file.close()
                    _delete(self._path)
            except (sqlite3.Error, OSError):
                return None
        return None

    def _load(self, file: sqlite3.Connection) -> None:
        if not file.execute("SELECT name FROM sqlite_master").fetchall():
            file.executescript(_TABLES)
            file.execute("INSERT INTO about VALUES ('format', ?), ('generation', '0')", (_FORMAT,))
        file.execute("BEGIN")
        about = dict(file.execute("SELECT name, value FROM about"))
        if about.get("format") != _FORMAT:
            raise ValueError("the file is of another format")
        self._generation = about["generation"]
        self._questions = {
            number: (question, answer)
            for number, question, answer in file.execute(
                "SELECT id, question, answer FROM questions"
            )
        }
        self._known = {
            (kind, name): _Known(basis, json.loads(asked), asked, mark, checksum)
            for kind, name, basis, asked, mark, checksum in file.execute(
                "SELECT kind, name, basis, asked, mark, checksum FROM results"
            )
        }
        file.execute("COMMIT")

    def _read(self, column: str, key: tuple[str, str]) -> object:
        try:
            row = self._file.execute(
                f"SELECT {column} FROM results WHERE kind = ? AND name = ?", key
            ).fetchone()
        except (sqlite3.Error, UnicodeError, AttributeError):
            return None
        return row[0] if row else None

    def _write(self) -> None:
        file = self._file
        file.execute("BEGIN IMMEDIATE")
        [generation] = file.execute("SELECT value FROM about WHERE name = 'generation'").fetchone()
        if generation != self._generation:
            file.rollback()  # another build has written since: what it knows is as good
            return
        gone = [key for key in self._known if key not in self._kept]
        file.executemany("DELETE FROM results WHERE kind = ? AND name = ?", gone)
        numbers = self._number_questions(file)
        file.executemany(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._rows(numbers)
        )
        file.execute(
            "UPDATE about SET value = ? WHERE name = 'generation'", (str(int(generation) + 1),)
        )
        file.execute("COMMIT")

    def _rows(self, numbers: dict[str, int]):
        for (kind, name), (basis, asked, mark, value, text) in self._new.items():
            listed = json.dumps(sorted(numbers[question] for question in asked))
            yield (
                kind,
                name,
                basis,
                listed,
                mark,
                _checksum(_encode(value), basis, listed, mark),
                value,
                text,
            )

    def _number_questions(self, file: sqlite3.Connection) -> dict[str, int]:
        """Write the questions with their answers of now, delete those that nothing asks any more; return their numbers."""
        used = {number for key in self._kept for number in self._known[key].asked}
        wanted = {question for _, asked, *_ in self._new.values() for question in asked}
        numbers = {question: number for number, (question, _) in self._questions.items()}
        fresh = [question for question in wanted if question not in numbers]
        first = max(self._questions, default=0) + 1
        numbers |= {question: number for number, question in enumerate(sorted(fresh), start=first)}
        used |= {numbers[question] for question in wanted}
        file.executemany(
            "DELETE FROM questions WHERE id = ?",
            [(number,) for number in self._questions if number not in used],
        )
        changed = [
            (numbers[question], question, self._ask(question))
            for question in wanted
            if self._questions.get(numbers[question], ("", None))[1] != self._ask(question)
        ]
        file.executemany("INSERT OR REPLACE INTO questions VALUES (?, ?, ?)", changed)
        return numbers


def clear_old(folder: Path, most: int = MOST_FILES) -> None:
    """Delete all but the files last written of a folder of memories."""
    try:
        files = sorted(folder.glob("*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[most:]:
            _delete(path)
    except OSError:
        pass  # another build deletes them too


def _delete(path: Path) -> None:
    """Delete a memory, and with it the journal of a write that was cut short, which must not meet a new file."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)
