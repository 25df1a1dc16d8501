"""Track which parts of the catalogue are read while something is made from it.

A page is made from its text and from what it looks up: this finding, that topic's title, all rows
of that table. A `View` replaces the catalogue and records each look-up as a dependency key. While
the same keys have the same fingerprints in the next build, the page comes out the same, and need
not be made again (incremental.store keeps the results).

What a view returns must hold no more than what it records. Rows come without their lines and
columns, so that a row inserted above changes nothing; pages are views themselves; dictionaries
record each key. What depends on a value without a fingerprint is not cached.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.memo import digest
from guide.core.yaml_reader import Document
from guide.data.package import Package
from guide.data.records import Record

# Between the parts of a dependency key: a character that is in no text of the guide.
SEPARATOR = "\x1f"
# Keys longer than this, such as the text of a page, are in a dependency key as their digest.
_LONGEST_KEY = 200
_BY_DIGEST = "\x1e"
_ABSENT = object()
# The dependency key that has no fingerprint: what depends on it is never cached.
UNCACHEABLE = "never"

# Their repr is their canonical text; by far the most of all values are of these types.
_PLAIN_TYPES = frozenset({str, int, float, bool, date, type(None)})


class NotFingerprintableError(Exception):
    """A value has no canonical text, and so no fingerprint."""


class DependencyTracker:
    """Collects the dependency keys that are recorded while something is made."""

    def __init__(self) -> None:
        self._open: list[set[str]] = []

    def record(self, key: str) -> None:
        """Record a dependency of what is being made."""
        if self._open:
            self._open[-1].add(key)

    @contextmanager
    def recording(self) -> Iterator[set[str]]:
        """Collect the dependencies of a block; those of a block inside it count for both."""
        self._open.append(set())
        try:
            yield self._open[-1]
        finally:
            inner = self._open.pop()
            if self._open:
                self._open[-1] |= inner


def canonical_repr(value: object) -> str:
    """Return the canonical text of a value: the same for equal values, and another for others.

    Raises NotFingerprintableError where there is none. A row counts by its values and the text of
    its cells; a page by its address, since each read of it is recorded by itself.
    """
    if type(value) in _PLAIN_TYPES:
        return repr(value)
    if isinstance(value, dict):
        items = (f"{canonical_repr(key)}: {canonical_repr(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(canonical_repr, value))}]"
    if isinstance(value, Page):
        return f"page {value.uri!r}"
    if isinstance(value, Record):
        return (
            f"record {value.path!r} {value.values!r}"
            f" {[cell.text for cell in value.cells.values()]!r}"
        )
    if isinstance(value, Document):
        return f"document {canonical_repr(value.data)}"
    if isinstance(value, set | frozenset):
        return f"set {sorted(map(canonical_repr, value))}"
    if is_dataclass(value) and not isinstance(value, type):
        return (
            f"{type(value).__name__}"
            f" {[canonical_repr(getattr(value, item.name)) for item in fields(value)]}"
        )
    if isinstance(value, View | MappingView):
        return "view"
    if isinstance(value, str | int | float | date | Path):
        return repr(value)
    raise NotFingerprintableError(f"{type(value).__name__} has no digest")


def fingerprint(text: str) -> str:
    """Return a short text unchanged, and the digest of a long one."""
    return text if len(text) <= 40 else digest(text)


class View:
    """Replaces a catalogue, a package or a page, and records what is read of it."""

    __slots__ = ("_path", "_raw", "_registry", "_wrapped")

    def __init__(self, raw: object, path: str, registry: "_ViewRegistry") -> None:
        self._raw, self._path, self._registry = raw, path, registry
        self._wrapped: dict[str, object] = {}

    def __getattr__(self, name: str) -> object:
        path = f"{self._path}{SEPARATOR}.{name}"
        if name not in self._wrapped:
            self._wrapped[name] = self._registry.wrap(getattr(self._raw, name), path)
        value = self._wrapped[name]
        if not isinstance(value, View | MappingView | _Method):  # these record their parts
            self._registry.record(path)
        return value


class MappingView:
    """Replaces a dictionary of a view, and records each key that is looked up."""

    __slots__ = ("_path", "_raw", "_registry", "_unwrapped")

    def __init__(self, raw: dict[str, Any], path: str, registry: "_ViewRegistry") -> None:
        self._raw, self._path, self._registry = raw, path, registry
        self._unwrapped: dict[str, object] = {}

    def __getitem__(self, key: str) -> object:
        self._record("[", key)
        if key not in self._raw:
            return self._missing(key)
        if key not in self._unwrapped:
            self._unwrapped[key] = self._registry.unwrap(self._raw[key])
        return self._unwrapped[key]

    def _missing(self, key: str) -> object:
        factory = getattr(self._raw, "default_factory", None)
        if factory is None:
            raise KeyError(key)
        return factory()

    def get(self, key: str, default: object = None) -> object:
        """Return the value of a key, or the default, as a dictionary does."""
        if key in self._raw:
            return self[key]
        self._record("[", key)
        return default

    def __contains__(self, key: str) -> bool:
        self._record("?", key)
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        self._record("#", "")
        return iter(self._raw)

    def __len__(self) -> int:
        self._record("#", "")
        return len(self._raw)

    def keys(self) -> list[str]:
        """Return all keys."""
        return list(self)

    def values(self) -> list[object]:
        """Return all values."""
        return [self[key] for key in self]

    def items(self) -> list[tuple[str, object]]:
        """Return all keys with their values."""
        return [(key, self[key]) for key in self]

    def _record(self, kind: str, key: object) -> None:
        self._registry.record(_extend(self._path, kind, key))


class _Method:
    """A method of the catalogue; each call with its arguments is a dependency."""

    def __init__(self, method: Callable[..., object], path: str, registry: "_ViewRegistry") -> None:
        self._method, self._path, self._registry = method, path, registry
        self._results: dict[tuple[str, ...], object] = {}

    def __call__(self, *arguments: str) -> object:
        path = self._path
        for argument in arguments:
            path = _extend(path, "(", argument)
        self._registry.record(path)
        if arguments not in self._results:
            self._results[arguments] = self._registry.unwrap(self._method(*arguments))
        return self._results[arguments]


def _extend(path: str, kind: str, key: object) -> str:
    """Return a dependency key with one more part, or UNCACHEABLE where it is no plain text."""
    if key is None:
        return f"{path}{SEPARATOR}{kind}{_BY_DIGEST}"  # an empty cell, which is no key of anything
    if not isinstance(key, str) or SEPARATOR in key or path == UNCACHEABLE:
        return UNCACHEABLE
    return f"{path}{SEPARATOR}{kind}{key if len(key) <= _LONGEST_KEY else _long_key(key)}"


def _long_key(key: str) -> str:
    return _BY_DIGEST + digest(key)


class _ViewRegistry:
    """What the views of one catalogue share: the tracker, one view a page, one copy a row."""

    def __init__(self, tracker: DependencyTracker) -> None:
        self.record = tracker.record
        self._pages: dict[str, View] = {}
        self._records: dict[int, Record] = {}

    def wrap(self, value: object, path: str) -> object:
        """Wrap an attribute in a view where its parts can be recorded; else return it unwrapped."""
        if isinstance(value, Package):
            return View(value, path, self)
        if isinstance(value, dict):
            return MappingView(value, path, self)
        return _Method(value, path, self) if callable(value) else self.unwrap(value)

    def unwrap(self, value: object) -> object:
        """Return a value that is recorded as a whole, without what its fingerprint leaves out."""
        if isinstance(value, Page):
            return self._page(value)
        if isinstance(value, Record):
            return self._record(value)
        if isinstance(value, Document):
            return Document(value.data)
        if isinstance(value, list | tuple | set | frozenset) and value:
            return type(value)(map(self.unwrap, value))
        if isinstance(value, dict):
            return {key: self.unwrap(item) for key, item in value.items()}
        return value

    def _page(self, page: Page) -> View:
        if page.uri not in self._pages:
            self._pages[page.uri] = View(page, _extend(f"{SEPARATOR}.pages", "[", page.uri), self)
        return self._pages[page.uri]

    def _record(self, record: Record) -> Record:
        # The catalogue holds the record for as long as this registry exists, so its id is unique.
        if id(record) not in self._records:
            self._records[id(record)] = record.without_place()
        return self._records[id(record)]


def tracking_view(catalogue: Catalogue, tracker: DependencyTracker) -> Catalogue:
    """Return a view of a catalogue that can replace it wherever it is only read."""
    # A view has the attributes of a catalogue at run time only, so no check can say that it is one.
    return cast(Catalogue, View(catalogue, "", _ViewRegistry(tracker)))


class Answers:
    """Returns the fingerprints of dependencies on a catalogue as it is now."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._long_keys: dict[int, dict[str, str]] = {}

    def __call__(self, key: str) -> str | None:
        """Return the fingerprint of a dependency; None where it has none.

        It is "absent" where the catalogue no longer has the value. A dependency key may come from a
        file, so it reaches only what a view reaches.
        """
        try:
            value = self._find(key)
            return "absent" if value is _ABSENT else fingerprint(canonical_repr(value))
        except (NotFingerprintableError, AttributeError, KeyError, TypeError, ValueError):
            return None

    def _find(self, dependency: str) -> object:
        start, *parts = dependency.split(SEPARATOR)
        if start or not parts:
            raise NotFingerprintableError(dependency)
        value: Any = self._catalogue
        arguments: list[str] = []
        for kind, name in ((part[:1], part[1:]) for part in parts):
            if kind == "(":
                arguments.append(name)
                continue
            value = _attribute(value, name) if kind == "." else self._item(value, kind, name)
            if value is _ABSENT:
                return value
        return value(*arguments) if arguments else value

    def _item(self, value: object, kind: str, name: str) -> object:
        if not isinstance(value, dict):
            raise NotFingerprintableError(name)
        if kind == "#":
            return list(value)
        key = self._full_key(value, name)
        if kind == "?":
            return key in value
        return value.get(key, _ABSENT)

    def _full_key(self, mapping: Mapping[str, object], key: str) -> str:
        """Return the key of a mapping that is in a dependency key as its digest."""
        if not key.startswith(_BY_DIGEST):
            return key
        if id(mapping) not in self._long_keys:
            self._long_keys[id(mapping)] = {
                _long_key(name): name for name in mapping if len(name) > _LONGEST_KEY
            }
        return self._long_keys[id(mapping)].get(key, key)


def _attribute(value: object, name: str) -> object:
    """Return the attribute of a value that a view would show, and no other."""
    if not isinstance(value, Catalogue | Package | Page) or name.startswith("_"):
        raise NotFingerprintableError(name)
    return getattr(value, name)
