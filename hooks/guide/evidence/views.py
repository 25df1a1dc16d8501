"""Make the views of findings and sources that templates render."""

import re
from dataclasses import dataclass, field
from datetime import date

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.retractions import is_retracted
from guide.core.wording import format_date, format_number, join_words
from guide.data.records import Record
from guide.evidence.natural_frequency import natural_frequency
from guide.evidence.strength import grade_finding


@dataclass(frozen=True)
class FindingView:
    """One finding as readers see it.

    `uses` are the ids of the places on the page that cite it; `old_ids` those that it had, whose
    anchors lead to the same entry.
    """

    id: str
    statement: str
    value: str
    population: str
    sample_size: str
    period: str
    design: str
    strength: str
    status: str
    status_label: str
    checked: str
    caveat: str
    source: str
    source_link: str
    source_year: int | None
    is_retracted: bool
    library_link: str
    topics: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    old_ids: list[str] = field(default_factory=list)


def make_finding(
    catalogue: Catalogue, finding: Record, *, uses: list[str] | None = None
) -> FindingView:
    """Make the view of a finding; with `uses`, as an entry of one page."""
    key = str(finding["source"])
    design, status = str(finding["design"] or ""), str(finding["status"] or "unverified")
    kind = catalogue.label("designs", design)
    return FindingView(
        id=str(finding["id"]),
        statement=str(finding["statement"] or ""),
        value=format_value(finding),
        population=str(finding["population"] or ""),
        sample_size=_sample_size(finding),
        period=str(finding["period"] or ""),
        design=kind,
        strength=grade_finding(catalogue, finding),
        status=status,
        status_label=catalogue.label("statuses", status),
        checked=_checks_text(finding),
        caveat=str(finding["caveat"] or ""),
        source=catalogue.source_label(finding["source"]),
        source_link=catalogue.source_link(key),
        source_year=_source_year(catalogue, key),
        is_retracted=is_retracted(catalogue, key),
        library_link=catalogue.finding_link(str(finding["id"])),
        topics=[page.title for page in find_topics(catalogue, finding)],
        pages=catalogue.finding_pages.get(str(finding["id"]), []),
        uses=uses or [],
        old_ids=[
            old
            for old, row in catalogue.finding_redirects.items()
            if row["new"] == finding["id"] and (uses or row["section"] == finding["section"])
        ],
    )


def _sample_size(finding: Record) -> str:
    """Return the sample size, unless the words for the population say it already."""
    size = _number(finding, "n")
    shown = "" if size is None else format_number(size)
    return "" if shown in str(finding["population"] or "") else shown


# The results of a second check in plain words, by the values of findings.recheck_outcome.
_RECHECK_WORDS = {
    "agrees": "it agrees",
    "agrees-in-part": "it agrees in part",
    "corrected": "it was corrected",
    "not-found": "nothing public was found",
}


def _checks_text(finding: Record) -> str:
    """Return when a row was checked, and the result of a second check, where there was one."""
    first, again = _day(finding, "checked_on"), _day(finding, "rechecked_on")
    outcome = _RECHECK_WORDS.get(str(finding.values.get("recheck_outcome")), "")
    text = f"Checked {format_date(first)}." if first else ""
    if again and outcome:
        text += f" Checked again against public sources {format_date(again)}: {outcome}."
    return text


def _day(finding: Record, name: str) -> date | None:
    value = finding.values.get(name)
    return value if isinstance(value, date) else None


def _number(finding: Record, name: str) -> float | None:
    value = finding.values.get(name)
    return float(value) if isinstance(value, int | float) else None


def _source_year(catalogue: Catalogue, key: str) -> int | None:
    year = catalogue.sources[key]["year"] if key in catalogue.sources else None
    return year if isinstance(year, int) and year else None


def find_topics(catalogue: Catalogue, finding: Record) -> list[Page]:
    """Find the topic pages that a finding names."""
    names = finding.items("topics") if "topics" in finding.values else []
    return [catalogue.topics[name] for name in names if name in catalogue.topics]


def share_of_people(finding: Record) -> float | None:
    """Return a finding's value where it is a percentage of people, else None."""
    if finding.values.get("measures") != "percent-of-people":
        return None
    return _number(finding, "value")


