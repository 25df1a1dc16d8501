"""Check the guide's promise: no number without a row.

A percentage, a ratio, an effect size, a count of people or a change over time in prose must be in
the text of a `finding:` link. A number that claims nothing is marked `[two in three
evenings](number:example)`, with a word that says why.
"""

import re
from collections.abc import Iterator
from typing import Any

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.references import Reference, line_and_column, mask_code
from guide.core.memo import digest
from guide.core.problems import Problem, quote

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{_SMALL}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_PEOPLE = (
    "people|persons|adults|couples|partners|spouses|students|teenagers|children|parents|mothers"
    "|fathers|women|men|participants|volunteers|users|patients|respondents|Americans|families"
    "|households|newlyweds|relationships|marriages"
)
_STUDIES = (
    "studies|trials|experiments|surveys|papers|countries|states|samples|traits|outcomes"
    "|conversations"
)
# Represents any digit, of whatever script, among the pieces.
_A_DIGIT = "0"
_TIMES = "seconds?|minutes?|hours?|days?|weeks?|months?|years?|times?"

# Each kind of number that makes a claim: its name, its pattern, and lower-case strings (pieces) of
# which it has at least one. Searching for a piece is so much faster than for the pattern that most
# paragraphs need no more. Order matters: the first pattern that matches names the number.
KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "a percentage",
        rf"\b{_NUMBER}(?:\s?%|[ -]per ?cent\b|\s+percentage points?\b)|\d\s?%",
        ("%", "cent"),
    ),
    (
        "a ratio",
        rf"\b(?:{_NUMBER}|nearly all) (?:in|out of)(?: every)? {_NUMBER}\b(?! (?:{_TIMES}))",
        (" in ", " out of "),
    ),
    ("a ratio", rf"\b{_NUMBER} of every {_NUMBER}\b", (" of every ",)),
    (
        "a ratio",
        rf"\b(?:half|a third|a quarter|a fifth|a tenth|(?:one|two|three|four)[-"
        rf" ](?:thirds?|quarters?|fifths?)) of "
        r"(?:all |the |those |these |us )?(?:\w+"
        rf" ){{0,2}}(?:{_PEOPLE}|{_STUDIES}|those|us|them|gains?)\b",
        ("half", "third", "quarter", "fifth", "tenth"),
    ),
    (
        "a ratio",
        (
            r"\b(?:about|only|nearly|over|almost|roughly|under|just|by) (?:a|one)"
            r" (?:third|quarter|fifth|tenth)\b"
        ),
        ("third", "quarter", "fifth", "tenth"),
    ),
    (
        "a ratio",
        r"\b(?:twice|three times|ten times) as (?:many|likely|often|much)\b",
        ("twice", " times as "),
    ),
    (
        "an effect size",
        (
            r"(?<![\w'’])[dgrβ] ?= ?[-−]?\d?\.\d+|\b\d?\.\d+ (?:of a )?standard"
            r" deviations?\b|\bodds ratio of\b"
        ),
        ("=", "standard deviation", "odds ratio of"),
    ),
    (
        "a count of people or studies",
        rf"\b(?!(?:19|20)\d\d\b)\d[\d,]+ (?:[\w-]+ ){{0,3}}?(?:{_PEOPLE}|{_STUDIES})\b",
        (_A_DIGIT,),
    ),
    (
        "a count of people or studies",
        (
            r"\b(?:over|more than|nearly|about) (?:a )?(?:hundred|thousand|million|\d{2,})\b(?!"
            rf" (?:{_TIMES}))"
        ),
        ("hundred", "thousand", "million", _A_DIGIT),
    ),
    (
        "a count of people or studies",
        (
            r"\b(?:hundreds?|thousands?|millions?|billions?) (?:of )?(?:\w+"
            rf" )?(?:{_PEOPLE}|{_STUDIES})\b"
        ),
        ("hundred", "thousand", "million", "billion"),
    ),
    (
        "a change over time",
        (
            r"\b(?:rose|fell|grew|dropped|climbed|sank|increased|decreased|went"
            r" (?:up|down))\b[^.;:]{0,40}?\b(?:by|from) \d"
        ),
        ("rose", "fell", "grew", "dropped", "climbed", "sank", "increased", "decreased", "went"),
    ),
    ("a figure", r"(?<![\w.])\d+\.\d+(?![\w.])", (".",)),
    (
        "a change over time",
        r"\b(?:doubled|tripled|halved|quadrupled)\b",
        ("doubled", "tripled", "halved", "quadrupled"),
    ),
)
# A kind of number: its name, its compiled pattern, and the pieces of which it has at least one.
_KindPattern = tuple[str, re.Pattern[str], tuple[str, ...]]

