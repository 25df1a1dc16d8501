"""Parse YAML strictly, with the source position of every value.

Words such as `no` and dates such as 2026-11-23 stay text, as in YAML 1.2 and as editors mean them;
a duplicate key is a problem and not a silent loss.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from guide.core.hidden_characters import find_hidden_character
from guide.core.problems import Problem, quote

# The path of a value: the keys and indexes that lead to it.
Place: TypeAlias = tuple[str | int, ...]
_Positions: TypeAlias = dict[Place, tuple[int, int]]

# The tag, the pattern and the first characters of each plain scalar that is not text.
_RESOLVERS = (
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
)


def _strict_loader(base: type) -> Any:
    """Return a subclass of a SafeLoader that resolves only booleans, null and decimal numbers."""
    loader: Any = type("StrictLoader", (base,), {"yaml_implicit_resolvers": {}})
    for tag, pattern, first in _RESOLVERS:
        loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)
    return loader


_MAX_DEPTH = 30
_MAX_VALUES = 50_000
_NO_ALIAS = "Write the value out instead of *name"
_LOADER = _strict_loader(yaml.SafeLoader)
# Over libyaml, where PyYAML has it: ten times as fast, but its messages are worse.
_FAST_LOADER = _strict_loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(frozen=True)
class Document:
    """A parsed YAML document: plain Python values, and the (line, column) of each by its path."""

    data: Any
    places: _Positions = field(default_factory=dict)

    def place(self, *path: str | int) -> tuple[int, int]:
        """Return the (line, column) of a value, or of the innermost parent that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return (1, 1)


def check_document_characters(document: Document, path: str) -> Iterator[Problem]:
    r"""Yield a problem for each text of a document with a hidden character.

    It may be written as it is or as an escape, such as "\u202e".
    """
    for keys, value in _texts(document.data):
        if hidden := find_hidden_character(value):
            yield Problem(
                path,
                *document.place(*keys),
                "control-character",
                f"this holds a character that cannot be seen, {quote(hidden[0])}",
                "Delete it; such characters come in with text that is pasted",
            )


def _texts(value: object, keys: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*keys, key))


def check_cut_values(text: str, path: str, first_line: int = 1) -> Iterator[Problem]:
    """Yield a problem for each plain value that ends at " #", where YAML begins a comment.

    A comment that is meant has a space after its sign. The text is YAML.
    """
    if " #" not in text:
        return
    lines = text.split("\n")
    for token in yaml.scan(text, _FAST_LOADER):
        if isinstance(token, yaml.ScalarToken) and token.plain:
            line, column = token.end_mark.line, token.end_mark.column
            rest = lines[line][column:]
            if re.match(r"[ \t]+#[^\s#]", rest):
                written = f"{token.value}{rest}".rstrip()
                yield Problem(
                    path,
                    first_line + line,
                    column + len(rest) - len(rest.lstrip()) + 1,
                    "value-cut",
                    f"the value {quote(written)} ends before its #, at which YAML begins a comment",
                    "Put the whole value into quotation marks; a comment has a space after its #",
                )


class LazyDocument(Document):
    """A lazy document: its values come from a cache, and it is parsed when a position is needed."""

    _parse: Callable[[], Document]

    def __init__(self, data: object, parse: Callable[[], Document]) -> None:
        super().__init__(data)
        object.__setattr__(self, "_parse", parse)  # the dataclass is frozen

    def place(self, *path: str | int) -> tuple[int, int]:
        """Parse the document and return the (line, column) of a value."""
        return self._parse().place(*path)


def parse_yaml(
    text: str, path: str, first_line: int = 1, *, has_aliases: bool = True
) -> tuple[Document, list[Problem]]:
    """Parse YAML text that begins at `first_line` of the file at `path`.

    Problems: text that is not YAML, a key that is twice in one mapping, values that nest too deep
    or are too many, and an alias (`*name`) where `has_aliases` is false.
    """
    if problem := _check_limits(text, path, first_line, has_aliases=has_aliases):
        return Document({}, {(): (first_line, 1)}), [problem]
    document, problems = _parse(_FAST_LOADER, text, path, first_line)
    return _parse(_LOADER, text, path, first_line) if problems else (document, problems)


