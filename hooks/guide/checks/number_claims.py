"""Hold the guide to its promise: no number without a row. Imports problem, page, references.

A percentage, a ratio, an effect size, a count of people or a change over time that stands in prose
must be in the words of a `finding:` link. A number that claims nothing is marked `[two in three
evenings](number:example)`, with a word that says why.
"""

import re
from collections.abc import Iterator

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.references import Reference, mask_code
from guide.core.memo import digest
from guide.core.problems import Problem, quote

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{_SMALL}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_PEOPLE = (
    "people|persons|adults|couples|partners|spouses|students|teenagers|children|parents|mothers|fathers|women|men|"
    "participants|volunteers|users|patients|respondents|Americans|families|households|newlyweds|relationships|marriages"
)
_STUDIES = "studies|trials|experiments|surveys|papers|countries|states|samples|traits|outcomes|conversations"
# Stands for any digit, of whatever script, among the pieces.
_A_DIGIT = "0"
_TIMES = "seconds?|minutes?|hours?|days?|weeks?|months?|years?|times?"

# Each kind of number that makes a claim: what to call it, how it is written, and pieces of which it
# has at least one, in small letters. Looking for a piece is so much faster than for the whole that
# most paragraphs are done with it. Order matters: the first that fits names it.
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


_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE), pieces) for kind, pattern, pieces in KINDS]
_PARAGRAPH = re.compile(r"\S(?:.|\n(?![ \t]*$))*", re.MULTILINE)
_DIGIT = re.compile(r"\d")
_NOT_NEWLINE = re.compile(r"[^\n]")


def check_number_claims(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each number on any page that claims something and has no finding behind it.

    A page whose text is as it was in the last build is not searched again.
    """
    for uri, page in catalogue.pages.items():

        def search(
            page: Page = page, references: list[Reference] = catalogue.references[uri]
        ) -> list:
            return [[*vars(problem).values()] for problem in check_numbers(page, references)]

        basis = digest(page.path, str(page.body_line), page.body)
        for values in catalogue.recall("numbers", page.path, basis, search):
            yield Problem(*values)


def check_numbers(page: Page, references: list[Reference]) -> Iterator[Problem]:
    """Yield a problem for each number in a page's prose that claims something and has no row behind it."""
    text = _mask_references(page.body, references)
    patterns = _possible(
        _PATTERNS, text
    )  # of the page, so that there are few left to look for in each paragraph
    for paragraph in _PARAGRAPH.finditer(text) if patterns else ():
        for kind, match in _find(text, patterns, *paragraph.span()):
            line = text.count("\n", 0, match.start())
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            yield Problem(
                page.path,
                page.body_line + line,
                column,
                "number-without-row",
                f"{quote(' '.join(match[0].split()))} is {kind} with no finding behind it",
                "Put it into the words of a finding: link, or, if it claims nothing, write"
                " [it](number:example)",
            )


def _possible(patterns: list[tuple], text: str) -> list[tuple]:
    """Return the patterns of which one piece at least stands in a text."""
    folded = text.casefold()
    if _DIGIT.search(folded):
        folded += _A_DIGIT
    return [pattern for pattern in patterns if any(piece in folded for piece in pattern[2])]


def _find(text: str, patterns: list[tuple], start: int, end: int) -> Iterator[tuple[str, re.Match]]:
    """Yield what claims something in one paragraph, each place once, with what to call it."""
    taken: list[tuple[int, int]] = []
    for kind, pattern, _ in _possible(patterns, text[start:end]):
        for match in pattern.finditer(text, start, end):
            if not any(first < match.end() and match.start() < last for first, last in taken):
                taken.append(match.span())
                yield kind, match


def _mask_references(body: str, references: list[Reference]) -> str:
    """Blank code, the words of finding and number links, tables, citations, and the address of every link."""
    code = mask_code(body)
    text = list(code)
    for reference in references:
        start = reference.start
        if reference.kind not in ("finding", "number", "table", "chart", "citation"):
            start += 1 + len(reference.text) + 1  # keep the words, blank the address
        # A letter, so that the words around a link are not read as one: "in [24%](…) of people".
        text[start : reference.end] = _NOT_NEWLINE.sub("\u25a0", code[start : reference.end])
    return "".join(text)
