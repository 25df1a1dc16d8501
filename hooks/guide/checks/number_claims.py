"""Check the guide's promise: no number without a row.

It is judged on what readers see: the text that the extension renders, raw HTML, the text of
attributes and front matter included. The source is only used to find the line and column. A number
that makes a claim must be in the words of a `finding:` link, and agree with its row; a number that
claims nothing is marked `[two in three evenings](number:example)`, with a word that says why.

A claim is, in digits of any script or in words, with any space or hyphen between:

- a percentage: 24%, twenty percent, 3 percentage points, 24 per 100, the 90th percentile;
- a ratio: one in four, 7 out of 10, 3 of every 10, one person in six, five-to-one, 5:1, 3/4 of;
- a fraction of people, studies or things counted, or after "about", "over", "by" and such words:
  half of couples, two thirds, over a third, by half;
- a multiple: twice as likely, three times more, threefold, doubled;
- an effect size or another statistic: d = 0.4, r = .30, n = 120, an odds ratio of 2;
- a count of people or studies: from 10 in digits and from thirteen in words; of participants and
  respondents, from two; hundreds of couples; a number of two or more digits after "over" or
  "about"; a million;
- a change over time: fell by 5, rose from 24, 4 points higher;
- a share by order: every third marriage;
- a number with a decimal point, separated thousands, or a minus.

No claims are: numbers of seconds to years, hours of the day, dates, phone numbers, steps, pages and
ages; small counts of people ("two of you"); "a third try"; "twice a week"; "most", "many", "few";
"90 percent sure"; the lines of a dialogue, which says that it is made up; and speech in quotation
marks with "I", "you" or "we" in it, in which only percentages and statistics count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from guide.checks.claim_patterns import (
    EFFECT_SIZE,
    LARGE,
    ONE,
    PERCENTAGE,
    match_claims,
    replace_numerals,
)
from guide.checks.source_places import SourceText
from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.references import Reference
from guide.core.memo import digest
from guide.core.numerals import find_numerals, normalize_text
from guide.core.problems import Problem, quote
from guide.core.wording import normalize_phrase
from guide.data.number_agreement import check_agreement
from guide.rendering.page_text import NO_PHRASES, Block, Link, read_page_text

# An editor who has fixed this many sees the next ones.
_MOST = 50
# The keys of the front matter that readers see as text.
_FRONT_MATTER_KEYS = ("title", "description", "truth", "summary", "serves")

# A cell of a table with a number, or a range, and nothing else.
_ONLY_NUMBER = re.compile(f" ?[-−+]?[{LARGE}-{ONE}](?: ?[-–] ?[{LARGE}-{ONE}])? ?")
_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_NEXT_LINE = re.compile(r"\n[ \t>]*")
_QUOTATION = re.compile('["“]([^"“”]{1,300})["”]')
_SPEECH = re.compile(r"\b(?:i|i'm|i've|you|you're|we|we're|me|my|your|our|us|mine|yours)\b")


@dataclass(frozen=True)
class Claim:
    """A number that makes a claim: its kind, the words, and its place in the text of a block."""

    kind: str
    words: str
    start: int
    end: int


def check_number_claims(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each number of a page that makes a claim without a finding, or another.

    Rules: number-without-row, number-disagrees. The text of a page is rendered only where it has
    changed since the last build.
    """
    phrases = catalogue.phrases
    bracketed = {phrase for phrase in phrases if "[" in phrase or "]" in phrase}
    for uri, page in catalogue.pages.items():
        texts = _front_matter_texts(page)

        def search(
            page: Page = page,
            references: list[Reference] = catalogue.references[uri],
            texts: list[tuple[tuple[str | int, ...], str]] = texts,
        ) -> list[list[list[Any]]]:
            problems, links = read_numbers(page, references, phrases)
            return [
                [[*vars(problem).values()] for problem in problems],
                [[*link] for link in links],
                [
                    [number, claim.words, claim.kind]
                    for number, (_, text) in enumerate(texts)
                    for claim in find_claims(Block(text))
                ],
            ]

        known = "\n".join(sorted(bracketed | (_words_in_brackets(page.body) & phrases.keys())))
        basis = digest(
            page.path, str(page.body_line), page.body, known, *(text for _, text in texts)
        )
        stored: Any = catalogue.recall("numbers", page.path, basis, search)
        problems, links, in_front_matter = stored
        for values in problems:
            yield Problem(*values)
        for number, words, kind in in_front_matter:
            yield _in_front_matter(page, texts[number][0], words, kind)
        for target, words, line, column in links:
            if target in catalogue.findings:
                for what, mend in check_agreement(words, catalogue.findings[target]):
                    yield Problem(page.path, line, column, "number-disagrees", what, mend)


def _words_in_brackets(text: str) -> set[str]:
    r"""Return all that may be a link phrase of a text, in the form phrases are looked up in.

    >>> sorted(_words_in_brackets("[Grow\n> trust], [a](b.md) [c][D]"))
    ['a', 'c', 'd', 'grow trust']
    """
    # A phrase may be on two lines, with the marker of a quotation between.
    flat = _NEXT_LINE.sub(" ", text)
    return set(map(normalize_phrase, _IN_BRACKETS.findall(flat)))