def frequency_in_words(text: str, finding: Record) -> str:
    """Return the natural frequency to add to text that quotes a finding's percentage, or "".

    Nothing is added where the text quotes another number than the value, or a frequency already.
    Where it quotes several percentages, the frequency names the percentage that it is for.

    >>> # "24% said so" -> "about 1 in 4"; "24% in 2020 and 17% in 2023" -> "24% is about 1 in 4"
    """
    share = share_of_people(finding)
    quoted = re.findall(r"(\d+(?:\.\d+)?)\s?%", text)
    if share is None or share not in map(float, quoted) or re.search(r"\d in \d|one in", text):
        return ""
    words = natural_frequency(share)
    return words if len(quoted) == 1 else f"{format_number(share)}% is {words}"


def format_value(finding: Record) -> str:
    """Format a finding's value with its unit, as a range where it has one; "" where it has none.

    A percentage is followed by its unit ("24% of adults"); the name of a measure comes before it
    ("Hedges g: 0.17").
    """
    low, high = _number(finding, "value_low"), _number(finding, "value_high")
    value = _number(finding, "value")
    unit = str(finding["unit"] or "")
    if low is not None and high is not None:
        shown = f"{_format_in_unit(low, unit)} to {_format_in_unit(high, unit)}"
    elif value is not None:
        shown = _format_in_unit(value, unit)
    else:
        return ""
    if unit.startswith("%"):
        share = share_of_people(finding) if low is None or high is None else None
        return shown + unit + ("" if share is None else f" ({natural_frequency(share)})")
    if effect := finding.values.get("effect"):
        about = "; ".join(str(part) for part in (unit, finding.values.get("contrast")) if part)
        return f"{effect} = {shown}" + (f" ({about})" if about else "")
    if finding.values.get("measures") in ("effect-size", "ratio"):
        return f"{unit}: {shown}" if unit else shown
    return f"{shown} {unit}".strip()


def _format_in_unit(value: float, unit: str) -> str:
    # A calendar year has no thousands separator.
    return format_number(value, grouped="year" not in unit)


@dataclass(frozen=True)
class SourceView:
    """One entry of the bibliography.

    asked: what the registers of works had on it last, in words, or "". notice: the address of the
    notice of a retraction, a concern or a correction.
    """

    key: str
    label: str
    authors: str
    year: str
    title: str
    container: str
    link: str
    link_text: str
    archive: str
    pages: list[Page]
    is_retracted: bool
    asked: str
    notice: str


def make_source(catalogue: Catalogue, source: Record) -> SourceView:
    """Make the view of a source; its DOI is preferred to its URL."""
    doi, url = str(source["doi"] or ""), str(source["url"] or "")
    check = catalogue.source_checks.get(str(source["key"]))
    return SourceView(
        key=str(source["key"]),
        label=catalogue.source_label(source["key"]),
        authors=_format_authors(str(source["authors"] or "")),
        year=str(source["year"] or "no date"),
        title=str(source["title"] or ""),
        container=str(source["container"] or ""),
        link=f"https://doi.org/{doi}" if doi else url,
        link_text=f"doi.org/{doi}" if doi else _host(url),
        archive=str(source.values.get("archive_url") or ""),
        pages=catalogue.source_pages.get(str(source["key"]), []),
        is_retracted=is_retracted(catalogue, source["key"]),
        asked=_asked_text(check) if check else "",
        notice=f"https://doi.org/{check['notice']}" if check and check["notice"] else "",
    )


# What a register answered, by the values of source_checks.outcome.
_REGISTER_WORDS = {
    "agrees": "agrees",
    "corrected": "the work was corrected",
    "concern": "there is a notice of concern about the work",
    "retracted": "retracted",
    "not-found": "the DOI is not known there",
}
# The words for the parts in which a row and a register differ.
_PART_WORDS = {"authors": "first author", "container": "journal", "doi": "DOI"}


def _asked_text(check: Record) -> str:
    """Return when the registers were last asked about a source, and what they had."""
    parts = [_PART_WORDS.get(name, name) for name in check.items("differs")]
    differs = f"differs in {join_words(parts)}" if parts else "differs"
    words = _REGISTER_WORDS.get(str(check["outcome"]), differs)
    day = check["asked_on"]
    return f"Register last asked on {format_date(day if isinstance(day, date) else None)}: {words}"


def _format_authors(text: str) -> str:
    names = [name.strip() for name in text.split(";") if name.strip()]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names) if names[-1] == "et al." else f"{', '.join(names[:-1])} & {names[-1]}"


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