_PATTERNS: list[_KindPattern] = [
    (kind, re.compile(pattern, re.IGNORECASE), pieces) for kind, pattern, pieces in KINDS
]
_PARAGRAPH = re.compile(r"\S(?:.|\n(?![ \t]*$))*", re.MULTILINE)
_DIGIT = re.compile(r"\d")
_NOT_NEWLINE = re.compile(r"[^\n]")


def check_number_claims(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each number on a page that makes a claim and has no finding behind it.

    Pages whose text has not changed since the last build come from the cache.
    """
    for uri, page in catalogue.pages.items():

        def search(
            page: Page = page, references: list[Reference] = catalogue.references[uri]
        ) -> list[list[Any]]:
            return [[*vars(problem).values()] for problem in check_numbers(page, references)]

        basis = digest(page.path, str(page.body_line), page.body)
        stored: Any = catalogue.recall("numbers", page.path, basis, search)
        for values in stored:
            yield Problem(*values)


def check_numbers(page: Page, references: list[Reference]) -> Iterator[Problem]:
    """Yield a problem for each number in a page's prose that makes a claim and has no row.

    `references` are those of the page.
    """
    text = _mask_references(page.body, references)
    # Filtered for the page first, so that few patterns are left for each paragraph.
    patterns = _filter_patterns(_PATTERNS, text)
    for paragraph in _PARAGRAPH.finditer(text) if patterns else ():
        for kind, match in _find_numbers(text, patterns, *paragraph.span()):
            yield Problem(
                page.path,
                *line_and_column(text, match.start(), (page.body_line, 1)),
                "number-without-row",
                f"{quote(' '.join(match[0].split()))} is {kind} with no finding behind it",
                "Put it into the words of a finding: link, or, if it claims nothing, write"
                " [it](number:example)",
            )


def _filter_patterns(patterns: list[_KindPattern], text: str) -> list[_KindPattern]:
    """Return the patterns of which at least one piece is in a text."""
    folded = text.casefold()
    if _DIGIT.search(folded):
        folded += _A_DIGIT
    return [pattern for pattern in patterns if any(piece in folded for piece in pattern[2])]


def _find_numbers(
    text: str, patterns: list[_KindPattern], start: int, end: int
) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield (kind, match) for each number in a paragraph that makes a claim, without overlaps."""
    taken: list[tuple[int, int]] = []
    for kind, pattern, _ in _filter_patterns(patterns, text[start:end]):
        for match in pattern.finditer(text, start, end):
            if not any(first < match.end() and match.start() < last for first, last in taken):
                taken.append(match.span())
                yield kind, match


def _mask_references(body: str, references: list[Reference]) -> str:
    """Mask code, the texts of finding and number links, tables, citations, and all addresses."""
    code = mask_code(body)
    text = list(code)
    for reference in references:
        start = reference.start
        if reference.kind not in ("finding", "number", "table", "chart", "citation"):
            start += 1 + len(reference.text) + 1  # keep the link text, mask the address
        # Not a space, so that the words around a link are not read as one: "in [24%](…) of people".
        text[start : reference.end] = _NOT_NEWLINE.sub("\u25a0", code[start : reference.end])
    return "".join(text)