# The id of a finding, the words of a link to it, and the line and column of the link.
FindingLink = tuple[str, str, int, int]


def read_numbers(
    page: Page, references: Iterable[Reference], phrases: Mapping[str, str] = NO_PHRASES
) -> tuple[list[Problem], list[FindingLink]]:
    """Return the problems of the numbers in a page's text that have no row, and its finding links.

    `references` are those of the page's source, which give the links their places; `phrases` are
    those of the catalogue.
    """
    # Made only where something is looked for in it, as on few pages.
    source = cache(lambda: SourceText(page.body, (page.body_line, 1)))
    problems: list[Problem] = []
    links: list[FindingLink] = []
    waiting: dict[str, list[Reference]] = {}
    for reference in references:
        if reference.kind == "finding" and not reference.is_definition:
            waiting.setdefault(reference.target, []).append(reference)
    for block in read_page_text(page.body, phrases):
        for link in block.links:
            words = " ".join(block.text[link.start : link.end].split())
            if link.scheme == "finding" and words:
                named = waiting.get(link.target)
                place = (
                    (named[0].line, named.pop(0).column)
                    if named
                    else source().find(block.text, link.start, link.end)
                )
                links.append((link.target, words, *place))
        for claim in find_claims(block)[: _MOST - len(problems)]:
            place = source().find(block.text, claim.start, claim.end)
            problems.append(
                Problem(
                    page.path,
                    *place,
                    "number-without-row",
                    f"{quote(claim.words)} is {claim.kind} with no finding behind it",
                    "Put it into the words of a finding: link, or, if it claims nothing, write"
                    " [it](number:example)",
                )
            )
    return problems, links


def _front_matter_texts(page: Page) -> list[tuple[tuple[str | int, ...], str]]:
    """Return the texts of the front matter that readers see, each with its keys."""
    texts: list[tuple[tuple[str | int, ...], object]] = [
        ((key,), page.meta.get(key)) for key in _FRONT_MATTER_KEYS
    ]
    related = page.meta.get("related")
    texts += [
        (("related", number, "reason"), item.get("reason"))
        for number, item in enumerate(related if isinstance(related, list) else [])
        if isinstance(item, dict)
    ]
    return [(keys, text) for keys, text in texts if isinstance(text, str)]


def _in_front_matter(page: Page, keys: tuple[str | int, ...], words: str, kind: str) -> Problem:
    return page.problem(
        keys,
        "number-without-row",
        f"{quote(words)} is {kind} with no finding behind it",
        "Say it without the number, since front matter has no links, or say it in the text of the"
        " page",
    )


def find_claims(block: Block) -> list[Claim]:
    """Find the numbers in a block of text that make a claim and are not in a link of the guide's.

    >>> [(claim.words, claim.kind) for claim in find_claims(Block("Of ten couples 24% split."))]
    [('24%', 'a percentage')]
    """
    if block.is_dialogue:
        return []
    normal = normalize_text(block.text)
    numerals = find_numerals(normal.text)
    shape, places = replace_numerals(normal.text, numerals)
    starts = [numeral.start for numeral in numerals]
    covered = bytearray(len(block.text))
    for link in block.links:
        covered[link.start : link.end] = b"\1" * (link.end - link.start)
    claims: list[Claim] = []
    taken = bytearray(len(shape))
    is_speech = _find_speech(shape)
    for kind, start, end in match_claims(shape, numerals, places):
        if any(taken[start:end]):
            continue
        if is_speech[start] and kind not in (PERCENTAGE, EFFECT_SIZE):
            continue
        first, last = places[start], places[end]
        inside = numerals[
            bisect_right(starts, first - 1) : bisect_right(starts, max(first, last - 1))
        ]
        parts = [(one.start, one.end) for one in inside] or [(first, last)]
        if all(all(covered[normal.places[a] : normal.places[b - 1] + 1]) for a, b in parts):
            continue
        taken[start:end] = b"\1" * (end - start)
        begin, finish = normal.places[first], normal.places[last - 1] + 1
        words = " ".join(block.text[begin:finish].split())
        claims.append(Claim(kind, words, begin, finish))
    if not claims and block.labels and _ONLY_NUMBER.fullmatch(shape):
        return _find_in_cell(block)
    return sorted(claims, key=lambda claim: claim.start)


def _find_in_cell(block: Block) -> list[Claim]:
    """Return the number that is all of a cell's text as a claim, where its labels make it one."""
    for label in block.labels:
        before = len(label) + 2
        links = [
            Link(link.scheme, link.target, link.start + before, link.end + before)
            for link in block.links
        ]
        for claim in find_claims(Block(f"{label}| {block.text}", links)):
            if claim.end > before:
                return [Claim(claim.kind, block.text.strip(), 0, len(block.text))]
    return []


def _find_speech(text: str) -> bytearray:
    """Mark the characters of the quotations that are speech: somebody says I, you or we."""
    marks = bytearray(len(text))
    for match in _QUOTATION.finditer(text):
        if _SPEECH.search(match[1]):
            marks[match.start() : match.end()] = b"\1" * len(match[0])
    return marks
