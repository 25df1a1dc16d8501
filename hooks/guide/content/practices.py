"""Collect the practice cards of all pages, with what a reader chooses them by."""

import posixpath
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guide.content.components import (
    COMPANY,
    Component,
    find_company,
    find_components,
    read_fields,
)
from guide.content.pages import Page
from guide.content.references import Reference
from guide.core.numerals import find_numerals, normalize_text

# "half an hour" and "a minute", which have no numeral.
_PART = re.compile(
    r"\b(?:(?P<half>half) an?|(?P<quarter>a quarter of an)|an?) (?P<unit>minute|hour)"
)
_UNIT = re.compile(r"[ -]*(?P<unit>minute|hour)")
_MINUTES = {"minute": 1.0, "hour": 60.0}
# Who may join where a card does not say it.
_ANYBODY = tuple(word for word in COMPANY if word != "alone")


@dataclass(frozen=True)
class Practice:
    """Hold one practice card.

    uri: the path below docs/ of its page.
    text: its Markdown, with the links of its page from the root of docs/.
    minutes: how long the longest sitting takes; None where no time is set.
    company: with whom it is done, as words of COMPANY.
    """

    uri: str
    title: str
    text: str
    minutes: float | None
    company: tuple[str, ...]


def find_practices(
    pages: Iterable[Page], references: Mapping[str, list[Reference]]
) -> Iterator[Practice]:
    """Yield the practice cards of pages, in their order; `references` are those of each page."""
    for page in pages:
        # Home shows a card that a page has.
        if "**Practice" not in page.body or page.kind == "home":
            continue
        for component in find_components(page):
            if component.kind == "practice":
                yield _make_practice(page, component, references[page.uri])


def _make_practice(page: Page, component: Component, references: list[Reference]) -> Practice:
    fields = {name: text for name, (_, text) in read_fields(component).items()}
    named = find_company(fields.get("With", ""))
    return Practice(
        page.uri,
        component.title,
        _read_text(page, component, references),
        read_minutes(fields.get("Time", "")),
        named or _ANYBODY,
    )


def _read_text(page: Page, component: Component, references: list[Reference]) -> str:
    """Return the lines of a component; its links to pages and parts of pages from the root."""
    lines = page.body.split("\n")
    first = component.line - page.body_line
    last = component.lines[-1].number - page.body_line if component.lines else first
    start = sum(len(line) + 1 for line in lines[:first])
    end = start + len("\n".join(lines[first : last + 1]))
    text, at = "", start
    for one in references:
        if one.kind == "page" and start <= one.start and one.end <= end:
            source = page.body[one.start : one.end]
            place = one.start + source.rindex(one.target)
            text += page.body[at:place] + _from_root(page.uri, one.target)
            at = place + len(one.target)
    return textwrap.dedent(text + page.body[at:end])


def _from_root(uri: str, target: str) -> str:
    """Return a link of the page at `uri` to a page or a part of one, from the root of docs/.

    >>> _from_root("topics/a.md", "../help.md#now"), _from_root("topics/a.md", "#steps")
    ('/help.md#now', '/topics/a.md#steps')
    """
    path, mark, anchor = target.partition("#")
    path = posixpath.join("/", posixpath.dirname(uri), path) if path else f"/{uri}"
    return posixpath.normpath(path) + mark + anchor


def read_minutes(text: str) -> float | None:
    """Return the longest time in minutes or hours that a text names; None where it names none.

    >>> read_minutes("two hours apart, five minutes before"), read_minutes("Half an hour")
    (120.0, 30.0)
    """
    text = normalize_text(text).text
    times = [
        numeral.value * _MINUTES[unit["unit"]]
        for numeral in find_numerals(text)
        if (unit := _UNIT.match(text, numeral.end))
    ]
    for match in _PART.finditer(text):
        part = 0.5 if match["half"] else 0.25 if match["quarter"] else 1
        times.append(part * _MINUTES[match["unit"]])
    return max(times, default=None)
