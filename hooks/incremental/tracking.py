"""Note what is read of the catalogue while something is made from it. Imports memory, records, page, package, catalogue.

A page is made from its text and from what it looks up: this finding, that topic's title, all rows
of that table. A `View` stands in for the catalogue and notes each look-up as a question. When the
same questions have the same answers in the next build, the page comes out the same, and need not be
made again (incremental.store does the keeping).

What a view hands out must be no more than what it notes. Rows come without their lines and columns,
so that a row put in above changes nothing; pages are views themselves; dictionaries note each key.
What was made from anything that has no digest is not remembered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.memo import digest
from guide.core.yaml_reader import Document
from guide.data.package import Package
from guide.data.records import Record

# Parts of a question stand apart by a character that no text of the guide holds.
_PART = "\x1f"
# Keys longer than this, such as the text of a page, stand in a question by their digest.
_LONGEST_KEY = 200
_BY_DIGEST = "\x1e"
_ABSENT = object()
# The question that has no answer: what asked it is never remembered.
NEVER = "never"

# What is told by its own words, and is by far the most of what is asked for.
_PLAIN = frozenset({str, int, float, bool, date, type(None)})


class NotRecordable(Exception):
    """A value has no digest."""


class Recorder:
    """Collects the questions that are asked between `start` and `stop`."""

    def __init__(self) -> None:
        self._asked: list[set[str]] = []

    def note(self, question: str) -> None:
        """Add a question to what is being made."""
        if self._asked:
            self._asked[-1].add(question)

    @contextmanager
    def recording(self) -> Iterator[set[str]]:
        """Collect the questions asked inside; those inside count outside too."""
        self._asked.append(set())
        try:
            yield self._asked[-1]
        finally:
            inner = self._asked.pop()
            if self._asked:
                self._asked[-1] |= inner


def describe(value: object) -> str:
    """Return a text that is the same for equal values and differs for others; NotRecordable where there is none.

    A row counts by its values and the text of its cells; a page by its address, since what is read
    of it is noted by itself.
    """
    if type(value) in _PLAIN:
        return repr(value)
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{describe(key)}: {describe(item)}' for key, item in value.items())}}}"
        )
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(describe, value))}]"
    if isinstance(value, Page):
        return f"page {value.uri!r}"
    if isinstance(value, Record):
        return (
            f"record {value.path!r} {value.values!r}"
            f" {[cell.text for cell in value.cells.values()]!r}"
        )
    if isinstance(value, Document):
        return f"document {describe(value.data)}"
    if isinstance(value, set | frozenset):
        return f"set {sorted(map(describe, value))}"
    if is_dataclass(value) and not isinstance(value, type):
        return (
            f"{type(value).__name__}"
            f" {[describe(getattr(value, item.name)) for item in fields(value)]}"
        )
    if isinstance(value, View | MappingView):
        return "view"
    if isinstance(value, str | int | float | date | Path):
        return repr(value)
    raise NotRecordable(f"{type(value).__name__} has no digest")


def shorten(text: str) -> str:
    """Return an answer as it is kept: a short one as it is, a long one by its digest."""
    return text if len(text) <= 40 else digest(text)


class View:
    """Stands for a catalogue, a package or a page, and notes what is read of it. Make one with `view_of`."""

    __slots__ = ("_raw", "_path", "_house", "_made")

    def __init__(self, raw: object, path: str, house: "_House") -> None:
        self._raw, self._path, self._house, self._made = raw, path, house, {}

    def __getattr__(self, name: str) -> object:
        path = f"{self._path}{_PART}.{name}"
        if name not in self._made:
            self._made[name] = self._house.share(getattr(self._raw, name), path)
        made = self._made[name]
        if not isinstance(made, View | MappingView | _Call):  # these note their parts
            self._house.note(path)
        return made


class MappingView:
    """Stands for a dictionary that a view has, and notes each key that is asked for."""

    __slots__ = ("_raw", "_path", "_house", "_made")

    def __init__(self, raw: dict, path: str, house: "_House") -> None:
        self._raw, self._path, self._house, self._made = raw, path, house, {}

    def __getitem__(self, key: str) -> object:
        self._note("[", key)
        if key not in self._raw:
            return self._absent(key)
        if key not in self._made:
            self._made[key] = self._house.bare(self._raw[key])
        return self._made[key]

    def _absent(self, key: str) -> object:
        factory = getattr(self._raw, "default_factory", None)
        if factory is None:
            raise KeyError(key)
        return factory()

    def get(self, key: str, default: object = None) -> object:
        """As of a dictionary."""
        if key in self._raw:
            return self[key]
        self._note("[", key)
        return default

    def __contains__(self, key: str) -> bool:
        self._note("?", key)
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        self._note("#", "")
        return iter(self._raw)

    def __len__(self) -> int:
        self._note("#", "")
        return len(self._raw)

    def keys(self) -> list[str]:
        """As of a dictionary."""
        return list(self)

    def values(self) -> list:
        """As of a dictionary."""
        return [self[key] for key in self]

    def items(self) -> list[tuple[str, object]]:
        """As of a dictionary."""
        return [(key, self[key]) for key in self]

    def _note(self, kind: str, key: object) -> None:
        self._house.note(_extend(self._path, kind, key))


class _Call:
    """A method of the catalogue; each call with its words is a question."""

    def __init__(self, method: Callable, path: str, house: "_House") -> None:
        self._method, self._path, self._house, self._made = method, path, house, {}

    def __call__(self, *words: str) -> object:
        path = self._path
        for word in words:
            path = _extend(path, "(", word)
        self._house.note(path)
        if words not in self._made:
            self._made[words] = self._house.bare(self._method(*words))
        return self._made[words]


def _extend(path: str, kind: str, key: object) -> str:
    """Return the question one step further, or the one that has no answer where the key is no plain word."""
    if key is None:
        return f"{path}{_PART}{kind}{_BY_DIGEST}"  # an empty cell, which is no key of anything
    if not isinstance(key, str) or _PART in key or path == NEVER:
        return NEVER
    return f"{path}{_PART}{kind}{key if len(key) <= _LONGEST_KEY else _long_key(key)}"


def _long_key(key: str) -> str:
    return _BY_DIGEST + digest(key)


class _House:
    """What the views of one catalogue share: the recorder, one view a page, one row without its place a row."""

    def __init__(self, recorder: Recorder) -> None:
        self.note = recorder.note
        self._pages: dict[str, View] = {}
        self._records: dict[int, Record] = {}

    def share(self, value: object, path: str) -> object:
        """Return what a view has under a name: a view again, where its parts can be noted by themselves."""
        if isinstance(value, Package):
            return View(value, path, self)
        if isinstance(value, dict):
            return MappingView(value, path, self)
        return _Call(value, path, self) if callable(value) else self.bare(value)

    def bare(self, value: object) -> object:
        """Return a value that is noted as a whole, without what its digest leaves out."""
        if isinstance(value, Page):
            return self._page(value)
        if isinstance(value, Record):
            return self._record(value)
        if isinstance(value, Document):
            return Document(value.data)
        if isinstance(value, list | tuple | set | frozenset) and value:
            return type(value)(map(self.bare, value))
        if isinstance(value, dict):
            return {key: self.bare(item) for key, item in value.items()}
        return value

    def _page(self, page: Page) -> View:
        if page.uri not in self._pages:
            self._pages[page.uri] = View(page, _extend(f"{_PART}.pages", "[", page.uri), self)
        return self._pages[page.uri]

    def _record(self, record: Record) -> Record:
        # The catalogue holds the record for as long as this house stands, so its id is its own.
        if id(record) not in self._records:
            self._records[id(record)] = record.without_place()
        return self._records[id(record)]


def view_of(catalogue: Catalogue, recorder: Recorder) -> Catalogue:
    """Return a view of a catalogue that can stand in for it wherever it is only read."""
    return View(catalogue, "", _House(recorder))


class Answers:
    """Answers questions about a catalogue as it is now."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._long_keys: dict[int, dict[str, str]] = {}

    def __call__(self, question: str) -> str | None:
        """Return the answer in short; "absent" where what is asked for is not there any more.

        None means that there is no answer. A question may come from a file, so it reaches only what
        a view reaches.
        """
        try:
            value = self._find(question)
            return "absent" if value is _ABSENT else shorten(describe(value))
        except (NotRecordable, AttributeError, KeyError, TypeError, ValueError):
            return None

    def _find(self, question: str) -> object:
        start, *parts = question.split(_PART)
        if start or not parts:
            raise NotRecordable(question)
        value: object = self._catalogue
        words: list[str] = []
        for kind, word in ((part[:1], part[1:]) for part in parts):
            if kind == "(":
                words.append(word)
                continue
            value = _attribute(value, word) if kind == "." else self._item(value, kind, word)
            if value is _ABSENT:
                return value
        return value(*words) if words else value

    def _item(self, value: object, kind: str, word: str) -> object:
        if not isinstance(value, dict):
            raise NotRecordable(word)
        if kind == "#":
            return list(value)
        key = self._whole(value, word)
        if kind == "?":
            return key in value
        return value[key] if key in value else _ABSENT

    def _whole(self, mapping: dict, key: str) -> str:
        """Return the key that a question tells by its digest."""
        if not key.startswith(_BY_DIGEST):
            return key
        if id(mapping) not in self._long_keys:
            self._long_keys[id(mapping)] = {
                _long_key(name): name for name in mapping if len(name) > _LONGEST_KEY
            }
        return self._long_keys[id(mapping)].get(key, key)


def _attribute(value: object, name: str) -> object:
    """Return what a view shows under a name, and nothing else that Python has there."""
    if not isinstance(value, Catalogue | Package | Page) or name.startswith("_"):
        raise NotRecordable(name)
    return getattr(value, name)
