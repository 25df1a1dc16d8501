"""Track which parts of the content are read while something is made from them.

A view replaces the catalogue and records each look-up as a dependency, in the terms of an editor:
a collection of the catalogue, and one item of it. `findings` and a key is a row, `rows` and a name
all rows of a resource, `pages` and a path the front matter of a page, `phrases` and a phrase what
it links to; a collection alone is the list of its keys.

What a view returns must hold no more than what it records: rows come without their lines and
columns, so that a row inserted above changes nothing, and pages are views themselves.
"""

import json
from collections.abc import Callable, Iterator, Mapping
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

# Between a collection and an item: a character that is in no text of the guide.
SEPARATOR = "\x1f"
# The dependency that has no fingerprint: what depends on it is never cached.
UNCACHEABLE = "never"
_LONGEST_KEY = 200
# A page's text, and the lines it stands in, which the rest of its front matter does not tell.
_BODY = "body"
_BODY_ATTRIBUTES = frozenset({"body", "body_line", "document", "place", "problem"})
_NOTHING = object()


def canonical_text(value: object) -> str:
    """Return the same text for equal values, and another for others, with the order of their keys.

    Raises TypeError or ValueError where there is none. A row counts by its values and the text of
    its cells; a page by its path, since a read of it is recorded by itself.
    """
    return json.dumps(value, default=_to_json)


def _to_json(value: Any) -> object:
    if isinstance(value, Page):
        return ["page", value.uri]
    if isinstance(value, Record):
        return ["row", value.path, value.values, [cell.text for cell in value.cells.values()]]
    if isinstance(value, Document):
        return ["document", value.data]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return ["set", *sorted(map(canonical_text, value))]
    if is_dataclass(value):
        return [type(value).__name__, *(getattr(value, item.name) for item in fields(value))]
    if isinstance(value, date | Path) or type(value).__name__ == "Locale":
        return [type(value).__name__, str(value)]
    raise TypeError(f"{type(value).__name__} has no digest")


def fingerprint(value: object) -> str | None:
    """Return the digest of a value; None where it has none."""
    try:
        return digest(canonical_text(value))
    except (TypeError, ValueError):
        return None


def dependency(collection: str, *items: object) -> str:
    """Return the dependency on one item of a collection, which may have a name of several parts."""
    for item in items:
        if not isinstance(item, str) or SEPARATOR in item or len(item) > _LONGEST_KEY:
            return UNCACHEABLE
    return SEPARATOR.join((collection, *map(str, items)))


def track_catalogue(catalogue: Catalogue, record: Callable[[str], None]) -> Catalogue:
    """Return a view of a catalogue that can replace it wherever it is only read."""
    # A view has the attributes of a catalogue at run time only, so no check can say that it is one.
    return cast(Catalogue, _View(catalogue, "", _Unwrapper(record)))


class _View:
    """Replaces a catalogue or its package: a collection is wrapped, all else is an item itself."""

    def __init__(self, raw: object, path: str, unwrap: "_Unwrapper") -> None:
        self._raw, self._prefix, self._unwrap = raw, path and f"{path}.", unwrap
        self._values: dict[str, object] = {}

    def __getattr__(self, name: str) -> object:
        path, value = self._prefix + name, self._values.get(name, _NOTHING)
        if value is _NOTHING:
            value = getattr(self._raw, name)
            wrap: Any = (
                _View if isinstance(value, Package) else _Method if callable(value) else None
            )
            wrap = _Items if isinstance(value, dict) else wrap
            value = wrap(value, path, self._unwrap) if wrap else self._unwrap(value)
            self._values[name] = value
        if not isinstance(value, _View | _Items | _Method):  # these record their items
            self._unwrap.record(path)
        return value


