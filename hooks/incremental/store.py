"""Cache build results between builds, in one SQLite file that may be lost at any time.

A result is a JSON value, under a kind and a name, and perhaps a long text beside it. Each row has
in itself all that it depends on, so two builds may write to one file. Reading it runs no code.
"""

import json
import logging
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from guide.core.memo import digest

LOGGER = logging.getLogger("mkdocs.guide")
# The name of the table is to be changed with the columns or their meaning.
_CREATE = """CREATE TABLE IF NOT EXISTS results_5 (kind, name, input_hash, dependencies, value,
    etag, checksum, text BLOB, PRIMARY KEY (kind, name))"""
_SELECT = "SELECT kind, name, input_hash, dependencies, value, etag, checksum FROM results_5"
_SELECT_TEXT = "SELECT text FROM results_5 WHERE kind = ? AND name = ?"
_INSERT = "INSERT OR REPLACE INTO results_5 VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_DELETE = "DELETE FROM results_5 WHERE kind = ? AND name = ?"
Key: TypeAlias = tuple[str, str]  # the kind and the name of a result


def _checksum(*parts: object) -> int:
    """Return a checksum against damage; nobody who could change the file on purpose needs to."""
    return zlib.crc32(repr(parts).encode("utf-8", "surrogatepass"))


class BuildCache:
    """The results of the last build, and those of this one.

    `fingerprint` returns what a dependency is now, or None where it has no fingerprint; a result
    that depends on such a one is not stored. `made` has the keys of what this build made itself.
    Rows are kept as tuples of texts, which the garbage collector need not visit.
    """

    def __init__(self, path: Path, fingerprint: Callable[[str], str | None]) -> None:
        self._fingerprint, self._fingerprints = fingerprint, dict[str, str | None]()
        self._file, rows = _open(path)
        self._rows = {(row[0], row[1]): row[2:] for row in rows}
        self._new: dict[Key, tuple[Any, ...]] = {}
        self._reused: set[Key] = set()
        self.made: set[Key] = set()

    def get(self, key: Key, input_hash: str) -> tuple[Any, str] | None:
        """Return a value of the last build and the etag of the text beside it, its digest.

        None where what it was made from is not the same, or the row is damaged.
        """
        if key not in self._rows or key in self._new or self._rows[key][0] != input_hash:
            return None
        *body, checksum = self._rows[key]
        if _checksum(*body) != checksum:
            return None
        _, dependencies, value, etag = body
        for dependency, then in json.loads(dependencies).items():
            if self._now(dependency) != then:
                LOGGER.debug(f"{' '.join(key)} is made again, for {' '.join(dependency.split())}")
                return None
        self._reused.add(key)
        return json.loads(value), etag

    def read_text(self, key: Key, etag: str) -> str | None:
        """Return the text beside a result, or None where it is damaged."""
        try:
            assert self._file, "there is a result, and so a file"
            [data] = self._file.execute(_SELECT_TEXT, key).fetchone()
            text = str(data, "utf-8", "surrogatepass")
        except (sqlite3.Error, UnicodeError, TypeError):
            return None
        return text if digest(text) == etag else None

    def put(
        self, key: Key, input_hash: str, dependencies: Iterable[str], value: object, text: str = ""
    ) -> None:
        """Store a result for the next build."""
        etag = digest(text)
        self.made.add(key)
        answers = {dependency: self._now(dependency) for dependency in dependencies}
        if None not in answers.values():
            body = (input_hash, json.dumps(answers), json.dumps(value), etag)
            # YAML can write one half of a surrogate pair ("\\ud800"), which is no error here.
            data = text.encode("utf-8", "surrogatepass")
            self._new[key] = (*key, *body, _checksum(*body), data)

    def save(self) -> None:
        """Write what this build used, and delete the rest; change nothing where that fails."""
        unused = self._rows.keys() - self._reused - self._new.keys()
        if self._file is None:
            return
        try:
            if self._new or unused:
                self._file.execute("BEGIN IMMEDIATE")
                self._file.executemany(_DELETE, unused)
                self._file.executemany(_INSERT, self._new.values())
                self._file.execute("COMMIT")
        except (sqlite3.Error, UnicodeError):
            self._file.rollback()
        self._file.close()

    def _now(self, dependency: str) -> str | None:
        if dependency not in self._fingerprints:
            self._fingerprints[dependency] = self._fingerprint(dependency)
        return self._fingerprints[dependency]


def _open(path: Path) -> tuple[sqlite3.Connection | None, list[tuple[Any, ...]]]:
    """Open a cache file and read its rows, or begin a damaged one anew; None where that fails."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = sqlite3.connect(path, timeout=5, isolation_level=None)
            try:
                file.execute(_CREATE)
                file.execute(_SELECT_TEXT, ("", ""))
                return file, file.execute(_SELECT).fetchall()
            except (sqlite3.Error, UnicodeError):
                file.close()
                # A journal of an interrupted write must not meet a new file.
                for name in (path, path.with_name(f"{path.name}-journal")):
                    name.unlink(missing_ok=True)
        except (sqlite3.Error, OSError):
            break
    return None, []
