"""Report what the registers have on the sources, in an editor's words, as Markdown.

Everything from a register is text of others, and is escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from guide.content.catalogue import Catalogue
from guide.core.github_markdown import autolink, code, escape
from guide.core.wording import format_count, format_date, join_words
from guide.data.csv_reader import write_csv
from guide.data.spreadsheet_damage import is_formula
from guide.editing.register_answers import Work, plain_title
from guide.editing.source_checks import SourceCheck, is_recorded

# The words for a column of sources.csv.
_PARTS = {
    "title": "the title",
    "authors": "the first author",
    "year": "the year",
    "container": "the journal",
    "doi": "the DOI",
}
# The headings of the notices, and what to do.
_NOTICES = {
    "retracted": (
        "Retracted",
        "Read the notice. A finding that rests on the work needs another source, or goes; what "
        "readers were told goes into `data/corrections.csv`.",
    ),
    "concern": (
        "Expressions of concern, and partial retractions",
        "Read the notice, and say in the caveat of each finding what it puts in doubt.",
    ),
    "corrected": (
        "Corrected",
        "Read whether the correction touches a number that we give.",
    ),
}
_SHEET_COLUMNS = ("key", "authors", "year", "title")


@dataclass(frozen=True)
class SourcesReport:
    """Everything that one run has on the sources.

    dois: those proposed for sources that had none. reviews: newer reviews, by the key of a source.
    failures: by register, how many questions it did not answer, and why. is_full: list also what
    the data has already.
    """

    day: date
    checks: Sequence[SourceCheck]
    dois: Mapping[str, str] = field(default_factory=dict)
    reviews: Mapping[str, Sequence[Work]] = field(default_factory=dict)
    failures: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    is_full: bool = False


def render_report(catalogue: Catalogue, report: SourcesReport) -> str:
    """Return the report as Markdown."""
    old = {} if report.is_full else catalogue.source_checks
    checks = [check for check in report.checks if not is_recorded(check, old)]
    parts = [
        (
            title,
            advice,
            [_notice_line(catalogue, check) for check in checks if check.outcome == outcome],
        )
        for outcome, (title, advice) in _NOTICES.items()
    ]
    parts += [
        (
            "Rows and registers differ",
            "Look at the work itself; registers have mistakes too. The sheet `sources.csv` beside "
            "this report has the registers' words: keep the rows that are right, and bring them in "
            "with `scripts/import_sheet.py`.",
            [line for check in checks if (line := _difference_line(check))],
        ),
        (
            "Later versions",
            "A register names a later version of the work. Read it, and cite that one.",
            [
                f"{_name(check)}: {join_words([_doi_link(doi) for doi in check.newer[:5]])}"
                for check in report.checks
                if check.newer
            ],
        ),
        (
            "DOIs for sources without one",
            "Title, first author and year are those of the row. Open each before you merge it, and "
            "take its key out of `missing-dois` in `data/to_read.csv`.",
            [f"{code(key)}: {_doi_link(doi)}" for key, doi in sorted(report.dois.items())],
        ),
        (
            "DOIs that no register knows",
            "A digit may be wrong, or the work is filed elsewhere.",
            [
                f"{_name(check)}: {code(check.source['doi'])}, says {join_words(check.registers)}"
                for check in checks
                if check.outcome == "not-found"
            ],
        ),
        (
            "Newer reviews of the same question, to read",
            "They cite the source and share words of its title. Whether they ask the same is for "
            "you to say.",
            [_review_line(key, works) for key, works in sorted(report.reviews.items()) if works],
        ),
    ]
    body = [_render_part(*part) for part in parts if part[2]]
    return "\n\n".join([_summary(report, checks), *body, *_failures(report)]) + "\n"


def render_retractions(catalogue: Catalogue, checks: Sequence[SourceCheck]) -> str:
    """Return the text of the issue on retractions that the data does not have yet; "" for none."""
    if not checks:
        return ""
    lines = [_notice_line(catalogue, check) for check in checks]
    return _render_part("Retracted, and not yet merged", _NOTICES["retracted"][1], lines) + "\n"


def render_sheet(checks: Iterable[SourceCheck]) -> str:
    """Return the registers' words for the rows that differ, as a sheet for import_sheet.py.

    What a spreadsheet would run is left as the row has it. "" where no row differs.
    """
    rows = []
    for check in checks:
        theirs = {item.part: item.theirs for item in check.differences}
        if authors := _all_authors(check) if "authors" in theirs else "":
            theirs["authors"] = authors
        own = [str(check.source[name] or "") for name in _SHEET_COLUMNS]
        row = [
            new
            if (new := plain_title(theirs.get(name, ""))) and not is_formula(new, False)
            else old
            for name, old in zip(_SHEET_COLUMNS, own, strict=True)
        ]
        if row != own:
            rows.append(row)
    return write_csv([_SHEET_COLUMNS, *rows]) if rows else ""


def _all_authors(check: SourceCheck) -> str:
    """Return all authors as a cell; OpenAlex does not part the names, and is not used."""
    works = [work for work in check.works if work.register != "OpenAlex" and work.authors]
    return "; ".join(works[0].authors) if works else ""


def _summary(report: SourcesReport, listed: Sequence[SourceCheck]) -> str:
    agreed = sum(check.outcome == "agrees" for check in report.checks)
    known = len(report.checks) - agreed - sum(check.outcome != "agrees" for check in listed)
    text = (
        f"The registers were asked on {format_date(report.day)} about "
        f"{format_count(len(report.checks), 'source')}. "
        f"{format_count(agreed, 'row agrees', 'rows agree')} with them."
    )
    if not known:
        return text
    return f"{text} Of {format_count(known, 'other')}, the data already says what they say."


def _render_part(title: str, advice: str, lines: Sequence[str]) -> str:
    return f"## {title}\n\n{advice}\n\n" + "\n".join(f"- [ ] {line}" for line in lines)


def _failures(report: SourcesReport) -> list[str]:
    """Return the part on answers that did not come, which is no news on the sources."""
    lines = [
        f"- {register} did not answer {format_count(number, 'question')}: {escape(reason)}"
        for register, (number, reason) in sorted(report.failures.items())
    ]
    if not lines:
        return []
    return [
        "## Not answered\n\nWhat stands in the data of these is as old as it says.\n\n"
        + "\n".join(lines)
    ]


def _name(check: SourceCheck) -> str:
    return f"**{escape(str(check.source['title'] or ''))}** ({code(check.key)})"


def _doi_link(doi: str) -> str:
    return autolink(f"https://doi.org/{doi}")


def _notice_line(catalogue: Catalogue, check: SourceCheck) -> str:
    notices = dict.fromkeys(_doi_link(notice.doi) for notice in check.notices if notice.doi)
    says = join_words([work.register for work in check.works if work.notices])
    where = f"notice: {join_words(list(notices)[:5])}" if notices else "it names no notice"
    resting = [code(name) for name in findings_of(catalogue, check.key)]
    rests = (
        f"Findings that rest on it: {join_words(resting)}" if resting else "No finding rests on it"
    )
    return f"{_name(check)}, says {says}; {where}. {rests}"


def findings_of(catalogue: Catalogue, source: str) -> list[str]:
    """Return the ids of the findings that rest on a source."""
    return [key for key, finding in catalogue.findings.items() if finding["source"] == source]


def _difference_line(check: SourceCheck) -> str:
    """Return what differs; "" where nothing does."""
    said = [
        f"{_PARTS[item.part]} is “{escape(item.row)}” here and “{escape(item.theirs)}” in "
        f"{item.register}"
        for item in check.differences
    ]
    if not said:
        return ""
    parts = {item.part for item in check.differences}
    doubt = ". The DOI may be that of another work" if {"title", "authors"} <= parts else ""
    return f"{_name(check)}: {'; '.join(said)}{doubt}"


def _review_line(key: str, works: Sequence[Work]) -> str:
    listed = [
        f"{escape(work.title)} ({max(work.years)})"
        + (f" {_doi_link(work.doi)}" if work.doi else "")
        for work in works
    ]
    return f"{code(key)}: {'; '.join(listed)}"
