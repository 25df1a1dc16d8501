"""Lint the prose: the rules of data/prose/rules.yaml, repeated words, spelling.

The rules find hype, invented quotations, certainty on weak findings, labels on people, advice that
can harm somebody in danger, help that is named without a link, and empty links. Most problems are
warnings, which do not block a change: the registry of rules says which.
"""

import re
from collections.abc import Iterator

from guide.checks.prose_passages import Passage, find_passages
from guide.checks.prose_rules import WORDS, ProseRule, ProseRules
from guide.checks.spelling import nearest_word, unknown_words
from guide.content.catalogue import Catalogue
from guide.content.references import Reference
from guide.core.problems import Problem, quote
from guide.data.records import Record

_REPEATED = re.compile(r"(?<![\w'’-])(\w+)[ \t]*\n?[ \t]*(?<=\s)\1(?![\w'’-])", re.IGNORECASE)
# Words that may be repeated.
_MAY_REPEAT = {"had", "that", "very", "bye", "no", "so", "ha"}
_NEGATION_WINDOW = 30  # characters before a verb in which a negation counts


def check_prose(catalogue: Catalogue, rules: ProseRules) -> Iterator[Problem]:
    """Lint all prose of the catalogue. A word that a rule reports is not spell-checked."""
    for passage in find_passages(catalogue, rules.columns):
        problems = [
            problem
            for rule in rules.rules
            for problem in _check_rule(passage, rule, rules.negations, catalogue)
        ]
        yield from problems
        yield from _check_repeated(passage)
        reported = {(problem.line, problem.column) for problem in problems}
        yield from (
            problem
            for problem in _check_spelling(passage, rules)
            if (problem.line, problem.column) not in reported
        )


def _fill_in(message: str, values: dict[str, str]) -> str:
    """Return a message of a rule with values for its names in curly brackets."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], ""), message)


def _check_rule(
    passage: Passage, rule: ProseRule, negations: re.Pattern[str], catalogue: Catalogue
) -> Iterator[Problem]:
    """Yield a problem for each match of a rule in a passage that nothing excuses."""
    find = _find_weak if rule.weak else _FINDERS[rule.reads]
    for start, end, row in find(passage, rule, catalogue):
        if not _is_excused(passage, rule, negations, start, end):
            text = passage.text[start:end]
            swap = next((words for pattern, words in rule.swaps if pattern.match(text)), "")
            values = {"found": _quote_line(text), "swap": quote(swap)}
            if row is not None:
                values |= {
                    "finding": quote(row["id"]),
                    "weak": " ".join(str(row.values.get(name)) for name in rule.weak),
                }
            yield _problem(
                passage,
                start,
                rule.id,
                _fill_in(rule.what, values),
                _fill_in(rule.mend, values),
                rule.severity,
            )


def _problem(
    passage: Passage, index: int, rule: str, what: str, mend: str, severity: str = ""
) -> Problem:
    return Problem(passage.path, *passage.place(index), rule, what, mend, severity)


def _quote_line(text: str) -> str:
    return quote(" ".join(text.split()))


# The matches of a rule: their start, their end, and the finding that they are about.
_Matches = Iterator[tuple[int, int, Record | None]]


def _find_words(passage: Passage, rule: ProseRule, catalogue: Catalogue) -> _Matches:
    return ((*match.span(), None) for match in rule.pattern.finditer(passage.prose))


def _find_quotations(passage: Passage, rule: ProseRule, catalogue: Catalogue) -> _Matches:
    return ((*match.span(), None) for match in rule.pattern.finditer(passage.with_quotations))


def _find_links(passage: Passage, rule: ProseRule, catalogue: Catalogue) -> _Matches:
    return (
        (item.start + 1, item.start + 1 + len(item.text), None)
        for item in passage.references
        if item.kind in ("page", "link", "finding")
        and not item.is_image
        and rule.pattern.match(item.text)
    )


def _find_weak(passage: Passage, rule: ProseRule, catalogue: Catalogue) -> _Matches:
    """Yield each match whose nearest finding in its sentence is a weak one, with that finding."""
    links = [
        item
        for item in passage.references
        if item.kind == "finding" and item.target in catalogue.findings
    ]
    for match in rule.pattern.finditer(passage.prose) if links or passage.finding else ():
        start, end = passage.sentence(match.start())
        near = [item for item in links if start <= item.start < end]
        row = (
            catalogue.findings[min(near, key=lambda item: _distance(item, match)).target]
            if near
            else passage.finding
        )
        if row and all(row.values.get(name) in values for name, values in rule.weak.items()):
            yield *match.span(), row


def _distance(reference: Reference, match: re.Match[str]) -> int:
    return max(reference.start - match.end(), match.start() - reference.end, 0)


def _is_excused(
    passage: Passage, rule: ProseRule, negations: re.Pattern[str], start: int, end: int
) -> bool:
    """Test whether the `unless` of a rule excuses a match.

    That is a source or a negation ("did not prove") in the sentence, or a link to the page of help
    in the paragraph or list item.
    """
    if rule.unless == "help":
        return _links_to_help(passage, *passage.block(start))
    first, last = passage.sentence(start)[0], passage.sentence(end - 1)[1]
    if rule.unless == "source":
        return any(
            item.kind in ("citation", "finding") and first <= item.start < last
            for item in passage.references
        )
    return rule.unless == "negated" and bool(
        negations.search(passage.prose, max(first, start - _NEGATION_WINDOW), start)
    )


def _links_to_help(passage: Passage, first: int, last: int) -> bool:
    """Test whether a part of a page links to the page of help.

    Cells and front matter, which are shown where they cannot have links, count as if they did.
    """
    if passage.kind != "text" or passage.path.endswith("/help.md"):
        return True
    return any(
        item.kind == "page"
        and item.target.partition("#")[0].rpartition("/")[2] == "help.md"
        and first <= item.start < last
        for item in passage.references
    )


def _check_repeated(passage: Passage) -> Iterator[Problem]:
    """Yield a problem for each repeated word."""
    for match in _REPEATED.finditer(passage.prose):
        if match[1].lower() not in _MAY_REPEAT and not match[1].isdigit():
            yield _problem(
                passage,
                match.start(),
                "repeated-word",
                f"{_quote_line(match[0])} says a word twice",
                "Delete one of the two",
            )


def _check_spelling(passage: Passage, rules: ProseRules) -> Iterator[Problem]:
    """Yield a problem for each unknown word, with the most similar one."""
    for index, word in unknown_words(passage.prose, rules.words):
        near = nearest_word(word, rules.words)
        yield _problem(
            passage,
            index,
            "unknown-word",
            f"{quote(word)} is not in the dictionary",
            (f"Did you mean {quote(near)}? " if near else "Check its letters. ")
            + f"If it is right, add it to {WORDS}",
        )


_FINDERS = {"prose": _find_words, "quotations": _find_quotations, "links": _find_links}
