"""Render the Atom feed of changes and corrections (https://www.rfc-editor.org/rfc/rfc4287).

It is written with the standard library: Atom has few elements, and a feed library would bring lxml.
Ids are made from the names of rows and not from URLs, so that a feed reader recognizes an entry
when the site moves.
"""

import uuid
from datetime import date
from xml.etree import ElementTree

from guide.content.catalogue import Catalogue
from guide.core.templates import replace_non_xml
from guide.data.published_paths import FEED_NAME
from guide.evidence.change_log import Entry, make_entries
from guide.evidence.citing import CiteSettings, site_address

ATOM = "http://www.w3.org/2005/Atom"
# The UUID namespace of the guide's ids; made once, at random, and never to be changed.
_NAMESPACE = uuid.UUID("6f4c8a52-0d0e-4b5a-9a3e-3b8f0f1d7c21")
# The number of entries in the feed. The page of changes has them all.
LIMIT = 50


def make_feed(catalogue: Catalogue, settings: CiteSettings) -> bytes:
    """Render the feed as UTF-8: the newest entries, dated by their rows.

    Without any entry the feed is dated by the data.
    """
    entries = make_entries(catalogue)[:LIMIT]
    page = catalogue.page_by_template.get("changes")
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add_text(root, "id", make_permanent_id(catalogue.package.document.data, ""))
    _add_text(root, "title", f"{settings.title}: what has changed")
    _add_text(
        root, "updated", _timestamp(max((entry.day for entry in entries), default=settings.day))
    )
    ElementTree.SubElement(ElementTree.SubElement(root, "author"), "name").text = settings.publisher
    _add_link(root, "self", f"{settings.url}{FEED_NAME}", "application/atom+xml")
    _add_link(
        root, "alternate", site_address(page.link if page else "/index.md", settings), "text/html"
    )
    for entry in entries:
        root.append(_make_entry(catalogue, entry, settings))
    ElementTree.indent(root, " ")
    feed: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return feed + b"\n"


def make_permanent_id(descriptor: object, name: str) -> str:
    """Return the UUID URN of an entry, stable over builds; that of the feed for an empty `name`."""
    package = descriptor.get("name", "") if isinstance(descriptor, dict) else ""
    return uuid.uuid5(_NAMESPACE, f"{package}/{name}").urn


def _make_entry(catalogue: Catalogue, entry: Entry, settings: CiteSettings) -> ElementTree.Element:
    element = ElementTree.Element("entry")
    _add_text(element, "id", make_permanent_id(catalogue.package.document.data, entry.name))
    _add_text(element, "title", f"{entry.label}: {entry.page.title}")
    _add_text(element, "updated", _timestamp(entry.day))
    _add_text(element, "published", _timestamp(entry.day))
    ElementTree.SubElement(element, "category", {"term": entry.kind, "label": entry.label})
    _add_link(element, "alternate", site_address(entry.link, settings), "text/html")
    _add_text(element, "summary", entry.summary)
    return element


def _add_text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = replace_non_xml(text)


def _add_link(parent: ElementTree.Element, relation: str, address: str, kind: str) -> None:
    ElementTree.SubElement(
        parent, "link", {"rel": relation, "href": replace_non_xml(address), "type": kind}
    )


def _timestamp(day: date | None) -> str:
    """Return midnight of a day (RFC 3339); Atom requires a time, and rows have days only."""
    return f"{(day or date(1970, 1, 1)).isoformat()}T00:00:00Z"
