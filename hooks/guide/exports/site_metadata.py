"""Make the files that tell programs about the site: sitemap.xml, robots.txt, build.json.

Imports download_names, page, catalogue, render, cite, page_dates. Pure; the day is the catalogue's.
"""

import json
from xml.etree import ElementTree

from guide.content.catalogue import Catalogue
from guide.content.page_dates import touched_on
from guide.content.pages import Page
from guide.core.templates import render
from guide.data.published_paths import BUILD_NAME, ROBOTS_NAME, SITEMAP_NAME
from guide.evidence.citing import CiteSettings, site_address

_SITEMAP_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def make_site_files(catalogue: Catalogue, settings: CiteSettings) -> dict[str, bytes]:
    """Return the files by their address below the site. Without an address of the site there is no sitemap."""
    files = {
        ROBOTS_NAME: robots_text(catalogue.site_url).encode(),
        BUILD_NAME: build_json(catalogue, settings).encode(),
    }
    return files | ({SITEMAP_NAME: sitemap_xml(catalogue, settings)} if catalogue.site_url else {})


def robots_text(site_url: str) -> str:
    """Return robots.txt: all may be read, and the sitemap's address (https://www.rfc-editor.org/rfc/rfc9309).

    Crawlers look for it at the root of a host only. Where the site lies below a folder it says
    nothing to them.
    """
    sitemap = f"\nSitemap: {site_url.rstrip('/')}/{SITEMAP_NAME}\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def sitemap_xml(catalogue: Catalogue, settings: CiteSettings) -> bytes:
    """Return the sitemap (https://www.sitemaps.org/protocol.html): every page, and no redirect.

    `lastmod` is the day of the page's last recorded change or review, and not that of the build,
    which would tell crawlers each time that every page had changed.
    """
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP_SCHEMA})
    for page in sorted(catalogue.pages.values(), key=lambda page: page.uri):
        root.append(_sitemap_entry(catalogue, page, settings))
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _sitemap_entry(catalogue: Catalogue, page: Page, settings: CiteSettings) -> ElementTree.Element:
    entry = ElementTree.Element("url")
    ElementTree.SubElement(entry, "loc").text = site_address(page.link, settings)
    if day := touched_on(catalogue, page):
        ElementTree.SubElement(entry, "lastmod").text = day.isoformat()
    return entry


def build_json(catalogue: Catalogue, settings: CiteSettings) -> str:
    """Return what this copy of the site was built from: the day that was given, the data's version, the address.

    There is no time of the build in it: the same text, built for the same day, makes the same
    bytes.
    """
    facts = {
        "title": settings.title,
        "url": catalogue.site_url or None,
        "built_for": catalogue.today.isoformat() if catalogue.today else None,
        "data_version": settings.version or None,
        "data_updated": settings.day.isoformat() if settings.day else None,
        "pages": len(catalogue.pages),
        "findings": len(catalogue.findings),
        "sources": len(catalogue.sources),
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def render_build(catalogue: Catalogue, identifier: str) -> str:
    """Return the XHTML that says what this copy of the site was built from."""
    return render(
        "exports/build.html",
        id=identifier,
        day=catalogue.today,
        version=catalogue.package.version,
        updated=catalogue.package.day,
        file=BUILD_NAME,
    )
