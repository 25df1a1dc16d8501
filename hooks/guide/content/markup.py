"""Check the HTML that Markdown makes of a page: raw HTML, attribute lists, addresses. Imports problem, page, references,
html_tokens, html_policy, and Python-Markdown.

Judged is what readers would get, since Markdown has many ways to write one thing; the source tells
the line. The guide's own extension is not needed for it: what that adds comes from templates.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import markdown

from guide.content.pages import Page
from guide.content.references import mask_code
from guide.core.html_elements import read_fragment
from guide.core.html_policy import Fault, ignored_tag, judge_page_tag, line_of, not_closed
from guide.core.problems import Problem

# An editor who has fixed this many sees the next ones.
_MOST = 50
# Of those in mkdocs.yml, the ones that make elements or attributes.
_EXTENSIONS = ("abbr", "attr_list", "def_list", "fenced_code", "sane_lists", "tables")
_SETTINGS = {"tables": {"use_align_attribute": True}}
# Tags that browsers drop in the body of a page, and what they take for a comment.
_IGNORED = re.compile(r"<(frameset|frame|html|head|body|\?|!(?!--))", re.IGNORECASE)
# A text with none of these makes no element, attribute or address but Markdown's own. In the
# second, what may stand in an address: a scheme of the guide or none, and no character that another
# reader could take for something else.
_MARKS = re.compile(r"[<{\x00-\x08\x0b-\x1f]|\]:|!\[(?![^\]\n]*\]\((?:table|chart):)|\]\(\s")
_ADDRESS = re.compile(
    r"\]\((?!(?:(?:https?://|mailto:|tel:|sms:|finding:|number:|table:|chart:)|[\w.#?]|/(?![/\\]))[\w./#?=%~+@,;-]*[)\s(])"
)


def check_markup(page: Page) -> Iterator[Problem]:
    """Yield what is wrong with the HTML of a page, at its line."""
    if is_plain(page.body):
        return
    seen: Counter = Counter()
    for fault in find_faults(page.body)[:_MOST]:
        place = place_in(page, fault.written, seen[fault.written]) or (page.body_line, 1)
        seen[fault.written] += 1
        yield Problem(page.path, *place, fault.rule, fault.what, fault.mend)


def place_in(page: Page, written: Iterable[str], number: int = 0) -> tuple[int, int] | None:
    """Return the line and the column of the first of some words in a page's text, or of its place `number`; code comes last."""
    found = line_of(mask_code(page.body), written, number) or line_of(page.body, written, number)
    return (page.body_line + found[0] - 1, found[1]) if found else None


def is_plain(text: str) -> bool:
    """Say whether a text has nothing in it that could be a fault, as most have not; converting it takes a hundred times longer.

    >>> is_plain("[a](b.md) and ![c](table:d)"), is_plain("[a](javascript:b)"), is_plain("a <b>c</b>")
    (True, False, False)
    """
    return not _MARKS.search(text) and not _ADDRESS.search(text)


def find_faults(text: str) -> list[Fault]:
    """Return what is wrong with the HTML that Markdown makes of a text, in its order."""
    html = _converter().reset().convert(text)
    document = read_fragment(html)
    faults = [fault for tag, pairs in document.elements for fault in judge_page_tag(tag, pairs)]
    faults += [ignored_tag(match[1]) for match in _IGNORED.finditer(html)]
    return faults if document.is_closed else [*faults, not_closed()]


@cache
def _converter() -> markdown.Markdown:
    """Return the converter. Cached: to make one takes longer than to convert a page."""
    return markdown.Markdown(extensions=list(_EXTENSIONS), extension_configs=_SETTINGS)
