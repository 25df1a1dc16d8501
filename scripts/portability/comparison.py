"""Compare two builds of the guide for a reader, and separate the differences that are explained."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from guide.core.problems import UserError
from guide.core.yaml_reader import parse_yaml
from scripts.portability.built_page import Parts

# Parts whose order means nothing to a reader.
_UNORDERED = ("ids",)
_WIDTH = 160


@dataclass(frozen=True, order=True)
class Difference:
    """One line that only one of two builds has.

    `sign` is "-" where the reference has it, "+" where the other build has it.
    """

    address: str
    part: str
    sign: str
    line: str


@dataclass(frozen=True)
class Explanation:
    """Why a kind of difference is expected.

    In the patterns `address`, `lost` and `added`, * matches any text.
    """

    part: str
    reason: str
    line: int
    address: str = "*"
    lost: str | None = None
    added: str | None = None

    def explains(self, difference: Difference) -> bool:
        """Return whether a difference matches this explanation."""
        wanted = self.lost if difference.sign == "-" else self.added
        return (
            difference.part == self.part
            and wanted is not None
            and _fits(self.address, difference.address)
            and _fits(wanted, difference.line)
        )


def _fits(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None


def compare_sites(reference: Mapping[str, Parts], other: Mapping[str, Parts]) -> list[Difference]:
    """Return all differences between two sites of `read_built_site`, ordered by address."""
    differences: list[Difference] = []
    for address in sorted({*reference, *other}):
        if address in reference and address in other:
            differences += compare_parts(address, reference[address], other[address])
        else:
            differences.append(
                Difference(address, "address", "-" if address in reference else "+", "is there")
            )
    return differences


def compare_parts(address: str, reference: Parts, other: Parts) -> Iterator[Difference]:
    """Yield the differences between two builds of one page, by part and in the order of lines."""
    for part in dict.fromkeys([*reference, *other]):
        here, there = reference.get(part, ()), other.get(part, ())
        if part in _UNORDERED:
            here, there = tuple(sorted(here)), tuple(sorted(there))
        if here != there:
            yield from (
                Difference(address, part, sign, line) for sign, line in _compare_lines(here, there)
            )


def _compare_lines(here: tuple[str, ...], there: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for kind, start, end, first, last in SequenceMatcher(
        None, here, there, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield from (("-", line) for line in here[start:end])
            yield from (("+", line) for line in there[first:last])


def read_explanations(text: str, path: str) -> dict[str, list[Explanation]]:
    """Parse the explanations for each generator; raise UserError where the form is wrong.

    The form (YAML): a generator's name, and below it a list of mappings with `part`, `reason`, and
    `lost` or `added` or both; `address` may narrow one to some pages.
    """
    document, problems = parse_yaml(text, path)
    if problems:
        raise UserError(str(problems[0]))
    explanations: dict[str, list[Explanation]] = {}
    for name, entries in (document.data if isinstance(document.data, dict) else {}).items():
        lines = [document.place(name, position)[0] for position in range(len(entries or []))]
        explanations[name] = [
            _explanation(entry, path, line)
            for entry, line in zip(entries or [], lines, strict=True)
        ]
    return explanations


def _explanation(entry: object, path: str, line: int) -> Explanation:
    allowed = {"part", "reason", "address", "lost", "added"}
    if (
        not isinstance(entry, dict)
        or not {"part", "reason"} <= set(entry) <= allowed
        or not {"lost", "added"} & set(entry)
    ):
        raise UserError(
            f"{path}:{line}: an explanation has part, reason, and lost or added, and it may have"
            " address"
        )
    return Explanation(line=line, **{key: str(value) for key, value in entry.items()})


def split_explained(
    differences: Iterable[Difference], explanations: Iterable[Explanation]
) -> tuple[list[Difference], dict[Explanation, list[Difference]]]:
    """Return the unexplained differences, and the others by the first explanation that fits.

    An explanation with no difference at all is stale.
    """
    unexplained: list[Difference] = []
    explained: dict[Explanation, list[Difference]] = {
        explanation: [] for explanation in explanations
    }
    for difference in differences:
        first = next(
            (explanation for explanation in explained if explanation.explains(difference)), None
        )
        (unexplained if first is None else explained[first]).append(difference)
    return unexplained, explained


def show_differences(differences: Iterable[Difference], limit: int = 20) -> list[str]:
    """Return differences as lines of text, by page and part, with at most `limit` lines a part."""
    lines = []
    for (address, part), group in groupby(differences, lambda item: (item.address, item.part)):
        items = list(group)
        lines += [
            f"{address} {part}",
            *(f"  {item.sign} {_shorten(item.line)}" for item in items[:limit]),
        ]
        if len(items) > limit:
            lines.append(f"  … and {len(items) - limit} more")
    return lines


def _shorten(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…"
