"""Say where two builds of the guide differ for a reader, and which differences are explained.

Imports yaml_file, edits, built_page.
"""

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
    """One line that only one of two builds has: `sign` is "-" where the reference has it, "+" where the other does."""

    address: str
    part: str
    sign: str
    line: str


@dataclass(frozen=True)
class Explanation:
    """Why a kind of difference is there. `address`, `lost` and `added` are patterns in which * stands for anything."""

    part: str
    reason: str
    line: int
    address: str = "*"
    lost: str | None = None
    added: str | None = None

    def explains(self, difference: Difference) -> bool:
        """Return whether this explanation speaks of a difference."""
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
    """Return every difference between two built sites, as `read_built_site` reads them, in the order of the addresses."""
    found = []
    for address in sorted({*reference, *other}):
        if address in reference and address in other:
            found += compare_parts(address, reference[address], other[address])
        else:
            found.append(
                Difference(address, "address", "-" if address in reference else "+", "is there")
            )
    return found


def compare_parts(address: str, reference: Parts, other: Parts) -> Iterator[Difference]:
    """Yield the differences between two builds of one page, part by part and in the order of the lines."""
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
    """Return the explanations for each generator from YAML text; refused where it is not of that form.

    The form: a generator's name, and below it a list of mappings with `part`, `reason`, and `lost`
    or `added` or both; `address` may narrow one to some pages.
    """
    document, problems = parse_yaml(text, path)
    if problems:
        raise UserError(str(problems[0]))
    found = {}
    for name, entries in (document.data if isinstance(document.data, dict) else {}).items():
        lines = [document.place(name, position)[0] for position in range(len(entries or []))]
        found[name] = [
            _explanation(entry, path, line)
            for entry, line in zip(entries or [], lines, strict=True)
        ]
    return found


def _explanation(entry: object, path: str, line: int) -> Explanation:
    known = {"part", "reason", "address", "lost", "added"}
    if (
        not isinstance(entry, dict)
        or not {"part", "reason"} <= set(entry) <= known
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
    """Return the differences that nothing explains, and for each explanation those that it is the first to explain.

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
    """Return differences as lines of text, by page and part; of each part the first `limit`, and how many more there are."""
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
