"""Track which parts of the content are read while something is made from them.

A page is made from its text and from what it looks up. A view replaces the catalogue and records
each look-up as a dependency, in the terms of an editor: the name of a collection of the catalogue,
and one item of it. `findings` and a key is a row, `rows` and a name all rows of a resource, `pages`
and a path the front matter of a page, `phrases` and a phrase what it links to; a collection without
an item is the list of its keys. While the same dependencies have the same fingerprints in the next
build, the page comes out the same.

What a view returns must hold no more than what it records: rows come without their lines and
columns, so that a row inserted above changes nothing, and pages are views themselves. What depends
on a value without a fingerprint is not cached.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias, cast

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
# Longer keys, such as the text of a page, are the keys of nothing that is worth caching.
_LONGEST_KEY = 200
# A page's text, and the lines it stands in, which the rest of its front matter does not tell.
_BODY = "body"
_BODY_ATTRIBUTES = frozenset({"body", "body_line", "document", "place", "problem"})
# Their repr is their canonical text; by far the most of all values are of these types.
_PLAIN_TYPES = frozenset({str, int, float, bool, date, type(None)})
_NOTHING = object()  # which has no fingerprint
# Records a dependency.
Recorder: TypeAlias = Callable[[str], None]


class NotFingerprintableError(Exception):
    """A value has no canonical text, and so no fingerprint."""


def canonical_repr(value: object) -> str:
    """Return the canonical text of a value: the same for equal values, and another for others.

    Raises NotFingerprintableError where there is none. A row counts by its values and the text of
    its cells; a page by its path, since a read of it is recorded by itself.
    """
    if type(value) in _PLAIN_TYPES:
        return repr(value)
    if isinstance(value, Mapping):
        items = (f"{canonical_repr(key)}: {canonical_repr(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(canonical_repr, value))}]"
    if isinstance(value, Page):
        return f"page {value.uri!r}"
    if isinstance(value, Record):
        texts = [cell.text for cell in value.cells.values()]
        return f"record {value.path!r} {value.values!r} {texts!r}"
    if isinstance(value, Document):
        return f"document {canonical_repr(value.data)}"
    if isinstance(value, set | frozenset):
        return f"set {sorted(map(canonical_repr, value))}"
    if is_dataclass(value) and not isinstance(value, type):
        items = (canonical_repr(getattr(value, item.name)) for item in fields(value))
        return f"{type(value).__name__} [{', '.join(items)}]"
    if isinstance(value, str | int | float | date | Path):
        return repr(value)
    if type(value).__name__ == "Locale":  # of Babel, or MkDocs' own
        return f"locale {value}"
    raise NotFingerprintableError(f"{type(value).__name__} has no digest")


def fingerprint(value: object) -> str | None:
    """Return the canonical text of a value, or its digest where it is long; None without one."""
    try:
        text = canonical_repr(value)
    except NotFingerprintableError:
        return None
    return text if len(text) <= 40 else digest(text)


def dependency(collection: str, *items: object) -> str:
    """Return the dependency on one item of a collection, which may have a name of several parts."""
    for item in items:
        if not isinstance(item, str) or SEPARATOR in item or len(item) > _LONGEST_KEY:
            return UNCACHEABLE
    return SEPARATOR.join((collection, *map(str, items)))


def track_catalogue(catalogue: Catalogue, record: Recorder) -> Catalogue:
    """Return a view of a catalogue that can replace it wherever it is only read."""
    # A view has the attributes of a catalogue at run time only, so no check can say that it is one.
    return cast(Catalogue, _View(catalogue, "", _Unwrapper(record)))


class _View:
    """Replaces a catalogue or its package: a collection is wrapped, all else is an item itself."""

    def __init__(self, raw: object, prefix: str, unwrap: "_Unwrapper") -> None:
        self._raw, self._prefix, self._unwrap = raw, prefix, unwrap
        self._values: dict[str, object] = {}

    def __getattr__(self, name: str) -> object:
        path = self._prefix + name
        if name not in self._values:
            value = getattr(self._raw, name)
            if isinstance(value, Package):
                value = _View(value, f"{path}.", self._unwrap)
            elif isinstance(value, dict):
                value = _Items(value, path, self._unwrap)
            elif callable(value):
                value = _Method(value, path, self._unwrap)
            else:
                value = self._unwrap(value)
            self._values[name] = value
        value = self._values[name]
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

    def __init__(self, page: Page, record: Recorder) -> None:
        self._page, self._record = page, record

    def __getattr__(self, name: str) -> object:
        is_body = name in _BODY_ATTRIBUTES
        self._record(dependency(_BODY if is_body else "pages", self._page.uri))
        return getattr(self._page, name)


class _Unwrapper:
    """Returns values without what their fingerprints leave out: one view a page, one copy a row."""

    def __init__(self, record: Recorder) -> None:
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
    if path == _BODY:
        page = catalogue.pages.get(item)
        return digest(page.body, str(page.body_line)) if page else "absent"
    value: Any = catalogue
    for part in path.split("."):
        if part.startswith("_") or not isinstance(value, Catalogue | Package):
            return None
        value = getattr(value, part, _NOTHING)
    try:
        if callable(value):
            value = value(*item.split(SEPARATOR))
        elif separator:
            if not isinstance(value, dict):
                return None
            if item not in value:
                return "absent"
            value = value[item]
        elif isinstance(value, dict):
            value = list(value)
    except (KeyError, TypeError):
        return None
    return fingerprint([value.uri, value.meta] if isinstance(value, Page) else value)
