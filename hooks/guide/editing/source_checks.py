"""Judge what the registers have on each source, and make the rows of source_checks.csv of it.

Of what the registers answer, the rows hold no text but the DOI of a notice, which has been checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guide.data.csv_reader import write_csv
from guide.data.records import Record
from guide.editing.register_answers import NOTICES, Notice, Work
from guide.editing.source_comparison import Difference, compare_source

PATH = "data/source_checks.csv"
COLUMNS = ("source", "asked_on", "registers", "outcome", "differs", "notice")
# A register that knows the DOI, and one that was asked and does not; one that gave no answer is in
# neither state.
Answers = Mapping[str, Work | None]


@dataclass(frozen=True)
class SourceCheck:
    """What the registers have on one source.

    outcome: a word of the column `outcome`. registers: those that answered.
    """

    source: Record
    asked_on: date
    registers: tuple[str, ...]
    outcome: str
    differences: tuple[Difference, ...] = ()
    notices: tuple[Notice, ...] = ()
    newer: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()

    @property
    def key(self) -> str:
        """The key of the source."""
        return str(self.source["key"])

    @property
    def row(self) -> tuple[str, ...]:
        """The row of source_checks.csv."""
        notice = next((notice.doi for notice in self.notices if notice.doi), "")
        return (
            self.key,
            self.asked_on.isoformat(),
            " ".join(self.registers),
            self.outcome,
            " ".join(difference.part for difference in self.differences),
            notice if self.outcome in NOTICES else "",
        )


def check_source(source: Record, answers: Answers, day: date) -> SourceCheck | None:
    """Judge a source by the answers for its DOI; None where no register answered.

    A notice counts for more than a difference, and the most serious one for all.
    """
    if not answers:
        return None
    works = tuple(work for work in answers.values() if work is not None)
    notices = [notice for kind in NOTICES for work in works for notice in _of_kind(work, kind)]
    differences = compare_source(source, works)
    if not works:
        outcome = "not-found"
    elif notices:
        outcome = notices[0].kind
    else:
        outcome = "differs" if differences else "agrees"
    own = str(source["doi"] or "").lower()
    newer = dict.fromkeys(doi for work in works for doi in work.newer if doi != own)
    return SourceCheck(
        source,
        day,
        tuple(answers),
        outcome,
        tuple(differences),
        tuple(dict.fromkeys(notices)),
        tuple(newer),
        works,
    )


def _of_kind(work: Work, kind: str) -> list[Notice]:
    return [notice for notice in work.notices if notice.kind == kind]


def render_rows(
    checks: Iterable[SourceCheck], before: Iterable[Record], sources: Iterable[str]
) -> str:
    """Return the text of source_checks.csv: new rows, and those of sources that were not asked.

    A row whose source is gone is left out. A notice stays until the registers that had it answer
    and have it no more.
    """
    old = {str(row["source"]): row for row in before}
    rows = {key: tuple(row.cells[name].text for name in COLUMNS) for key, row in old.items()}
    rows |= {check.key: check.row for check in checks if not _hides_notice(check, old)}
    kept = set(sources)
    return write_csv([COLUMNS, *(rows[key] for key in sorted(rows) if key in kept)])


def _hides_notice(check: SourceCheck, old: Mapping[str, Record]) -> bool:
    """Say whether a check is without a notice because a register did not answer this time."""
    row = old.get(check.key)
    return (
        row is not None
        and row["outcome"] in NOTICES
        and check.outcome not in NOTICES
        and not set(row.items("registers")) <= set(check.registers)
    )


def is_recorded(check: SourceCheck, old: Mapping[str, Record]) -> bool:
    """Say whether the data has what a check says already, but for the day."""
    row = old.get(check.key)
    return row is not None and all(
        row.cells[name].text == text
        for name, text in zip(COLUMNS, check.row, strict=True)
        if name in ("outcome", "differs", "notice")
    )


def new_retractions(checks: Iterable[SourceCheck], before: Iterable[Record]) -> list[SourceCheck]:
    """Return the retracted sources that the data does not yet have as retracted."""
    recorded = {str(row["source"]) for row in before if row["outcome"] == "retracted"}
    return [check for check in checks if check.outcome == "retracted" and check.key not in recorded]


def render_sources(table: Sequence[Record], columns: Sequence[str], dois: Mapping[str, str]) -> str:
    """Return the text of sources.csv with DOIs filled in, by the keys of their sources."""
    rows = []
    for record in table:
        cells = {name: record.cells[name].text for name in columns}
        if doi := dois.get(cells["key"]):
            cells["doi"] = doi
        rows.append([cells[name] for name in columns])
    return write_csv([columns, *rows])
