"""Say what a page is in schema.org's words, for programs (JSON-LD).

Imports package, download_names, records, page, references, catalogue, dictionary, cite, page_dates.

It is made by the Markdown extension and stands in the page's text, where search engines read it as
well as in its head, so that it needs no template and no hook of a generator. Only what the data
knows is said: there is no day of publication, no reviewer, no rating, and no organization beyond
the contributors as a group.

Required and recommended properties:
https://developers.google.com/search/docs/appearance/structured-data (Article, Breadcrumb, Dataset);
the words: https://schema.org.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

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

# The kinds of page that are read from top to bottom; the others are lists, tools and notices.
ARTICLES = ("section", "topic")
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
# What each kind of source in sources.csv is to schema.org; any other is a CreativeWork.
_WORKS = {
    "journal": "ScholarlyArticle",
    "book": "Book",
    "report": "Report",
    "news": "NewsArticle",
    "web": "WebPage",
}
Node = dict[str, object]


def render_linked_data(catalogue: Catalogue, page: Page) -> str:
    """Return a page's JSON-LD as a script element, which no browser runs; nothing where the site has no address.

    Whatever could end the element is escaped, as Jinja's `tojson` does it.
    """
    if not catalogue.site_url:
        return ""
    graph = {"@context": "https://schema.org", "@graph": page_graph(catalogue, page)}
    text = htmlsafe_json_dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{text}</script>'


def page_graph(catalogue: Catalogue, page: Page) -> list[Node]:
    """Return the nodes of a page: the page, its way from home, and the article, data sets or terms that it holds."""
    settings = make_settings(catalogue.package, catalogue.site_title, catalogue.site_url)
    nodes = [_web_page(catalogue, page, settings)]
    nodes += (
        [_web_site(page, settings)]
        if page.kind == "home"
        else [breadcrumbs(catalogue, page, settings)]
    )
    nodes += [_article(catalogue, page, settings)] if page.kind in ARTICLES else []
    nodes += (
        _datasets(catalogue, page, settings) if catalogue.shown_on.get("datasets") is page else []
    )
    nodes += (
        [_terms(catalogue, page, settings)] if catalogue.shown_on.get("definitions") is page else []
    )
    return nodes


def _web_page(catalogue: Catalogue, page: Page, settings: CiteSettings) -> Node:
    address, reviewed = site_address(page.link, settings), reviewed_on(page)
    is_article = page.kind in ARTICLES
    return _filled(
        {
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "name": page.title,
            "description": page.meta.get("description"),
            "inLanguage": "en",
            "isPartOf": {
                "@type": "WebSite",
                "@id": f"{settings.url}#website",
                "name": settings.title,
                "url": settings.url,
            },
            "lastReviewed": _iso(reviewed),
            **({} if is_article else _dates(catalogue, page)),
            "citation": [] if is_article else cited_works(catalogue, page),
            "breadcrumb": None if page.kind == "home" else {"@id": f"{address}#breadcrumbs"},
            "mainEntity": {"@id": f"{address}#article"} if is_article else None,
        }
    )


def _web_site(page: Page, settings: CiteSettings) -> Node:
    return _filled(
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
    """Return the way from the home page to a page, over the first pages of the folders that it lies in."""
    above = [folder / "index.md" for folder in reversed(PurePosixPath(page.uri).parents)]
    trail = [
        catalogue.pages[str(uri)]
        for uri in above
        if str(uri) in catalogue.pages and str(uri) != page.uri
    ]
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": step.title,
            "item": {"@id": site_address(step.link, settings)},
        }
        for place, step in enumerate([*trail, page], start=1)
    ]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{site_address(page.link, settings)}#breadcrumbs",
        "itemListElement": items,
    }


def _article(catalogue: Catalogue, page: Page, settings: CiteSettings) -> Node:
    address = site_address(page.link, settings)
    return _filled(
        {
            "@type": "Article",
            "@id": f"{address}#article",
            "url": address,
            "headline": page.title,
            "description": page.meta.get("description"),
            "inLanguage": "en",
            "image": _image(catalogue, page, settings),
            **_dates(catalogue, page),
            "author": _author(settings),
            "license": LICENSE,
            "isAccessibleForFree": True,
            "mainEntityOfPage": {"@id": address},
            "citation": cited_works(catalogue, page),
        }
    )


def _image(catalogue: Catalogue, page: Page, settings: CiteSettings) -> str | None:
    """Return the address of the picture that stands for a page elsewhere (scripts/draw_og.py draws them)."""
    picture = f"assets/og/{page.slug if page.kind == 'section' else 'topics'}.png"
    return settings.url + picture if picture in catalogue.assets else None


def _dates(catalogue: Catalogue, page: Page) -> Node:
    return {
        "dateCreated": _iso(added_on(catalogue, page)),
        "dateModified": _iso(changed_on(catalogue, page)),
    }


def _author(settings: CiteSettings) -> Node:
    return {
        "@type": "Organization",
        "name": settings.publisher,
        "url": site_address("/about/index.md", settings),
    }


def cited_works(catalogue: Catalogue, page: Page) -> list[Node]:
    """Return the sources that a page cites, by key or through a finding, each once, in the order of the text."""
    keys = (
        key
        for reference in catalogue.references[page.uri]
        for key in _source_keys(catalogue, reference.kind, reference.target)
    )
    return [
        _work(catalogue.sources[key]) for key in dict.fromkeys(keys) if key in catalogue.sources
    ]


def _source_keys(catalogue: Catalogue, kind: str, target: str) -> Iterator[str]:
    if kind == "citation":
        yield from (key for key, _ in split_citation(target))
    elif kind == "finding" and target in catalogue.findings:
        yield str(catalogue.findings[target]["source"])


def _work(source: Record) -> Node:
    """Return a source, as short as it can be: its entry in the bibliography says the rest.

    Authors are left out: the data does not say which of them are people, and they would make a page
    a tenth larger.
    """
    doi, url = (str(source.values.get(name) or "") for name in ("doi", "url"))
    return _filled(
        {
            "@type": _WORKS.get(str(source.values.get("type")), "CreativeWork"),
            "name": source["title"],
            "datePublished": str(source["year"]) if source["year"] else None,
            "identifier": f"doi:{doi}" if doi else None,
            "url": f"https://doi.org/{doi}" if doi else url,
        }
    )


def _datasets(catalogue: Catalogue, page: Page, settings: CiteSettings) -> list[Node]:
    """Return the package as a whole, then each data set of it."""
    address, package = site_address(page.link, settings), catalogue.package
    data = package.document.data if isinstance(package.document.data, dict) else {}
    parts = [_dataset(catalogue, view, address, settings) for view in make_datasets(catalogue)]
    whole = _filled(
        {
            "@type": "Dataset",
            "@id": f"{address}#package",
            "url": address,
            "name": package.title,
            "description": _one_line(data.get("description")),
            "keywords": data.get("keywords"),
            "version": package.version,
            "license": _license(data.get("licenses")),
            "creator": _author(settings),
            "isAccessibleForFree": True,
            "dateModified": _iso(settings.day),
            "hasPart": [{"@id": part["@id"]} for part in parts],
            "distribution": [
                _download(f"{settings.url}{FOLDER}/{ZIP_NAME}", "application/zip"),
                _download(f"{settings.url}{FOLDER}/{DESCRIPTOR_NAME}", "application/json"),
            ],
        }
    )
    return [whole, *parts]


def _dataset(catalogue: Catalogue, view: DatasetView, address: str, settings: CiteSettings) -> Node:
    """Return one data set. What is wrong with its figures is a part of its description, so that they stay together."""
    status = f"{view.status_label}. {view.status_note}" if view.status else ""
    told = " ".join(filter(None, (view.description, status, *view.notes)))
    return _filled(
        {
            "@type": "Dataset",
            "@id": f"{address}#{view.id}",
            "url": f"{address}#{view.id}",
            "name": view.title,
            "alternateName": view.name,
            "description": _one_line(plain_text(told, catalogue.citations)),
            "version": settings.version,
            "license": [link or words for words, link in view.licenses],
            "creator": _author(settings),
            "isAccessibleForFree": True,
            "dateModified": _iso(view.updated),
            "isPartOf": {"@id": f"{address}#package"},
            "distribution": [
                _download(settings.url + view.csv, "text/csv"),
                _download(settings.url + view.json, "application/json"),
            ],
            "variableMeasured": [
                _variable(item) for item in catalogue.package.resources[view.name].fields
            ],
        }
    )


def _variable(item: Field) -> Node:
    """Return a column. What it holds stands in the dictionary on the same page, and in datapackage.json."""
    return _filled(
        {
            "@type": "PropertyValue",
            "name": item.title or item.name,
            "alternateName": item.name,
            "unitText": item.unit,
        }
    )


def _download(address: str, kind: str) -> Node:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}


def _license(given: object) -> list[str]:
    items = [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []
    return [str(item.get("path") or item.get("name")) for item in items]


def _terms(catalogue: Catalogue, page: Page, settings: CiteSettings) -> Node:
    """Return the glossary and its terms."""
    address = site_address(page.link, settings)
    return _filled(
        {
            "@type": "DefinedTermSet",
            "@id": f"{address}#terms",
            "url": address,
            "name": page.title,
            "description": page.meta.get("description"),
            "inLanguage": "en",
            "license": LICENSE,
            "hasDefinedTerm": [
                _term(catalogue, row, address) for row in catalogue.rows("glossary") if row["term"]
            ],
        }
    )


def _term(catalogue: Catalogue, row: Record, address: str) -> Node:
    return _filled(
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


def _filled(node: Node) -> Node:
    """Return a node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _one_line(text: object) -> str:
    return " ".join(str(text or "").split())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
