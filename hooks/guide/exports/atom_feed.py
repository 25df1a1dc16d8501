"""Make the Atom feed of what has changed (https://www.rfc-editor.org/rfc/rfc4287). Imports download_names, catalogue,
render, cite, change_log.

Made with the standard library: Atom has few elements, and a library would bring lxml to write them.
Ids are made of the names of rows and not of addresses, so that a feed reader knows an entry again
when the site moves.
"""

import uuid
from datetime import date
from xml.etree import ElementTree

from guide.content.catalogue import Catalogue
from guide.core.templates import xml_text
from guide.data.published_paths import FEED_NAME
from guide.evidence.change_log import Entry, make_entries
from guide.evidence.citing import CiteSettings, site_address

ATOM = "http://www.w3.org/2005/Atom"
# Of the guide's ids alone; made once, at random, and never to be changed.
_NAMESPACE = uuid.UUID("6f4c8a52-0d0e-4b5a-9a3e-3b8f0f1d7c21")
# How many changes a feed reader is told of. The page has them all.
LIMIT = 50


def make_feed(catalogue: Catalogue, settings: CiteSettings) -> bytes:
    """Return the feed: the newest changes and corrections, dated by their rows. Without any, it is dated by the data."""
    entries = make_entries(catalogue)[:LIMIT]
    page = catalogue.shown_on.get("changes")
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _text(root, "id", permanent_id(catalogue.package.document.data, ""))
    _text(root, "title", f"{settings.title}: what has changed")
    _text(root, "updated", _moment(max((entry.day for entry in entries), default=settings.day)))
    ElementTree.SubElement(ElementTree.SubElement(root, "author"), "name").text = settings.publisher
    _link(root, "self", f"{settings.url}{FEED_NAME}", "application/atom+xml")
    _link(
        root, "alternate", site_address(page.link if page else "/index.md", settings), "text/html"
    )
    for entry in entries:
        root.append(_entry(catalogue, entry, settings))
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def permanent_id(descriptor: object, name: str) -> str:
    """Return the id of an entry, or of the feed where `name` is empty: always the same for the same row of a package."""
    package = descriptor.get("name", "") if isinstance(descriptor, dict) else ""
    return uuid.uuid5(_NAMESPACE, f"{package}/{name}").urn


def _entry(catalogue: Catalogue, entry: Entry, settings: CiteSettings) -> ElementTree.Element:
    element = ElementTree.Element("entry")
    _text(element, "id", permanent_id(catalogue.package.document.data, entry.name))
    _text(element, "title", f"{entry.label}: {entry.page.title}")
    _text(element, "updated", _moment(entry.day))
    _text(element, "published", _moment(entry.day))
    ElementTree.SubElement(element, "category", {"term": entry.kind, "label": entry.label})
    _link(element, "alternate", site_address(entry.link, settings), "text/html")
    _text(element, "summary", entry.summary)
    return element


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = xml_text(text)


def _link(parent: ElementTree.Element, relation: str, address: str, kind: str) -> None:
    ElementTree.SubElement(
        parent, "link", {"rel": relation, "href": xml_text(address), "type": kind}
    )


def _moment(day: date | None) -> str:
    """Return the beginning of a day as Atom wants it. A row knows its day and no hour; Atom wants a date in any case."""
    return f"{(day or date(1970, 1, 1)).isoformat()}T00:00:00Z"
