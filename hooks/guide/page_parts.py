"""Render what the build adds to a page: help, truth, related topics, mentions, evidence, dates.

Imports render, evidence, catalogue.
"""

from datetime import date

from guide.catalogue import Catalogue
from guide.evidence import FindingView, make_finding
from guide.page import Page
from guide.render import render


def render_opening(catalogue: Catalogue, page: Page) -> str:
    """Return what stands above a page's text: the help strip, the truth of a section, whom a topic serves."""
    review_by = _date(page.meta.get("review_by"))
    is_overdue = bool(catalogue.today and review_by and review_by < catalogue.today)
    return render("opening.html", page=page, meta=page.meta, has_help="help.md" in catalogue.pages,
                  overdue=review_by if is_overdue else None)


def render_closing(catalogue: Catalogue, page: Page, uses: dict[str, list[str]]) -> str:
    """Return what stands below a page's text: related topics, mentions, the evidence used, the dates.

    `uses` has, for each finding on the page, the ids of the places that rest on it.
    """
    related = page.meta.get("related") if isinstance(page.meta.get("related"), list) else []
    topics = [(catalogue.topics[entry["topic"]], entry.get("reason", "")) for entry in related
              if isinstance(entry, dict) and entry.get("topic") in catalogue.topics]
    mentions = catalogue.mentions[page.link] if page.kind == "topic" else []
    findings = [make_finding(catalogue, catalogue.findings[key], uses=places) for key, places in uses.items()]
    return render(
        "closing.html", page=page, related=topics, findings=findings,
        mentions=[mention for mention in mentions if mention.kind in ("section", "topic")],
        reviewed=_date(page.meta.get("reviewed")), review_by=_date(page.meta.get("review_by")),
        ages=evidence_ages(findings, catalogue.today), corrections=catalogue.corrections.get(page.uri, []),
    )


def evidence_ages(findings: list[FindingView], today: date | None) -> tuple[int, int, int | None, int | None] | None:
    """Return the years in which the oldest and the newest source of a page were published, and their ages in years.

    The ages are None without a day to count from; the whole is None where no source has a year.
    """
    years = [finding.source_year for finding in findings if finding.source_year]
    if not years:
        return None
    oldest, newest = min(years), max(years)
    return (oldest, newest, today.year - oldest, today.year - newest) if today else (oldest, newest, None, None)


def _date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
