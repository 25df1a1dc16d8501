"""Make the views of findings, sources and claims that the templates show. Imports text, records, frequency, catalogue."""

import re
from dataclasses import dataclass, field

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.core.wording import format_date, format_number
from guide.data.records import Record
from guide.evidence.natural_frequency import natural_frequency

# The kinds of study in plain words; the keys are the words of findings.design.
DESIGNS = {
    "meta-analysis": "Meta-analysis: the results of many studies pooled",
    "systematic-review": "Systematic review: all studies found on a question, weighed",
    "rct": "Randomized trial: people assigned by chance to a treatment or a comparison",
    "experiment": "Experiment: conditions set by the researchers, usually brief",
    "longitudinal": (
        "Longitudinal study: the same people followed over time; it shows order, not cause"
    ),
    "cross-sectional": "Survey at one time: shows what goes together, not what causes what",
    "qualitative": "Interviews or observation: shows what people say, not how common it is",
    "theory": "Theory paper: an argument from earlier research",
    "expert-opinion": "Expert opinion: judgment, not a study",
    "official-statistics": "Official statistics",
    "commercial-survey": "Survey by a company or polling firm",
}
STATUS_WORDS = {
    "verified": "We read the abstract, the report, or the publisher's own page, and it says so.",
    "secondary": "A reputable third party reports it; we have not read the original.",
    "unverified": "We found nothing that supports it.",
    "contradicted": "What we found says otherwise.",
}


@dataclass(frozen=True)
class FindingView:
    """One finding as readers see it. `uses` are the ids of the places on the page that rest on it."""

    id: str
    statement: str
    value: str
    population: str
    period: str
    design: str
    design_word: str
    status: str
    status_words: str
    checked: str
    caveat: str
    source: str
    source_link: str
    source_year: int | None
    library_link: str
    topics: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)


def make_finding(
    catalogue: Catalogue, finding: Record, *, uses: list[str] | None = None
) -> FindingView:
    """Return the view of a finding; with `uses`, as an entry of one page."""
    key = str(finding["source"])
    design, status = str(finding["design"] or ""), str(finding["status"] or "unverified")
    return FindingView(
        id=str(finding["id"]),
        statement=str(finding["statement"] or ""),
        value=format_value(finding),
        population=str(finding["population"] or ""),
        period=str(finding["period"] or ""),
        design=DESIGNS.get(design, design),
        design_word=DESIGNS.get(design, design).partition(":")[0],
        status=status,
        status_words=STATUS_WORDS.get(status, ""),
        checked=_say_checks(finding),
        caveat=str(finding["caveat"] or ""),
        source=catalogue.source_label(finding["source"]),
        source_link=catalogue.source_link(key),
        source_year=_source_year(catalogue, key),
        library_link=catalogue.finding_link(str(finding["id"])),
        topics=[page.title for page in find_topics(catalogue, finding)],
        pages=catalogue.finding_pages.get(str(finding["id"]), []),
        uses=uses or [],
    )


# How a second look at a row came out, in words.
OUTCOMES = {
    "agrees": "it agrees",
    "agrees-in-part": "it agrees in part",
    "corrected": "it was corrected",
    "not-found": "nothing public was found",
}


def _say_checks(finding: Record) -> str:
    """Return when a row was checked, and how a second look came out, where there was one."""
    first, again = finding.values.get("checked_on"), finding.values.get("rechecked_on")
    outcome = OUTCOMES.get(str(finding.values.get("recheck_outcome")), "")
    said = f"Checked {format_date(first)}." if first else ""
    return (
        f"{said} Checked again against public sources {format_date(again)}: {outcome}."
        if again and outcome
        else said
    )


def _source_year(catalogue: Catalogue, key: str) -> int | None:
    year = catalogue.sources[key]["year"] if key in catalogue.sources else None
    return int(year) if year else None


def find_topics(catalogue: Catalogue, finding: Record) -> list[Page]:
    """Return the topic pages that a finding names."""
    names = finding.items("topics") if "topics" in finding.values else []
    return [catalogue.topics[name] for name in names if name in catalogue.topics]


def share_of_people(finding: Record) -> float | None:
    """Return a finding's value when it is a percentage of people, and None when it is anything else."""
    value = finding.values.get("value")
    return (
        float(value)
        if value is not None and finding.values.get("measures") == "percent-of-people"
        else None
    )


def frequency_in_words(text: str, finding: Record) -> str:
    """Return the natural frequency to add to words that quote a finding's percentage of people, or "".

    Nothing is added where the words quote another number than the value, or a frequency already.
    Where they quote several percentages, the one that is meant is named.

    >>> # "24% said so" -> "about 1 in 4"; "24% in 2020 and 17% in 2023" -> "24% is about 1 in 4"
    """
    share = share_of_people(finding)
    quoted = re.findall(r"(\d+(?:\.\d+)?)\s?%", text)
    if share is None or share not in map(float, quoted) or re.search(r"\d in \d|one in", text):
        return ""
    words = natural_frequency(share)
    return words if len(quoted) == 1 else f"{format_number(share)}% is {words}"


def format_value(finding: Record) -> str:
    """Return a finding's value with its unit, as a range where it has one, or "" when it has none.

    A percentage joins its unit ("24% of adults"); the name of a measure comes first ("Hedges g:
    0.17").
    """
    low, high, value = (finding.values.get(name) for name in ("value_low", "value_high", "value"))
    unit = str(finding["unit"] or "")
    if low is not None and high is not None:
        shown = f"{_number(low, unit)} to {_number(high, unit)}"
    elif value is not None:
        shown = _number(value, unit)
    else:
        return ""
    if unit.startswith("%"):
        share = share_of_people(finding) if low is None or high is None else None
        return shown + unit + ("" if share is None else f" ({natural_frequency(share)})")
    if finding.values.get("measures") in ("effect-size", "ratio"):
        return f"{unit}: {shown}" if unit else shown
    return f"{shown} {unit}".strip()


def _number(value: object, unit: str) -> str:
    return format_number(float(value), grouped="year" not in unit)


@dataclass(frozen=True)
class SourceView:
    """One entry of the bibliography."""

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


def make_source(catalogue: Catalogue, source: Record) -> SourceView:
    """Return the view of a source; its DOI is preferred to its address."""
    doi, url = str(source["doi"] or ""), str(source["url"] or "")
    return SourceView(
        key=str(source["key"]),
        label=catalogue.source_label(source["key"]),
        authors=_authors(str(source["authors"] or "")),
        year=str(source["year"] or "no date"),
        title=str(source["title"] or ""),
        container=str(source["container"] or ""),
        link=f"https://doi.org/{doi}" if doi else url,
        link_text=f"doi.org/{doi}" if doi else _site(url),
        archive=str(source.values.get("archive_url") or ""),
        pages=catalogue.source_pages.get(str(source["key"]), []),
    )


def _authors(text: str) -> str:
    names = [name.strip() for name in text.split(";") if name.strip()]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names) if names[-1] == "et al." else f"{', '.join(names[:-1])} & {names[-1]}"


def _site(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
