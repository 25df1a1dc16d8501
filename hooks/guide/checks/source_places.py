"""Find the line and column in a page's source of words that readers see."""

import re
from html import unescape

from guide.content.references import line_and_column
from guide.core.numerals import normalize_text

# Marks that readers do not see: tags and the addresses of links.
_UNSEEN = re.compile(r"<[A-Za-z/!][^<>]*>|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]")
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});")
_CONTEXT = 24  # characters before the words that tell places with the same words apart


class SourceText:
    """The source of a page, in which words are found one after the other."""

    def __init__(self, source: str, origin: tuple[int, int]) -> None:
        self._source, self._origin = source, origin
        self._text, self._places = _squeeze(source, without_unseen=True)
        self._next = 0

    def find(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return the line and column of a part of a rendered text, or those where the page begins.

        Parts are looked up in the order of the page; the words before a part tell it from others.
        """
        words = _squeeze(text[start:end])[0]
        before = _squeeze(text[max(0, start - 2 * _CONTEXT) : start])[0][-_CONTEXT:]
        for context in (before, before[-8:], ""):
            for first in (self._next, 0):
                index = self._text.find(context + words, first)
                if words and index >= 0:
                    self._next = index + len(context) + len(words)
                    return self._place(self._places[index + len(context)])
        # In an attribute, or cut apart by something that readers do not see.
        raw, places = _squeeze(self._source)
        for part in (words, re.sub("[^0-9].*", "", words), words[:1]):
            if part and (index := raw.find(part)) >= 0:
                return self._place(places[index])
        return self._origin

    def _place(self, index: int) -> tuple[int, int]:
        return line_and_column(self._source, index, self._origin)


def _squeeze(text: str, *, without_unseen: bool = False) -> tuple[str, list[int]]:
    """Return the letters, digits and percent signs of a text, and the index of each."""
    characters: list[str] = []
    places: list[int] = []

    def add(piece: str, start: int, width: int = 0) -> None:
        normal = normalize_text(piece)
        for character, place in zip(normal.text, normal.places, strict=True):
            if character.isalnum() or character == "%":
                characters.append(character)
                places.append(start if width else start + place)

    def add_decoded(start: int, end: int) -> None:
        index = start
        for match in _ENTITY.finditer(text, start, end):
            add(text[index : match.start()], index)
            add(unescape(match[0]), match.start(), 1)
            index = match.end()
        add(text[index:end], index)

    index = 0
    for match in _UNSEEN.finditer(text) if without_unseen else ():
        add_decoded(index, match.start())
        index = match.end()
    add_decoded(index, len(text))
    return "".join(characters), places