def compose_yaml(
    text: str, path: str, *, has_aliases: bool = False
) -> tuple[yaml.Node | None, list[Problem]]:
    """Compose the nodes of YAML text, and make no values of its tags, which another program knows.

    There is no root where the text passes a limit, or is not YAML, of which no problem is made.
    """
    if problem := _check_limits(text, path, 1, has_aliases=has_aliases):
        return None, [problem]
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except (ValueError, yaml.YAMLError):
        return None, []
    return root, list(_walk(root, (), {}, path, 1)) if root else []


def _check_limits(text: str, path: str, first_line: int, *, has_aliases: bool) -> Problem | None:
    """Return the problem of a text that would take too long, by the events of its parser.

    Nothing is composed yet: an alias may stand for thousands of values, and libyaml takes quadratic
    time for lists in lists.
    """
    depth = count = 0

    def problem(event: yaml.Event, what: str, mend: str) -> Problem:
        mark = event.start_mark
        assert mark is not None  # a parser of a text marks every event
        return Problem(path, mark.line + first_line, mark.column + 1, "not-yaml", what, mend)

    try:
        for event in yaml.parse(text, Loader=_FAST_LOADER):
            count += 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.AliasEvent) and not has_aliases:
                return problem(event, "this refers to another value", _NO_ALIAS)
            if depth > _MAX_DEPTH:
                return problem(
                    event,
                    f"this is a value in more than {_MAX_DEPTH} others",
                    "Check the indents, brackets and hyphens before it",
                )
            if count > _MAX_VALUES:
                return problem(event, f"these are more than {_MAX_VALUES:,} values", "Shorten it")
    except (yaml.YAMLError, ValueError):
        return None  # told with its place when it is parsed
    return None


def _parse(
    loader_class: Any, text: str, path: str, first_line: int
) -> tuple[Document, list[Problem]]:
    places: _Positions = {(): (first_line, 1)}
    problems: list[Problem] = []
    try:
        loader = loader_class(text)
        root = loader.get_single_node()
        if root is None:
            return Document({}, places), []
        problems = list(_walk(root, (), places, path, first_line))
        if any(problem.rule == "not-yaml" for problem in problems):
            return Document({}, places), problems
        return Document(loader.construct_document(root), places), problems
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        return Document({}, places), [*problems, _syntax_problem(error, text, path, first_line)]


def _walk(
    node: yaml.Node,
    here: Place,
    places: _Positions,
    path: str,
    first_line: int,
    ancestors: tuple[yaml.Node, ...] = (),
) -> Iterator[Problem]:
    """Add the position of every node below `node` to `places`.

    Yields a problem for each duplicate key, for each key that is not a scalar, and for an alias to
    an ancestor.
    """
    line, column = node.start_mark.line + first_line, node.start_mark.column + 1
    if node in ancestors:
        yield Problem(
            path,
            line,
            column,
            "not-yaml",
            "this refers to itself",
            _NO_ALIAS,
        )
        return
    if len(places) > _MAX_VALUES:
        if len(places) == _MAX_VALUES + 1:
            places[(*here, "")] = (line, column)  # the one that is told
            yield Problem(
                path,
                line,
                column,
                "not-yaml",
                f"with what *name stands for, these are more than {_MAX_VALUES:,} values",
                _NO_ALIAS,
            )
        return
    if here:
        places.setdefault(here, (line, column))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*here, index), places, path, first_line, (*ancestors, node))
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
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
        yield from _walk(value, (*here, key.value), places, path, first_line, (*ancestors, node))


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
    if "'\\t'" in what:
        return Problem(
            path,
            line,
            column,
            "not-yaml",
            "this is not valid YAML: a tab stands where only spaces may",
            "Put spaces in its place, as many as the lines beside it have",
        )
    return Problem(
        path,
        line,
        column,
        "not-yaml",
        f"this is not valid YAML: {what}",
        "Put text that holds a colon, a # or a quotation mark in double quotes, and check the"
        " indent",
    )
