"""Render the structured data of a page: schema.org as JSON-LD.

The Markdown extension writes it into the body of the page, where search engines read it as well as
in the head; so it needs no template and no hook of a generator. It holds only what the data says:
no day of publication, no reviewer, no rating, and no organization but the contributors as a group.

Required and recommended properties:
https://developers.google.com/search/docs/appearance/structured-data (Article, Breadcrumb, Dataset);
vocabulary: https://schema.org.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import TypeAlias

from jinja2.utils import htmlsafe_json_dumps

from guide.content.catalogue import Catalogue
from guide.content.page_dates import added_on, changed_on, reviewed_on
from guide.content.pages import Page
from guide.content.references import plain_text, split_citation
from guide.core.wording import make_anchor
from guide.data.package import Field
from guide.data.published_paths import DESCRIPTOR_NAME, FOLDER, ZIP_NAME
from guide.data.records import Record
from guide.evidence.citing import CiteSettings, make_settings, site_address
from guide.exports.data_dictionary import DatasetView, make_datasets

# The kinds of page that are an Article; the others are lists, tools and notices.
ARTICLES = ("section", "topic")
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
# The schema.org type of each type of source in sources.csv; any other is a CreativeWork.
_WORK_TYPES = {
    "journal": "ScholarlyArticle",
    "book": "Book",
    "report": "Report",
    "news": "NewsArticle",
    "web": "WebPage",
}
Node: TypeAlias = dict[str, object]


def render_json_ld(catalogue: Catalogue, page: Page) -> str:
    """Render a page's JSON-LD as a script element, a data block; empty without the site's URL.

    Characters that could end the element are escaped, as by Jinja's `tojson`.
    """
    if not catalogue.site_url:
        return ""
    graph = {"@context": "https://schema.org", "@graph": make_page_graph(catalogue, page)}
    text = htmlsafe_json_dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{text}</script>'


def make_page_graph(catalogue: Catalogue, page: Page) -> list[Node]:
    """Return the nodes of a page: WebPage, breadcrumbs, and its article, data sets or terms."""
    settings = make_settings(catalogue.package, catalogue.site_title, catalogue.site_url)
    nodes = [_make_web_page(catalogue, page, settings)]
    nodes += (
        [_make_web_site(page, settings)]
        if page.kind == "home"
        else [breadcrumbs(catalogue, page, settings)]
    )
    nodes += [_make_article(catalogue, page, settings)] if page.kind in ARTICLES else []
    nodes += (
        _make_dataset_nodes(catalogue, page, settings)
        if catalogue.page_by_template.get("datasets") is page
        else []
    )
    nodes += (
        [_make_terms(catalogue, page, settings)]
        if catalogue.page_by_template.get("definitions") is page
        else []
    )
    return nodes


def _make_web_page(catalogue: Catalogue, page: Page, settings: CiteSettings) -> Node:
    address, reviewed = site_address(page.link, settings), reviewed_on(page)
    is_article = page.kind in ARTICLES
    return _drop_empty(
        {
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "name": page.title,
            "description": page.meta.get("description"),
            "inLanguage": page.language,
            "isPartOf": {
                "@type": "WebSite",
                "@id": f"{settings.url}#website",
                "name": settings.title,
                "url": settings.url,
            },
            "lastReviewed": _format_day(reviewed),
            **({} if is_article else _make_dates(catalogue, page)),
            "citation": [] if is_article else list_cited_works(catalogue, page),
            "breadcrumb": None if page.kind == "home" else {"@id": f"{address}#breadcrumbs"},
            "mainEntity": {"@id": f"{address}#article"} if is_article else None,
        }
    )


def _make_web_site(page: Page, settings: CiteSettings) -> Node:
    return _drop_empty(
        {
            "@type": "WebSite",
            "@id": f"{settings.url}#website",
            "url": settings.url,
            "name": settings.title,
            "description": page.meta.get("description"),
            "inLanguage": "en",
            "license": LICENSE,
        }
    )


def breadcrumbs(catalogue: Catalogue, page: Page, settings: CiteSettings) -> Node:
    """Return the breadcrumbs of a page: home, the index pages of its folders, the page itself."""
    indexes = [folder / "index.md" for folder in reversed(PurePosixPath(page.uri).parents)]
    trail = [
        catalogue.pages[str(uri)]
        for uri in indexes
        if str(uri) in catalogue.pages and str(uri) != page.uri
    ]
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": step.title,
            "item": {"@id": site_address(step.link, settings)},
        }
        for position, step in enumerate([*trail, page], start=1)
    ]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{site_address(page.link, settings)}#breadcrumbs",
        "itemListElement": items,
    }


def _make_article(catalogue: Catalogue, page: Page, settings: CiteSettings) -> Node:
    address = site_address(page.link, settings)
    return _drop_empty(
        {
            "@type": "Article",
            "@id": f"{address}#article",
            "url": address,
            "headline": page.title,
            "description": page.meta.get("description"),
            "inLanguage": page.language,
            "image": _find_image_url(catalogue, page, settings),
            **_make_dates(catalogue, page),
            "author": _make_author(settings),
            "license": LICENSE,
            "isAccessibleForFree": True,
            "mainEntityOfPage": {"@id": address},
            "citation": list_cited_works(catalogue, page),
        }
    )


def _find_image_url(catalogue: Catalogue, page: Page, settings: CiteSettings) -> str | None:
    """Return the URL of a page's Open Graph image (scripts/draw_og.py draws them), or None."""
    image = f"assets/og/{page.slug if page.kind == 'section' else 'topics'}.png"
    return settings.url + image if image in catalogue.assets else None


