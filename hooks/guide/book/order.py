"""Put the pages of the guide in the order of a book. Imports page.

The order is that of the navigation in mkdocs.yml, so that a page added there is in the book. One
thing differs: what is needed first when somebody is afraid stands first, and what the book cannot
use is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml

from guide.content.pages import Page

# Where the safe way in is, in this order; then the home page, which says where to begin.
FIRST = ("help.md", "browsing-safely.md", "index.md")
# The page that offers the book.
LEFT_OUT = ("about/take-along.md",)
HOME_TITLE = "Where to begin"


@dataclass(frozen=True)
class Place:
    """Where one page stands in the book: below which part and group, both of which may be empty."""

    uri: str
    name: str
    title: str
    part: str = ""
    group: str = ""

    @property
    def is_opening(self) -> bool:
        """Whether this page opens its part, as topics/index.md does."""
        return bool(self.part) and self.uri.endswith("/index.md")


@dataclass
class Entry:
    """One line of the contents. `name` is that of its page, or empty for a group that has no page of its own."""

    title: str
    name: str = ""
    children: list["Entry"] = field(default_factory=list)


class _NavigationLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose tags (!ENV and the like) say nothing about the navigation."""


_NavigationLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_navigation(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each page of the `nav` of a mkdocs.yml with the titles of the groups that it stands in."""
    settings = yaml.load(
        text, Loader=_NavigationLoader
    )  # a SafeLoader: it makes nothing but plain values
    return list(_walk(settings.get("nav") or [], ()))


def _walk(entry: object, trail: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(entry, str):
        yield entry, trail
    elif isinstance(entry, list):
        for item in entry:
            yield from _walk(item, trail)
    elif isinstance(entry, dict):
        for title, below in entry.items():
            yield from _walk(below, trail if isinstance(below, str) else (*trail, str(title)))


def order_pages(
    navigation: list[tuple[str, tuple[str, ...]]], pages: Mapping[str, Page]
) -> list[Place]:
    """Return the places of the book: the safe way in, then all other pages as the navigation has them.

    Addresses in the navigation that are no page of the guide are left out: a strict build reports
    them.
    """
    trails = {uri: trail for uri, trail in navigation if uri in pages and uri not in LEFT_OUT}
    first = [_place(pages[uri], ()) for uri in FIRST if uri in trails]
    return first + [_place(pages[uri], trail) for uri, trail in trails.items() if uri not in FIRST]


def _place(page: Page, trail: tuple[str, ...]) -> Place:
    part, group = (*trail, "", "")[:2]
    title = HOME_TITLE if page.kind == "home" else page.title
    return Place(
        page.uri, "-".join(PurePosixPath(page.uri).with_suffix("").parts), title, part, group
    )


def make_contents(places: list[Place]) -> list[Entry]:
    """Return the contents as a tree: pages that stand alone, and parts with their groups and pages."""
    contents: list[Entry] = []
    parts: dict[str, Entry] = {}
    groups: dict[tuple[str, str], Entry] = {}
    for place in places:
        entry = Entry(place.title, place.name)
        if not place.part:
            contents.append(entry)
            continue
        if place.part not in parts:
            parts[place.part] = entry if place.is_opening else Entry(place.part)
            contents.append(parts[place.part])
        if parts[place.part] is not entry:
            _shelf(place, parts, groups).children.append(entry)
    return contents


def _shelf(place: Place, parts: dict[str, Entry], groups: dict[tuple[str, str], Entry]) -> Entry:
    """Return the part or group that a page goes into, which is made where it is the first of its group."""
    if not place.group:
        return parts[place.part]
    key = (place.part, place.group)
    if key not in groups:
        groups[key] = Entry(place.group)
        parts[place.part].children.append(groups[key])
    return groups[key]
