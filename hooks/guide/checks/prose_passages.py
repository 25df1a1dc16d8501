"""Extract the prose that readers see from pages, cells and the data package, and mask all else.

Masked, since the words are others' or no words: quotations, a **Myth:**, code, addresses,
citations, tables and HTML. Of the tables, only the columns named in `data/prose/rules.yaml` are
extracted; columns that repeat what others say, such as `claim` in circulating_claims.csv, are not
named there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from guide.content.catalogue import Catalogue
from guide.content.pages import ENGLISH, Page
from guide.content.references import Reference, find_in_text, line_and_column, mask_code
from guide.data.records import Record

# Replaces each masked character, so that the words around them are not read as neighbors.
_MASK = "\u25a0"
_LINE = r"(?:(?!\n[ \t>]*\n|\n[ \t>]*\Z)[^{0}])"  # any character but those, up to a blank line
_QUOTATION = re.compile(
    "|".join(f"{start}{_LINE.format(start + end)}*{end}" for start, end in ('""', "“”"))
)
_MYTH = re.compile(rf"\*\*Myth:\*\*{_LINE.format('')[:-4]}.)*", re.DOTALL)
_NOT_PROSE = re.compile(
    r"<[a-zA-Z/!][^<>]*>|&lt;[^&\n]*&gt;|&#?\w+;|<?https?://[^\s)>]+>?|\{:[^{}\n]*\}"
    r"|(?<![\w.-])[\w.-]++/[\w./-]+"
    r"|(?<![\w-])(?<![\w-]\.)[\w-]++(?:\.[\w-]++)*\.(?:md|csv|ai|org|com|net|gov|edu|uk)\b"
)
_SIGNS = re.compile(r"[*_]|^[ \t>]+", re.MULTILINE)
_BLOCK_END = re.compile(r"\n[ \t>]*\n|\n[ \t>]*(?:[-*+]|\d+\.|:)[ \t]")
_SENTENCE_END = re.compile(
    r"[.!?][\"”)\]*]*(?:\([^()\n]*\)|\[[^\[\]\n]*\])?[.!?]*\s+(?=[\"“\[(*]*[A-Z0-9])|"
    + _BLOCK_END.pattern
)
# The keys of the front matter that readers see.
_FRONT_MATTER_KEYS = ("title", "description", "truth", "summary", "serves")
# The same of the data package; below `_OTHERS` are the names of others' works and licenses.
_PACKAGE_KEYS = (
    "title",
    "titles",
    "description",
    "caption",
    "notes",
    "status_label",
    "status_note",
)
_OTHERS = ("sources", "licenses")


@dataclass(frozen=True, eq=False)
class Passage:
    """Hold a text of a page, its front matter, a cell or the data package, with its place.

    kind: "text" of a page, "cell" of a CSV (in whose file quotation marks are doubled), or "key"
        for a value of YAML, whose place is that of its key.
    references: those in the text.
    finding: the row of findings.csv that the text is a cell of.
    has_code: whether backticks and indented lines are code.
    """

    path: str
    text: str
    line: int
    column: int
    kind: Literal["text", "cell", "key"]
    references: tuple[Reference, ...] = ()
    finding: Record | None = None
    has_code: bool = False

    def place(self, index: int) -> tuple[int, int]:
        """Return the line and column in the file of an index in the text."""
        if self.kind == "key":
            return self.line, self.column
        line, column = line_and_column(self.text, index, (self.line, self.column))
        if self.kind == "cell":
            column += self.text.count('"', self.text.rfind("\n", 0, index) + 1, index)
        return line, column

    @cached_property
    def with_quotations(self) -> str:
        """Mask all but quotations and prose; each character keeps its place."""
        text = self.text
        if self.has_code:
            text = "".join(
                old if old == new else _MASK for old, new in zip(text, mask_code(text), strict=True)
            )
        characters = list(text)
        for reference in self.references:
            _mask_reference(characters, reference)
        text = _NOT_PROSE.sub(lambda match: _MASK * len(match[0]), "".join(characters))
        return _MYTH.sub(_mask, text)

    @cached_property
    def prose(self) -> str:
        """Mask all but prose, and replace the signs of Markdown with spaces."""
        return _SIGNS.sub(
            lambda match: " " * len(match[0]), _QUOTATION.sub(_mask, self.with_quotations)
        )

    @cached_property
    def sentence_ends(self) -> list[int]:
        """List the index at which each sentence but the last ends."""
        return [match.end() for match in _SENTENCE_END.finditer(self.text)]

    def sentence(self, index: int) -> tuple[int, int]:
        """Return the start and the end of the sentence around an index.

        >>> Passage("", "One. Two.", 1, 1, "text").sentence(6)
        (5, 9)
        """
        return self._between(self.sentence_ends, index)

    def block(self, index: int) -> tuple[int, int]:
        r"""Return the start and the end of the paragraph or list item around an index.

        >>> Passage("", "One. Two.\n\nThree.", 1, 1, "text").block(6)
        (0, 11)
        """
        return self._between([match.end() for match in _BLOCK_END.finditer(self.text)], index)

    def _between(self, ends: list[int], index: int) -> tuple[int, int]:
        start = max((end for end in ends if end <= index), default=0)
        return start, min((end for end in ends if end > index), default=len(self.text))


def _mask(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", _MASK, match[0])


def _mask_reference(characters: list[str], reference: Reference) -> None:
    """Mask a reference: all of it, or only the syntax around the link text that readers see."""
    has_link_text = reference.kind not in ("table", "chart", "citation")
    link_text = (
        range(reference.start + 1, reference.start + 1 + len(reference.text))
        if has_link_text
        else range(0)
    )
    for index in range(reference.start, reference.end):
        if index not in link_text and characters[index] != "\n":
            characters[index] = " " if has_link_text else _MASK


def find_passages(catalogue: Catalogue, columns: dict[str, list[str]]) -> Iterator[Passage]:
    """Yield the prose of every page, of the named columns of tables, and of the data package.

    `columns` has the names of the columns by resource.
    """
    for page in catalogue.pages.values():
        if page.language != ENGLISH:
            continue  # the rules and the dictionary are of English
        yield from _page_passages(page, catalogue.references[page.uri])
    for resource, names in columns.items():
        for record in catalogue.rows(resource):
            yield from (
                _cell_passage(record, name, resource == "findings")
                for name in names
                if record.values.get(name)
            )
    package = catalogue.package
    for keys, text in _package_texts(package.document.data):
        references = tuple(find_in_text(text, 1, 1, has_code=False)) if "[" in text else ()
        yield Passage(package.path, text, *package.document.place(*keys), "key", references)


def _package_texts(
    value: object, keys: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (keys, text) for each text of the data package that readers see."""
    if isinstance(value, str) and any(key in _PACKAGE_KEYS for key in keys[-2:]):
        yield keys, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in _OTHERS:
                yield from _package_texts(item, (*keys, key))


def _page_passages(page: Page, references: list[Reference]) -> Iterator[Passage]:
    """Yield the texts of a page's front matter, and its body."""
    values: list[tuple[tuple[str | int, ...], object]] = [
        ((key,), page.meta.get(key)) for key in _FRONT_MATTER_KEYS
    ]
    related = page.meta.get("related")
    values += [
        (("related", number, "reason"), item.get("reason"))
        for number, item in enumerate(related if isinstance(related, list) else [])
        if isinstance(item, dict)
    ]
    for keys, value in values:
        if isinstance(value, str):
            yield Passage(page.path, value, *page.place(*keys), "key")
    yield Passage(page.path, page.body, page.body_line, 1, "text", tuple(references), has_code=True)


def _cell_passage(record: Record, name: str, is_finding: bool) -> Passage:
    cell = record.cells[name]
    references = (
        find_in_text(cell.text, cell.line, cell.column + cell.quoted, has_code=False)
        if "[" in cell.text
        else ()
    )
    return Passage(
        record.path,
        cell.text,
        cell.line,
        cell.column + cell.quoted,
        "cell",
        tuple(references),
        record if is_finding else None,
    )
