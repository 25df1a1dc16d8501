"""Cache build results between builds, in one SQLite file that may be lost at any time.

The cache has results: JSON values, each under a kind and a name. A result is valid while its input
hash (a digest of all that went in directly) is the same, and every dependency that was recorded
while it was made has the same fingerprint. All values are JSON, so reading the file runs no code.
Each result has a checksum; a damaged one is made again. A long text that belongs to a result is
stored beside it, and read only on request. Its etag identifies it, and is never used twice. Only
what the last build used is stored, so the file is about as large as the site.
"""

import json
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

# To be raised when the tables or the meaning of their columns change.
_FORMAT = "3"
# `basis` is the input hash, `asked` the ids of the dependencies as a JSON list, `mark` the etag. A
# question is the key of a dependency, its answer the fingerprint.
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE questions (id INTEGER PRIMARY KEY, question TEXT, answer TEXT);
CREATE TABLE results (kind TEXT, name TEXT, basis TEXT, asked TEXT, mark TEXT, checksum TEXT,
                      value TEXT, text BLOB, PRIMARY KEY (kind, name));
"""
_SELECT_ENTRIES = "SELECT kind, name, basis, asked, mark, checksum FROM results"
_SELECT_VALUE = "SELECT value FROM results WHERE kind = ? AND name = ?"
_SELECT_TEXT = "SELECT text FROM results WHERE kind = ? AND name = ?"
# Files beyond this many in the folder, the oldest first, are deleted: caches of other site
# addresses that were built here once.
MOST_FILES = 4

# Returns the fingerprint of a dependency as it is now, or None where it has none.
Answer: TypeAlias = Callable[[str], str | None]
# The kind and the name of a result.
_Key: TypeAlias = tuple[str, str]
_Row: TypeAlias = tuple[str, str, str, str, str, str, str, bytes]


def _encode(text: str) -> bytes:
    # YAML can write one half of a surrogate pair ("\\ud800"); the error is for the writer to raise.
    return text.encode("utf-8", "surrogatepass")


def _checksum(data: bytes, *before: object) -> str:
    """Return a checksum against damage; nobody who could change the file on purpose needs to."""
    return f"{zlib.crc32(data, zlib.crc32(_encode(' '.join(map(str, before))))):08x}"


def _new_etag(text: bytes) -> str:
    """Return a new etag for a text, with the checksum of the text at its end."""
    return f"{secrets.token_hex(8)}-{_checksum(text)}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the file has of a result, except for its value and text.

    `dependency_ids` are the numbers in `ids_json`, the text that the checksum was taken of.
    """

    input_hash: str
    dependency_ids: list[int]
    ids_json: str
    etag: str
    checksum: str


@dataclass(frozen=True, slots=True)
class _NewResult:
    """A result of this build, not written yet."""

    input_hash: str
    dependencies: set[str]
    etag: str
    value: str
    # As bytes: a Python string takes twice as much, as soon as one character is beyond Latin-1.
    text: bytes


