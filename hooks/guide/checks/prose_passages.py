"""Find the prose that readers read, in pages, in cells and in the data package, and blank what is no words of ours.

Imports text, page, records, references, catalogue.

Left alone, since the words are others' or no words: what stands in quotation marks, a **Myth:**,
code, addresses, citations, tables and HTML. Of the tables, only the columns that
`data/prose/rules.yaml` names are read; those that repeat what others say, such as `claim` in
circulating_claims.csv, are not named there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.references import Reference, find_in_text, mask_code
from guide.data.records import Record

# Stands for what is left alone, so that the words around it are not read as neighbors.
BLANK = "\u25a0"
_LINE = r"(?:(?!\n[ \t>]*\n|\n[ \t>]*\Z)[^{0}])"  # any character but those, up to an empty line
_QUOTATION = re.compile(
    "|".join(f"{start}{_LINE.format(start + end)}*{end}" for start, end in ('""', "“”"))
)
_MYTH = re.compile(rf"\*\*Myth:\*\*{_LINE.format('')[:-4]}.)*", re.DOTALL)
_NOT_PROSE = re.compile(
    r"<[a-zA-Z/!][^<>]*>|<?https?://[^\s)>]+>?|\{:[^{}\n]*\}|\b[\w.-]+/[\w./-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:md|csv|ai|org|com|net|gov|edu|uk)\b"
)
_SIGNS = re.compile(r"[*_]|^[ \t>]+", re.MULTILINE)
_BLOCK_END = re.compile(r"\n[ \t>]*\n|\n[ \t>]*(?:[-*+]|\d+\.|:)[ \t]")
_SENTENCE_END = re.compile(
    r"[.!?][\"”)\]*]*(?:\([^()\n]*\)|\[[^\[\]\n]*\])?[.!?]*\s+(?=[\"“\[(*]*[A-Z0-9])|"
    + _BLOCK_END.pattern
)
# The parts of the front matter that readers see.
_FRONT_MATTER = ("title", "description", "truth", "summary", "serves")
# The same of the data package; what stands below the other keys names others' works and licenses.
_DESCRIBED = ("title", "titles", "description", "caption", "notes", "status_label", "status_note")
_OTHERS = ("sources", "licenses")


@dataclass(frozen=True, eq=False)
class Passage:
    """A text of a page, of its front matter, of a cell or of the data package, with its place in the file.

    `references` are those in it; `finding` is the row whose words it is; `step` tells how columns
    are counted: "text" as the text stands, "cell" with each quotation mark doubled, "key" not at
    all.
    """

    path: str
    text: str
    line: int
    column: int
    step: str
    references: tuple[Reference, ...] = ()
    finding: Record | None = None
    has_code: bool = False

    def place(self, index: int) -> tuple[int, int]:
        """Return the line and column in the file of a place in the text."""
        before = self.text[:index]
        if self.step == "key":
            return self.line, self.column
        last = before.rpartition("\n")[2]
        column = len(last) + (last.count('"') if self.step == "cell" else 0)
        return self.line + before.count("\n"), column + (1 if "\n" in before else self.column)

    @cached_property
    def with_quotations(self) -> str:
        """The text with all blanked that is no words, each character in its place."""
        text = self.text
        if self.has_code:
            text = "".join(
                old if old == new else BLANK for old, new in zip(text, mask_code(text), strict=True)
            )
        characters = list(text)
        for reference in self.references:
            _blank_reference(characters, reference)
        text = _NOT_PROSE.sub(lambda match: BLANK * len(match[0]), "".join(characters))
        return _MYTH.sub(_blank, text)

    @cached_property
    def prose(self) -> str:
        """The same with the quotations blanked too, and without the signs of Markdown."""
        return _SIGNS.sub(
            lambda match: " " * len(match[0]), _QUOTATION.sub(_blank, self.with_quotations)
        )

    @cached_property
    def sentence_ends(self) -> list[int]:
        return [match.end() for match in _SENTENCE_END.finditer(self.text)]

    def sentence(self, index: int) -> tuple[int, int]:
        """Return where the sentence around a place begins and ends.

        >>> Passage("", "One. Two.", 1, 1, "text").sentence(6)
        (5, 9)
        """
        return self._between(self.sentence_ends, index)

    def block(self, index: int) -> tuple[int, int]:
        """Return where the paragraph or list item around a place begins and ends.

        >>> Passage("", "One. Two.\\n\\nThree.", 1, 1, "text").block(6)
        (0, 11)
        """
        return self._between([match.end() for match in _BLOCK_END.finditer(self.text)], index)

    def _between(self, ends: list[int], index: int) -> tuple[int, int]:
        start = max((end for end in ends if end <= index), default=0)
        return start, min((end for end in ends if end > index), default=len(self.text))


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", BLANK, match[0])


def _blank_reference(characters: list[str], reference: Reference) -> None:
    """Blank a reference: all of it, or only the signs around the words that readers see."""
    has_words = reference.kind not in ("table", "chart", "citation")
    words = (
        range(reference.start + 1, reference.start + 1 + len(reference.text))
        if has_words
        else range(0)
    )
    for index in range(reference.start, reference.end):
        if index not in words and characters[index] != "\n":
            characters[index] = " " if has_words else BLANK


def find_passages(catalogue: Catalogue, columns: dict[str, list[str]]) -> Iterator[Passage]:
    """Yield the prose of every page, of the named columns of each table, and of the data package."""
    for page in catalogue.pages.values():
        yield from _of_page(page, catalogue.references[page.uri])
    for resource, names in columns.items():
        for record in catalogue.rows(resource):
            yield from (
                _of_cell(record, name, resource == "findings") for name in names if record[name]
            )
    package = catalogue.package
    for keys, text in _described(package.document.data):
        references = tuple(find_in_text(text, 1, 1, has_code=False)) if "[" in text else ()
        yield Passage(package.path, text, *package.document.place(*keys), "key", references)


def _described(
    value: object, keys: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text of the data package that readers see, after the keys that lead to it."""
    if isinstance(value, str) and any(key in _DESCRIBED for key in keys[-2:]):
        yield keys, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if key not in _OTHERS:
                yield from _described(item, (*keys, key))


def _of_page(page: Page, references: list[Reference]) -> Iterator[Passage]:
    values = [((key,), page.meta.get(key)) for key in _FRONT_MATTER]
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


def _of_cell(record: Record, name: str, is_finding: bool) -> Passage:
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
