"""Render the helplines by country, with their words in the language of the page."""

from typing import TypeAlias

from guide.content.catalogue import Catalogue
from guide.content.languages import make_translate
from guide.core.templates import render
from guide.data.package import TableSpec
from guide.data.records import Record
from guide.data.translations import translate_rows
from guide.rendering.tables import open_columns

# A country in English, by which its heading is linked, as it is shown, and its lines.
CountryLines: TypeAlias = tuple[str, str, list[Record]]


def render_helplines(
    catalogue: Catalogue, spec: TableSpec, rows: list[Record], identifier: str, language: str
) -> str:
    """Render a card for each of the helplines as XHTML."""
    return render(
        "rendering/helplines.html",
        id=identifier,
        t=make_translate(catalogue, language),
        countries=group_by_country(catalogue, [row for row in rows if row["country"]], language),
        today=catalogue.today,
        open_columns=open_columns(catalogue, spec.resource),
    )


def group_by_country(catalogue: Catalogue, rows: list[Record], language: str) -> list[CountryLines]:
    """Group helplines, in their order, by country; each with its words in a language."""
    shown = translate_rows(rows, catalogue.rows(f"helplines-{language}"))
    countries: dict[str, list[Record]] = {}
    for row, translation in zip(rows, shown, strict=True):
        countries.setdefault(str(row["country"]), []).append(translation)
    return [(country, str(lines[0]["country"]), lines) for country, lines in countries.items()]
