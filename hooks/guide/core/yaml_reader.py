"""Read YAML strictly, with the place of every value. Imports problem, invisible.

Words such as `no` and dates such as 2026-11-23 stay text, as in YAML 1.2 and as editors mean them;
a key that stands twice is a problem and not a silent loss.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import yaml

from guide.core.hidden_characters import find_invisible
from guide.core.problems import Problem, quote

Place = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """SafeLoader that resolves only true, false, null, integers and decimal numbers."""

    yaml_implicit_resolvers: dict = {}


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The same over libyaml, which reads ten times as fast, but says less well what is wrong."""

    yaml_implicit_resolvers: dict = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
):
    for _class in (_Loader, _FastLoader):
        _class.add_implicit_resolver(
            f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
        )


@dataclass(frozen=True)
class Document:
    """A YAML text as plain Python values, with the (line, column) of each key and item by its path."""

    data: object
    places: dict[Place, tuple[int, int]] = field(default_factory=dict)

    def place(self, *path: str | int) -> tuple[int, int]:
        """Return the (line, column) of a value, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return (1, 1)


def check_hidden(document: Document, path: str) -> Iterator[Problem]:
    """Yield a problem for each text of a document in which a character is hidden, written as it is or as "\\u202e"."""
    for keys, value in _texts(document.data):
        if strange := find_invisible(value):
            yield Problem(
                path,
                *document.place(*keys),
                "control-character",
                f"this holds a character that cannot be seen, {quote(strange[0])}",
                "Delete it; such characters come in with text that is pasted",
            )


def _texts(value: object, keys: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*keys, key))


class LaterDocument(Document):
    """A document whose values are known already; its text is read only when somebody asks for a place."""

    def __init__(self, data: object, read: Callable[[], Document]) -> None:
        super().__init__(data)
        object.__setattr__(self, "_read", read)

    def place(self, *path: str | int) -> tuple[int, int]:
        """As of a document."""
        return self._read().place(*path)


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[Document, list[Problem]]:
    """Read YAML text that begins at `first_line` of the file at `path`.

    Problems: text that is not YAML, and a key that stands twice in one mapping.
    """
    document, problems = _parse(_FastLoader, text, path, first_line)
    return _parse(_Loader, text, path, first_line) if problems else (document, problems)


def _parse(kind: type, text: str, path: str, first_line: int) -> tuple[Document, list[Problem]]:
    places: dict[Place, tuple[int, int]] = {(): (first_line, 1)}
    problems: list[Problem] = []
    try:
        loader = kind(text)
        root = loader.get_single_node()
        if root is None:
            return Document({}, places), []
        problems = list(_walk(root, (), places, path, first_line))
        if any(problem.rule == "not-yaml" for problem in problems):
            return Document({}, places), problems
        return Document(loader.construct_document(root), places), problems
    except (yaml.YAMLError, ValueError, TypeError, AttributeError) as error:
        return Document({}, places), [*problems, _syntax_problem(error, text, path, first_line)]


def _walk(node, here: Place, places: dict, path: str, first_line: int, above: tuple = ()):
    """Note the place of every node below `node`; yield a problem for each key that stands twice or is no word."""
    line, column = node.start_mark.line + first_line, node.start_mark.column + 1
    if node in above:
        yield Problem(
            path,
            line,
            column,
            "not-yaml",
            "this refers to itself",
            "Write the value out instead of *name",
        )
        return
    if here:
        places.setdefault(here, (line, column))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*here, index), places, path, first_line, (*above, node))
    if not isinstance(node, yaml.MappingNode):
        return
    seen = set()
    for key, value in node.value:
        line, column = key.start_mark.line + first_line, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            yield Problem(
                path,
                line,
                column,
                "not-yaml",
                "a key is not a plain word",
                "Write a word before the colon",
            )
            continue
        key.tag = "tag:yaml.org,2002:str"  # a key is a word, "2026" too
        if key.value in seen:
            yield Problem(
                path,
                line,
                column,
                "duplicate-key",
                f"the key {quote(key.value)} stands twice",
                "Keep one of the two and delete the other",
            )
        seen.add(key.value)
        places[(*here, key.value)] = (line, column)
        yield from _walk(value, (*here, key.value), places, path, first_line, (*above, node))


def _syntax_problem(error: Exception, text: str, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position]
        line, column = (
            first_line + before.count("\n"),
            error.position - (before.rfind("\n") + 1) + 1,
        )
        return Problem(
            path,
            line,
            column,
            "not-yaml",
            f"this holds a control character, {quote(text[error.position])}",
            "Delete it; such characters come in with text that is pasted from a PDF",
        )
    what = getattr(error, "problem", None) or "a value does not fit its type"
    return Problem(
        path,
        line,
        column,
        "not-yaml",
        f"this is not valid YAML: {what}",
        "Put text that holds a colon, a # or a quotation mark in double quotes, and check the"
        " indent",
    )