class _Items(Mapping[str, object]):
    """Replaces a dictionary, and records each key that is looked up."""

    def __init__(self, raw: dict[str, Any], path: str, unwrap: "_Unwrapper") -> None:
        self._raw, self._path, self._unwrap = raw, path, unwrap
        self._values: dict[str, object] = {}

    def __contains__(self, key: object) -> bool:
        if key is not None:  # an empty cell is the key of nothing
            self._unwrap.record(dependency(self._path, key))
        return key in self._raw

    def __getitem__(self, key: str) -> object:
        if key not in self:
            factory = getattr(self._raw, "default_factory", None)
            if factory is None:
                raise KeyError(key)
            return factory()
        if key not in self._values:
            self._values[key] = self._unwrap(self._raw[key])
        return self._values[key]

    def get(self, key: str, default: object = None) -> object:
        """Return the value of a key, or the default, as a dictionary does."""
        return self[key] if self.__contains__(key) else default

    def __iter__(self) -> Iterator[str]:
        self._unwrap.record(self._path)
        return iter(self._raw)

    def __len__(self) -> int:
        self._unwrap.record(self._path)
        return len(self._raw)


class _Method:
    """A method of the catalogue; what it is called with is an item."""

    def __init__(self, method: Callable[..., object], path: str, unwrap: "_Unwrapper") -> None:
        self._method, self._path, self._unwrap = method, path, unwrap
        self._results: dict[Any, object] = {}

    def __call__(self, *arguments: object) -> object:
        # An empty cell is the key of nothing, as "" is.
        self._unwrap.record(dependency(self._path, *("" if a is None else a for a in arguments)))
        if arguments not in self._results:
            self._results[arguments] = self._unwrap(self._method(*arguments))
        return self._results[arguments]


class _PageView:
    """Replaces a page: its front matter is one dependency, and its text another."""

    def __init__(self, page: Page, record: Callable[[str], None]) -> None:
        self._page, self._record = page, record

    def __getattr__(self, name: str) -> object:
        is_body = name in _BODY_ATTRIBUTES
        self._record(dependency(_BODY if is_body else "pages", self._page.uri))
        return getattr(self._page, name)


class _Unwrapper:
    """Returns values without what their fingerprints leave out: one view a page, one copy a row."""

    def __init__(self, record: Callable[[str], None]) -> None:
        self.record = record
        self._pages: dict[str, _PageView] = {}
        # By identity: the catalogue holds the records for as long as this exists.
        self._records: dict[int, Record] = {}

    def __call__(self, value: Any) -> Any:
        """Return a value that is recorded as a whole."""
        if isinstance(value, Page):
            return self._pages.setdefault(value.uri, _PageView(value, self.record))
        if isinstance(value, Record):
            if id(value) not in self._records:
                self._records[id(value)] = value.without_place()
            return self._records[id(value)]
        if isinstance(value, Document):
            return Document(value.data)
        if isinstance(value, list | tuple | set | frozenset) and value:
            return type(value)(map(self, value))
        return {key: self(item) for key, item in value.items()} if type(value) is dict else value


def catalogue_fingerprint(catalogue: Catalogue, name: str) -> str | None:
    """Return the fingerprint that a dependency on the catalogue has now; None where it has none.

    It is "absent" where the catalogue no longer has the item. A dependency comes from a file, so it
    reaches only what a view reaches.
    """
    path, separator, item = name.partition(SEPARATOR)
    value: Any = catalogue
    if path == _BODY:
        page = catalogue.pages.get(item)
        return digest(page.body, str(page.body_line)) if page else "absent"
    try:
        for part in path.split("."):
            if part.startswith("_") or not isinstance(value, Catalogue | Package):
                return None
            value = getattr(value, part)
        if callable(value):
            value = value(*item.split(SEPARATOR))
        elif isinstance(value, dict):
            value = list(value) if not separator else value.get(item, "absent")
        elif separator:
            return None
    except (AttributeError, KeyError, TypeError):
        return None
    return fingerprint([value.uri, value.meta] if isinstance(value, Page) else value)
