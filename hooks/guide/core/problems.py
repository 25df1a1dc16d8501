"""Report problems to editors: what is wrong, where, and how to fix it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from guide.core.rules import find_rule, rule_url


@dataclass(frozen=True, order=True)
class Problem:
    """One diagnostic: a thing that an editor has to fix.

    `path` is relative to the project's root; `line` and `column` count from 1; `rule` is the id of
    the rule that was broken, which is in the registry (guide.core.rules); `what` and `mend` are
    sentences without their final full stop. `severity` is "error", which fails the check, or
    "warning", which does not: that of the rule, unless another one is given.
    """

    path: str
    line: int
    column: int
    rule: str
    what: str
    mend: str
    severity: str = ""

    def __post_init__(self) -> None:
        rule = find_rule(self.rule)
        object.__setattr__(self, "severity", self.severity or rule.severity)

    def __str__(self) -> str:
        warning = "warning: " if self.severity == "warning" else ""
        return f"{printable(self.path)}:{self.line}:{self.column}: {warning}{self.message}"

    @property
    def message(self) -> str:
        """The two sentences, each with its full stop."""
        return printable(f"{end_sentence(self.what)} {end_sentence(self.mend)}")


class UserError(Exception):
    """Signal that a request cannot be carried out: the message says why, and what to do instead."""

    @property
    def sentence(self) -> str:
        """The message with its full stop."""
        return "\n".join(map(printable, end_sentence(str(self)).split("\n")))


def end_sentence(text: str) -> str:
    """Return a sentence with its full stop."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def quote(value: object, limit: int = 60) -> str:
    r"""Return a value in quotation marks, cut at `limit`, with control characters made visible.

    >>> quote("a\tb")
    '"a\\tb"'
    """
    shown = printable(str(value))
    return f'"{shown}"' if len(shown) <= limit else f'"{shown[:limit]}…"'


def printable(text: str) -> str:
    r"""Escape control and formatting characters, which a terminal or a log would act on.

    >>> printable("a\x1b[2J\n::error::b")
    'a\\x1b[2J\\n::error::b'
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )


def suggest(word: str, choices: Iterable[str], what: str) -> str:
    """Suggest how to fix an unknown name: the most similar of `choices`, or the list of them all.

    `what` is the plural noun of what is named.

    >>> suggest("joel-2021", ["joel-2020", "gallup"], "findings")
    'Did you mean "joel-2020"?'
    """
    names = sorted(name for name in choices if name)  # the cell of a name may be empty
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    if len(names) > 12:
        return f"Choose one of the {len(names)} {what} there are, or add it first"
    return f"There are these {what}: {', '.join(names) or 'none yet'}"


def sort_by_severity(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by severity, then by place, and drop duplicates."""
    return sorted(set(problems), key=lambda problem: (problem.severity == "warning", problem))


def see_rule(problem: Problem, site_url: str) -> str:
    """Return what a message ends with: the address of the rule."""
    return f"(see {rule_url(problem.rule, site_url)})"


def report(problems: Iterable[Problem], site_url: str = "", limit: int = 50) -> list[str]:
    """Format problems as lines for a terminal: the first `limit`, errors first, then a count.

    Each line ends with the address of its rule on the site.
    """
    ordered = sort_by_severity(problems)
    lines = [f"{problem} {see_rule(problem, site_url)}" for problem in ordered[:limit]]
    if len(ordered) > limit:
        lines.append(f"… and {len(ordered) - limit} more")
    warnings = sum(problem.severity == "warning" for problem in ordered)
    counts = [(len(ordered) - warnings, "problem"), (warnings, "warning")]
    totals = [f"{count} {name}{'s' if count > 1 else ''}" for count, name in counts if count]
    return [*lines, f"{' and '.join(totals)} found"] if totals else lines
