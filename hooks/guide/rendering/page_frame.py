"""Render page header and footer: help strip, truth, related topics, mentions, evidence, dates."""

from datetime import date

from guide.content.catalogue import Catalogue
from guide.content.languages import make_translate, name_translations
from guide.content.pages import Page
from guide.content.reading_time import reading_time
from guide.core.days import parse_day
from guide.core.templates import render
from guide.evidence.citing import Citation, cite_page, make_settings
from guide.evidence.views import FindingView, make_finding
from guide.rendering.helplines import CountryLines, group_by_country
from guide.rendering.section_path import make_path_label, render_path
from guide.rendering.tables import open_columns

_BROWSING = "browsing-safely.md"


def render_opening(catalogue: Catalogue, page: Page) -> str:
    """Render the header of a page: help strip, truth of a section, whom a topic serves."""
    review_by = parse_day(page.meta.get("review_by"))
    is_overdue = bool(catalogue.today and review_by and review_by < catalogue.today)
    help_page, browsing = (_in_language(catalogue, page, uri) for uri in ("help.md", _BROWSING))
    return render(
        "rendering/opening.html",
        t=make_translate(catalogue, page.language),
        reading=reading_time(page),
        place=make_path_label(catalogue, page),
        page=page,
        meta=page.meta,
        overdue=review_by if is_overdue else None,
        help=help_page.link if help_page else "",
        is_help=page.uri in ("help.md", help_page.uri if help_page else ""),
        browsing=browsing.link if browsing else "",
        is_browsing=browsing is not None and page.uri == browsing.uri,
        translations=name_translations(catalogue, page),
        urgent_lines=_urgent_lines(catalogue, page.language) if page.meta.get("safety") else [],
        open_columns=open_columns(catalogue, "helplines"),
    )


def _in_language(catalogue: Catalogue, page: Page, uri: str) -> Page | None:
    """Return the page at `uri` in the language of another page, or else in English."""
    if (english := catalogue.pages.get(uri)) is None:
        return None
    translations = english.meta.get("translations")
    other = translations.get(page.language) if isinstance(translations, dict) else None
    return catalogue.pages.get(other, english) if isinstance(other, str) else english


def _urgent_lines(catalogue: Catalogue, language: str) -> list[CountryLines]:
    """Return the emergency, abuse and directory rows of the helplines, by country."""
    rows = [
        row
        for row in catalogue.rows("helplines")
        if row["country"]
        and row["service"]
        and row.values.get("kind") in ("emergency", "abuse", "directory")
    ]
    return group_by_country(catalogue, rows, language)


def render_closing(catalogue: Catalogue, page: Page, uses: dict[str, list[str]]) -> str:
    """Render the footer of a page: related topics, mentions, the evidence used, the dates.

    `uses` has, for each finding on the page, the ids of the places that rest on it.
    """
    related = page.meta.get("related")
    topics = [
        (catalogue.topics[entry["topic"]], entry.get("reason", ""))
        for entry in (related if isinstance(related, list) else [])
        if isinstance(entry, dict) and entry.get("topic") in catalogue.topics
    ]
    mentions = catalogue.mentions[page.link] if page.kind == "topic" else []
    findings = [
        make_finding(catalogue, catalogue.findings[key], uses=places)
        for key, places in uses.items()
    ]
    return render_path(catalogue, page) + render(
        "rendering/closing.html",
        t=make_translate(catalogue, page.language),
        page=page,
        repository=catalogue.repository,
        edit=catalogue.repository.edit(page.path) if catalogue.repository else "",
        serves=page.meta.get("serves"),
        related=topics,
        findings=findings,
        mentions=[mention for mention in mentions if mention.kind in ("section", "topic")],
        reviewed=parse_day(page.meta.get("reviewed")),
        review_by=parse_day(page.meta.get("review_by")),
        citation=_cite(catalogue, page),
        words="Cite this guide" if page.kind == "home" else "Cite this page",
        ages=find_evidence_ages(findings, catalogue.today),
        corrections=catalogue.corrections.get(page.uri, []),
    )


def _cite(catalogue: Catalogue, page: Page) -> Citation | None:
    """Return the citation of a page; None without an address of the site, as none can be cited."""
    if not catalogue.site_url:
        return None
    return cite_page(
        page, make_settings(catalogue.package, catalogue.site_title, catalogue.site_url)
    )


def find_evidence_ages(
    findings: list[FindingView], today: date | None
) -> tuple[int, int, int | None, int | None] | None:
    """Return the years of the oldest and the newest source of a page, and their ages in years.

    The ages are None without a day to count from; the result is None where no source has a year.
    """
    years = [finding.source_year for finding in findings if finding.source_year]
    if not years:
        return None
    oldest, newest = min(years), max(years)
    return (
        (oldest, newest, today.year - oldest, today.year - newest)
        if today
        else (oldest, newest, None, None)
    )
