"""Generate the site's metadata for programs: sitemap.xml, robots.txt, build.json.

Pure: the day of the build is the catalogue's.
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
    """Return the files as bytes by path below the site; no sitemap without the site's URL."""
    files = {
        ROBOTS_NAME: render_robots_txt(catalogue.site_url).encode(),
        BUILD_NAME: render_build_json(catalogue, settings).encode(),
    }
    return files | (
        {SITEMAP_NAME: render_sitemap(catalogue, settings)} if catalogue.site_url else {}
    )


def render_robots_txt(site_url: str) -> str:
    """Render robots.txt (https://www.rfc-editor.org/rfc/rfc9309): allow all, name the sitemap.

    Crawlers read it at the root of a host only; for a site in a folder it has no effect.
    """
    sitemap = f"\nSitemap: {site_url.rstrip('/')}/{SITEMAP_NAME}\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def render_sitemap(catalogue: Catalogue, settings: CiteSettings) -> bytes:
    """Render the sitemap (https://www.sitemaps.org/protocol.html): every page, no redirects.

    `lastmod` is the day of the page's last recorded change or review. The day of the build would
    tell crawlers each time that every page had changed.
    """
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP_SCHEMA})
    for page in sorted(catalogue.pages.values(), key=lambda page: page.uri):
        root.append(_make_sitemap_entry(catalogue, page, settings))
    ElementTree.indent(root, " ")
    sitemap: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return sitemap + b"\n"


def _make_sitemap_entry(
    catalogue: Catalogue, page: Page, settings: CiteSettings
) -> ElementTree.Element:
    entry = ElementTree.Element("url")
    ElementTree.SubElement(entry, "loc").text = site_address(page.link, settings)
    if day := touched_on(catalogue, page):
        ElementTree.SubElement(entry, "lastmod").text = day.isoformat()
    return entry


def render_build_json(catalogue: Catalogue, settings: CiteSettings) -> str:
    """Render build.json: the day of the build, version and day of the data, the site's URL.

    The time of the build is left out, so that builds are reproducible: the same source, built for
    the same day, gives the same bytes.
    """
    metadata = {
        "title": settings.title,
        "url": catalogue.site_url or None,
        "built_for": catalogue.today.isoformat() if catalogue.today else None,
        "data_version": settings.version or None,
        "data_updated": settings.day.isoformat() if settings.day else None,
        "pages": len(catalogue.pages),
        "findings": len(catalogue.findings),
        "sources": len(catalogue.sources),
    }
    return json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"


def render_build(catalogue: Catalogue, identifier: str) -> str:
    """Render as XHTML the metadata of the build for readers."""
    return render(
        "exports/build.html",
        id=identifier,
        day=catalogue.today,
        version=catalogue.package.version,
        updated=catalogue.package.day,
        file=BUILD_NAME,
    )