def _make_dates(catalogue: Catalogue, page: Page) -> Node:
    return {
        "dateCreated": _format_day(added_on(catalogue, page)),
        "dateModified": _format_day(changed_on(catalogue, page)),
    }


def _make_author(settings: CiteSettings) -> Node:
    return {
        "@type": "Organization",
        "name": settings.publisher,
        "url": site_address("/about/index.md", settings),
    }


def list_cited_works(catalogue: Catalogue, page: Page) -> list[Node]:
    """List the sources that a page cites, by key or through a finding, once each, in text order."""
    keys = (
        key
        for reference in catalogue.references[page.uri]
        for key in _find_source_keys(catalogue, reference.kind, reference.target)
    )
    return [
        _make_work(catalogue.sources[key])
        for key in dict.fromkeys(keys)
        if key in catalogue.sources
    ]


def _find_source_keys(catalogue: Catalogue, kind: str, target: str) -> Iterator[str]:
    if kind == "citation":
        yield from (key for key, _ in split_citation(target))
    elif kind == "finding" and target in catalogue.findings:
        yield str(catalogue.findings[target]["source"])


def _make_work(source: Record) -> Node:
    """Return a source with its main properties; its entry in the bibliography has the rest.

    Authors are left out: the data does not say which of them are people, and they would make a page
    a tenth larger.
    """
    doi, url = (str(source.values.get(name) or "") for name in ("doi", "url"))
    return _drop_empty(
        {
            "@type": _WORK_TYPES.get(str(source.values.get("type")), "CreativeWork"),
            "name": source["title"],
            "datePublished": str(source["year"]) if source["year"] else None,
            "identifier": f"doi:{doi}" if doi else None,
            "url": f"https://doi.org/{doi}" if doi else url,
        }
    )


