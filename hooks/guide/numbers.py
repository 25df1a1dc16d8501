"""Hold the guide to its promise: no number without a row. Imports problem, page, references.

A percentage, a ratio, an effect size, a count of people or a change over time that stands in prose must be in
the words of a `finding:` link. A number that claims nothing is marked `[two in three evenings](number:example)`,
with a word that says why.
"""

import re
from collections.abc import Iterator

from guide.page import Page
from guide.problem import Problem, quote
from guide.references import Reference, mask_code

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{_SMALL}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_PEOPLE = (
    "people|persons|adults|couples|partners|spouses|students|teenagers|children|parents|mothers|fathers|women|men|"
    "participants|volunteers|users|patients|respondents|Americans|families|households|newlyweds|relationships|marriages"
)
_STUDIES = "studies|trials|experiments|surveys|papers|countries|states|samples|traits|outcomes|conversations"
_TIMES = "seconds?|minutes?|hours?|days?|weeks?|months?|years?|times?"

# Each kind of number that makes a claim, with what to call it. Order matters: the first that fits names it.
KINDS: tuple[tuple[str, str], ...] = (
    ("a percentage", rf"\b{_NUMBER}(?:\s?%|[ -]per ?cent\b|\s+percentage points?\b)|\d\s?%"),
    ("a ratio", rf"\b(?:{_NUMBER}|nearly all) (?:in|out of)(?: every)? {_NUMBER}\b(?! (?:{_TIMES}))"),
    ("a ratio", rf"\b{_NUMBER} of every {_NUMBER}\b"),
    ("a ratio", rf"\b(?:half|a third|a quarter|a fifth|a tenth|(?:one|two|three|four)[- ](?:thirds?|quarters?|fifths?)) of "
                rf"(?:all |the |those |these |us )?(?:\w+ ){{0,2}}(?:{_PEOPLE}|{_STUDIES}|those|us|them|gains?)\b"),
    ("a ratio", r"\b(?:about|only|nearly|over|almost|roughly|under|just|by) (?:a|one) (?:third|quarter|fifth|tenth)\b"),
    ("a ratio", r"\b(?:twice|three times|ten times) as (?:many|likely|often|much)\b"),
    ("an effect size", r"(?<![\w'’])[dgrβ] ?= ?[-−]?\d?\.\d+|\b\d?\.\d+ (?:of a )?standard deviations?\b|\bodds ratio of\b"),
    ("a count of people or studies", rf"\b(?!(?:19|20)\d\d\b)\d[\d,]+ (?:[\w-]+ ){{0,3}}?(?:{_PEOPLE}|{_STUDIES})\b"),
    ("a count of people or studies", rf"\b(?:over|more than|nearly|about) (?:a )?(?:hundred|thousand|million|\d{{2,}})\b(?! (?:{_TIMES}))"),
    ("a count of people or studies", rf"\b(?:hundreds?|thousands?|millions?|billions?) (?:of )?(?:\w+ )?(?:{_PEOPLE}|{_STUDIES})\b"),
    ("a change over time", r"\b(?:rose|fell|grew|dropped|climbed|sank|increased|decreased|went (?:up|down))\b[^.;:]{0,40}?\b(?:by|from) \d"),
    ("a figure", r"(?<![\w.])\d+\.\d+(?![\w.])"),
    ("a change over time", r"\b(?:doubled|tripled|halved|quadrupled)\b"),
)


def check_numbers(page: Page, references: list[Reference]) -> Iterator[Problem]:
    """Yield a problem for each number in a page's prose that claims something and has no row behind it."""
    text = _mask_references(page.body, references)
    taken: list[tuple[int, int]] = []
    for kind, pattern in KINDS:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            line = text.count("\n", 0, match.start())
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            yield Problem(page.path, page.body_line + line, column, "number-without-row",
                          f"{quote(' '.join(match[0].split()))} is {kind} with no finding behind it",
                          "Put it into the words of a finding: link, or, if it claims nothing, write [it](number:example)")


def _mask_references(body: str, references: list[Reference]) -> str:
    """Blank code, the words of finding and number links, tables, citations, and the address of every link."""
    text = list(mask_code(body))
    for reference in references:
        start = reference.start
        if reference.kind not in ("finding", "number", "table", "chart", "citation"):
            start += 1 + len(reference.text) + 1  # keep the words, blank the address
        for index in range(start, reference.end):
            # A letter, so that the words around a link are not read as one: "in [24%](…) of people".
            text[index] = text[index] if text[index] == "\n" else "\u25a0"
    return "".join(text)
