"""Check the HTML that Markdown makes of a page: raw HTML, attribute lists, addresses.

The check reads the converted HTML, since Markdown has many notations for one element. The source
gives the line. The guide's own extension is not used: what it adds comes from templates.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import markdown

from guide.content.pages import Page
from guide.content.references import mask_code
from guide.core.html_elements import read_fragment
from guide.core.html_policy import (
    Fault,
    check_page_tag,
    closes_too_much,
    find_position,
    ignored_tag,
    not_closed,
)
from guide.core.problems import Problem

# An editor who has fixed this many sees the next ones.
_MOST_FAULTS = 50
# The extensions in mkdocs.yml that make elements or attributes.
_EXTENSIONS = ("abbr", "attr_list", "def_list", "fenced_code", "sane_lists", "tables")
_SETTINGS = {"tables": {"use_align_attribute": True}}
# Tags that browsers drop in the body of a page, and what they take for a comment.
_IGNORED = re.compile(r"<(/?(?:frameset|frame|html|head|body)|\?|!(?!--))", re.IGNORECASE)
# A text that matches neither pattern makes only Markdown's own elements, attributes and addresses.
# The second pattern finds an address with an unknown scheme, or with a character that some parser
# may read differently.
_MARKS = re.compile(r"[<{\x00-\x08\x0b-\x1f]|\]:|!\[(?![^\]\n]*\]\((?:table|chart):)|\]\(\s")
_ADDRESS = re.compile(
    r"\]\((?!(?:(?:https?://|mailto:|tel:|sms:|finding:|number:|table:|chart:)"
    r"|[\w.#?]|/(?![/\\]))[\w./#?=%~+@,;-]*[)\s(])"
)


def check_markup(page: Page) -> Iterator[Problem]:
    """Yield the problems of a page's HTML, each at its line in the source."""
    if is_plain(page.body):
        return
    counts: Counter[tuple[str, ...]] = Counter()
    for fault in find_faults(page.body)[:_MOST_FAULTS]:
        place = locate_in_source(page, fault.written, counts[fault.written]) or (page.body_line, 1)
        counts[fault.written] += 1
        yield Problem(page.path, *place, fault.rule, fault.what, fault.mend)


def locate_in_source(page: Page, written: Iterable[str], number: int = 0) -> tuple[int, int] | None:
    """Locate the first of some strings in a page's text: (line, column) of its occurrence `number`.

    Strings in code are used only where there are no others.
    """
    place = find_position(mask_code(page.body), written, number) or find_position(
        page.body, written, number
    )
    return (page.body_line + place[0] - 1, place[1]) if place else None


def is_plain(text: str) -> bool:
    """Test whether a text has nothing that could be a fault.

    Most texts have not, and converting them would take a hundred times longer than this test.

    >>> is_plain("[a](b.md) and ![c](table:d)"), is_plain("[a](javascript:b)")
    (True, False)
    >>> is_plain("a <b>c</b>")
    False
    """
    return not _MARKS.search(text) and not _ADDRESS.search(text)


def find_faults(text: str) -> list[Fault]:
    """Return what is wrong with the HTML that Markdown makes of a text, in its order."""
    html = _converter().reset().convert(text)
    document = read_fragment(html)
    faults = [fault for tag, pairs in document.elements for fault in check_page_tag(tag, pairs)]
    faults += [ignored_tag(match[1]) for match in _IGNORED.finditer(html)]
    if not document.is_contained:
        faults.append(closes_too_much())
    return faults if document.is_closed else [*faults, not_closed()]


@cache
def _converter() -> markdown.Markdown:
    """Return the converter. Cached: creating one takes longer than converting a page."""
    return markdown.Markdown(extensions=list(_EXTENSIONS), extension_configs=_SETTINGS)