def _make_dataset_nodes(catalogue: Catalogue, page: Page, settings: CiteSettings) -> list[Node]:
    """Return the node of the whole package, then one for each data set in it."""
    address, package = site_address(page.link, settings), catalogue.package
    data = package.document.data if isinstance(package.document.data, dict) else {}
    parts = [_make_dataset(catalogue, view, address, settings) for view in make_datasets(catalogue)]
    whole = _drop_empty(
        {
            "@type": "Dataset",
            "@id": f"{address}#package",
            "url": address,
            "name": package.title,
            "description": _join_lines(data.get("description")),
            "keywords": data.get("keywords"),
            "version": package.version,
            "license": _list_licenses(data.get("licenses")),
            "creator": _make_author(settings),
            "isAccessibleForFree": True,
            "dateModified": _format_day(settings.day),
            "hasPart": [{"@id": part["@id"]} for part in parts],
            "distribution": [
                _make_download(f"{settings.url}{FOLDER}/{ZIP_NAME}", "application/zip"),
                _make_download(f"{settings.url}{FOLDER}/{DESCRIPTOR_NAME}", "application/json"),
            ],
        }
    )
    return [whole, *parts]


def _make_dataset(
    catalogue: Catalogue, view: DatasetView, address: str, settings: CiteSettings
) -> Node:
    """Return one data set; its description has the status and the notes, to keep them together."""
    status = f"{view.status_label}. {view.status_note}" if view.status else ""
    description = " ".join(filter(None, (view.description, status, *view.notes)))
    return _drop_empty(
        {
            "@type": "Dataset",
            "@id": f"{address}#{view.id}",
            "url": f"{address}#{view.id}",
            "name": view.title,
            "alternateName": view.name,
            "description": _join_lines(plain_text(description, catalogue.citations)),
            "version": settings.version,
            "license": [link or words for words, link in view.licenses],
            "creator": _make_author(settings),
            "isAccessibleForFree": True,
            "dateModified": _format_day(view.updated),
            "isPartOf": {"@id": f"{address}#package"},
            "distribution": [
                _make_download(settings.url + view.csv, "text/csv"),
                _make_download(settings.url + view.json, "application/json"),
            ],
            "variableMeasured": [
                _make_variable(item) for item in catalogue.package.resources[view.name].fields
            ],
        }
    )


def _make_variable(item: Field) -> Node:
    """Return a column; its description is in the dictionary on the page and in datapackage.json."""
    return _drop_empty(
        {
            "@type": "PropertyValue",
            "name": item.title or item.name,
            "alternateName": item.name,
            "unitText": item.unit,
        }
    )


def _make_download(address: str, kind: str) -> Node:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}


def _list_licenses(licenses: object) -> list[str]:
    """Return the path, else the name, of each license of the descriptor."""
    if not isinstance(licenses, list):
        return []
    items = [item for item in licenses if isinstance(item, dict)]
    return [str(item.get("path") or item.get("name")) for item in items]


def _make_terms(catalogue: Catalogue, page: Page, settings: CiteSettings) -> Node:
    """Return the node of the glossary, with its terms."""
    address = site_address(page.link, settings)
    return _drop_empty(
        {
            "@type": "DefinedTermSet",
            "@id": f"{address}#terms",
            "url": address,
            "name": page.title,
            "description": page.meta.get("description"),
            "inLanguage": "en",
            "license": LICENSE,
            "hasDefinedTerm": [
                _make_term(catalogue, row, address)
                for row in catalogue.rows("glossary")
                if row["term"]
            ],
        }
    )


def _make_term(catalogue: Catalogue, row: Record, address: str) -> Node:
    return _drop_empty(
        {
            "@type": "DefinedTerm",
            "@id": f"{address}#{make_anchor(row['id'])}",
            "url": f"{address}#{make_anchor(row['id'])}",
            "name": row["term"],
            "alternateName": row.items("phrases", "|"),
            "termCode": row["id"],
            "description": plain_text(str(row["definition"] or ""), catalogue.citations),
            "inDefinedTermSet": {"@id": f"{address}#terms"},
        }
    )


def _drop_empty(node: Node) -> Node:
    """Drop the properties of a node that have no value."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _join_lines(text: object) -> str:
    return " ".join(str(text or "").split())


def _format_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