class BuildCache:
    """The results of the last build, and those of this one.

    `answer` is set later, when there is a catalogue: it returns the fingerprint that a dependency
    has now, or None where it has none; a result with such a dependency is not stored.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._generation = ""
        self._entries: dict[_Key, _Entry] = {}
        self._dependencies: dict[int, tuple[str, str]] = {}
        self._is_same: dict[int, bool] = {}
        self._fingerprints: dict[str, str | None] = {}
        self._reused: set[_Key] = set()
        self._new: dict[_Key, _NewResult] = {}
        self.answer: Answer = lambda key: None
        self._file = _open(path, self._load) if path else None
        self.stored: list[_Key] = []

    def get(self, kind: str, name: str, input_hash: str) -> Any:
        """Return the result of the last build (JSON), or None where it has to be made again."""
        result = self.get_with_etag(kind, name, input_hash)
        return result and result[0]

    def get_with_etag(self, kind: str, name: str, input_hash: str) -> tuple[Any, str] | None:
        """Return the result of the last build (JSON), and the etag of its text; or None."""
        key = (kind, name)
        entry = self._entries.get(key)
        if (
            entry is None
            or key in self._new
            or entry.input_hash != input_hash
            or not all(map(self._is_unchanged, entry.dependency_ids))
        ):
            return None
        value = self._read(_SELECT_VALUE, key)
        if (
            not isinstance(value, str)
            or _checksum(_encode(value), input_hash, entry.ids_json, entry.etag) != entry.checksum
        ):
            return None
        self._reused.add(key)
        return json.loads(value), entry.etag

    def read_text(self, kind: str, name: str, etag: str) -> str | None:
        """Return the text that was stored beside a result, or None where it is damaged."""
        text = self._read(_SELECT_TEXT, (kind, name))
        return (
            text.decode("utf-8", "surrogatepass")
            if isinstance(text, bytes) and _checksum(text) == etag.rpartition("-")[2]
            else None
        )

    def put(
        self,
        kind: str,
        name: str,
        input_hash: str,
        dependencies: set[str],
        value: object,
        text: str = "",
    ) -> str:
        """Store a result for the next build; return the etag of its text.

        It is not stored where a dependency has no fingerprint. A long `text` that belongs to it is
        stored beside it, since JSON would write and read each of its characters.
        """
        self.stored.append((kind, name))
        data = _encode(text)
        etag = _new_etag(data)
        if self._file is not None and all(
            self._fingerprint(dependency) is not None for dependency in dependencies
        ):
            self._reused.discard((kind, name))
            value_json = json.dumps(value, separators=(",", ":"))
            self._new[kind, name] = _NewResult(input_hash, dependencies, etag, value_json, data)
        return etag

    def once(self, kind: str, name: str, input_hash: str, make: Callable[[], object]) -> Any:
        """Return a result without dependencies (JSON), from the last build or made now."""
        result = self.get(kind, name, input_hash)
        if result is None:
            result = make()
            self.put(kind, name, input_hash, set(), result)
        return result

    def save(self) -> None:
        """Write what this build used, and delete the rest; change nothing where that fails."""
        if self._file is None or self._path is None:
            return
        try:
            if self._new or len(self._reused) < len(self._entries):
                self._write(self._file)
            self._path.touch()
        except (sqlite3.Error, OSError, UnicodeError):
            self._file.rollback()
        self.close()

    def close(self) -> None:
        """Close the file; from then on there is no result in it."""
        if self._file is not None:
            self._file.close()
        self._file, self._entries = None, {}

    def _is_unchanged(self, number: int) -> bool:
        if number not in self._is_same:
            key, fingerprint = self._dependencies.get(number, ("", ""))
            self._is_same[number] = bool(key) and self._fingerprint(key) == fingerprint
        return self._is_same[number]

    def _fingerprint(self, key: str) -> str | None:
        if key not in self._fingerprints:
            self._fingerprints[key] = self.answer(key)
        return self._fingerprints[key]

    def _load(self, file: sqlite3.Connection) -> None:
        if not file.execute("SELECT name FROM sqlite_master").fetchall():
            file.executescript(_TABLES)
            file.execute("INSERT INTO about VALUES ('format', ?), ('generation', '0')", (_FORMAT,))
        file.execute("BEGIN")
        about = dict(file.execute("SELECT name, value FROM about"))
        if about.get("format") != _FORMAT:
            raise ValueError("the file is of another format")
        self._generation = about["generation"]
        self._dependencies = {
            number: (key, fingerprint)
            for number, key, fingerprint in file.execute(
                "SELECT id, question, answer FROM questions"
            )
        }
        self._entries = {
            (kind, name): _Entry(input_hash, json.loads(ids_json), ids_json, etag, checksum)
            for kind, name, input_hash, ids_json, etag, checksum in file.execute(_SELECT_ENTRIES)
        }
        file.execute("COMMIT")

    def _read(self, statement: str, key: _Key) -> object:
        """Return one column of a result, or None where the file cannot be read or is closed."""
        if self._file is None:
            return None
        try:
            row = self._file.execute(statement, key).fetchone()
        except (sqlite3.Error, UnicodeError):
            return None
        return row[0] if row else None

    def _write(self, file: sqlite3.Connection) -> None:
        file.execute("BEGIN IMMEDIATE")
        [generation] = file.execute("SELECT value FROM about WHERE name = 'generation'").fetchone()
        if generation != self._generation:
            file.rollback()  # another build has written since: its results are as good
            return
        unused = [key for key in self._entries if key not in self._reused]
        file.executemany("DELETE FROM results WHERE kind = ? AND name = ?", unused)
        ids = self._write_dependencies(file)
        file.executemany(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._rows(ids)
        )
        file.execute(
            "UPDATE about SET value = ? WHERE name = 'generation'", (str(int(generation) + 1),)
        )
        file.execute("COMMIT")

    def _rows(self, ids: dict[str, int]) -> Iterator[_Row]:
        """Yield the rows of the new results, in the order of the table's columns."""
        for (kind, name), new in self._new.items():
            ids_json = json.dumps(sorted(ids[key] for key in new.dependencies))
            checksum = _checksum(_encode(new.value), new.input_hash, ids_json, new.etag)
            yield kind, name, new.input_hash, ids_json, new.etag, checksum, new.value, new.text

    def _write_dependencies(self, file: sqlite3.Connection) -> dict[str, int]:
        """Write dependencies with their fingerprints, delete unused ones; return the ids."""
        used = {number for key in self._reused for number in self._entries[key].dependency_ids}
        wanted = {key for new in self._new.values() for key in new.dependencies}
        ids = {key: number for number, (key, _) in self._dependencies.items()}
        new_keys = [key for key in wanted if key not in ids]
        first = max(self._dependencies, default=0) + 1
        ids |= {key: number for number, key in enumerate(sorted(new_keys), start=first)}
        used |= {ids[key] for key in wanted}
        file.executemany(
            "DELETE FROM questions WHERE id = ?",
            [(number,) for number in self._dependencies if number not in used],
        )
        changed = [
            (ids[key], key, self._fingerprint(key))
            for key in wanted
            if self._dependencies.get(ids[key], ("", None))[1] != self._fingerprint(key)
        ]
        file.executemany("INSERT OR REPLACE INTO questions VALUES (?, ?, ?)", changed)
        return ids


def _open(path: Path, load: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection | None:
    """Open and load a cache file, or begin a damaged one anew; None where neither works."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = sqlite3.connect(path, timeout=5, isolation_level=None)
            try:
                load(file)
                return file
            except (sqlite3.Error, ValueError, TypeError):
                file.close()
                _delete(path)
        except (sqlite3.Error, OSError):
            return None
    return None


def prune_caches(folder: Path, most: int = MOST_FILES) -> None:
    """Delete all but the files last written in a folder of cache files."""
    try:
        files = sorted(folder.glob("*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[most:]:
            _delete(path)
    except OSError:
        pass  # another build deletes them too


def _delete(path: Path) -> None:
    """Delete a cache file and its journal: one of an interrupted write must not meet a new file."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)
