"""Report what is due: helplines, pages, findings whose source is gone, what is still to be read.

The day is an argument. A source is gone when it has no row, or when its address no longer answers.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from guide.checks.external_links import normalize_address, source_addresses
from guide.content.catalogue import Catalogue
from guide.content.retractions import retracted_findings
from guide.core.days import parse_day
from guide.core.github_markdown import code, escape
from guide.core.wording import format_count, format_date, join_words

# A number that has changed can cost somebody their help: helplines are checked twice a year.
HELPLINE_DAYS = 180
# A page this old may no longer be true of the service.
EVIDENCE_DAYS = 730


def report_due(catalogue: Catalogue, today: date, dead_urls: Collection[str] = ()) -> str:
    """Return what is due on a day as Markdown for one issue, or "" when nothing is.

    `dead_urls` holds web addresses that no longer answer.
    """
    parts = (
        ("Helplines to check again", list(due_helplines(catalogue, today))),
        ("Pages to review", list(due_pages(catalogue, today))),
        ("Findings that rest on a retracted work", list(retracted(catalogue))),
        ("Findings whose source is gone", list(dead_sources(catalogue, dead_urls))),
        ("Still to be read", list(unread(catalogue))),
    )
    total = sum(len(lines) for _, lines in parts)
    if not total:
        return ""
    texts = [
        f"## {title}\n\n" + "\n".join(f"- [ ] {line}" for line in lines)
        for title, lines in parts
        if lines
    ]
    return (
        "\n\n".join(
            [f"{format_count(total, 'thing')} to look at, as of {format_date(today)}.", *texts]
        )
        + "\n"
    )


def due_helplines(catalogue: Catalogue, today: date) -> Iterator[str]:
    """Yield a line for each helpline whose check is too old or in doubt, the oldest first.

    Too old is more than HELPLINE_DAYS since the check, or more than EVIDENCE_DAYS since the newest
    page that was read. A doubt is written in the cell `recheck` and stays on the
    list until an editor empties it.
    """
    for row in sorted(catalogue.rows("helplines"), key=lambda row: str(row["checked_on"] or "")):
        day = row["checked_on"]
        name = f"**{escape(str(row['service']))}** ({escape(str(row['country']))})"
        if doubt := str(row.values.get("recheck") or "").strip():
            yield (
                f"{name}: {escape(doubt.rstrip('.'))}. Then empty `recheck` of {code(row['id'])} "
                "in `data/helplines.csv`"
            )
        evidence = row.values.get("evidence_on")
        if isinstance(evidence, date) and today - evidence > timedelta(days=EVIDENCE_DAYS):
            yield (
                f"{name}: the newest page that was read is of {format_date(evidence)}. Read a newer"
                f" one, then set `evidence_on` of {code(row['id'])} in `data/helplines.csv`"
            )
        if not isinstance(day, date):
            yield f"{name}: no day of a check"
        elif today - day > timedelta(days=HELPLINE_DAYS):
            yield (
                f"{name}: checked on {format_date(day)}, {(today - day).days} days ago. Confirm it"
                f" on two pages, then set `checked_on` of {code(row['id'])} in `data/helplines.csv`"
            )


def due_pages(catalogue: Catalogue, today: date) -> Iterator[str]:
    """Yield a line for each page whose `review_by` has passed, the longest overdue first."""
    overdue = []
    for page in catalogue.pages.values():
        day = parse_day(page.meta.get("review_by"))
        if day and day < today:  # the check of front matter reports a page without a day
            overdue.append((day, page))
    for day, page in sorted(overdue, key=lambda item: (item[0], item[1].uri)):
        yield (
            f"**{escape(page.title)}** ({code(page.path)}): due by {format_date(day)}. "
            "Read it against its findings, then set `reviewed` and `review_by`"
        )


def unread(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each row of to_read.csv: what is missing, and where to look."""
    for row in catalogue.rows("to-read"):
        yield (
            f"{escape(str(row['what']))} Look: {escape(str(row['where'] or '').rstrip('.'))}. Then"
            f" delete {code(row['id'])} in `data/to_read.csv`"
        )


def retracted(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each finding that rests on a work that a register has as retracted."""
    for finding in retracted_findings(catalogue):
        key = str(finding["id"])
        yield (
            f"{code(key)} (used on {_name_pages(catalogue, key)}): {code(finding['source'])} was"
            " retracted. Rest it on another source, give it the status contradicted, or delete it"
        )


def dead_sources(catalogue: Catalogue, dead_urls: Collection[str] = ()) -> Iterator[str]:
    """Yield a line for each finding whose source has no row, or only an address that is dead.

    A source with an archived copy is not listed.
    """
    if "sources" not in catalogue.records:
        return
    dead = {normalize_address(address) for address in dead_urls}
    for key, finding in catalogue.findings.items():
        source = catalogue.sources.get(str(finding["source"]))
        if source is None:
            reason = f"no source is called {code(finding['source'])}"
        elif not source.values.get("archive_url") and any(
            normalize_address(address) in dead for address in source_addresses(source)
        ):
            reason = (
                f"the address of {code(source['key'])} answers no more, and it has no archived copy"
            )
        else:
            continue
        yield f"{code(key)} (used on {_name_pages(catalogue, key)}): {reason}"


def _name_pages(catalogue: Catalogue, finding: str) -> str:
    titles = [escape(page.title) for page in catalogue.finding_pages.get(finding, [])]
    return join_words(titles) or "no page"
