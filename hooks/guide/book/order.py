"""Order the pages of the guide for a book, and build its table of contents.

The order is that of `nav` in mkdocs.yml, so that a page added there is in the book. Two things
differ: what somebody who is afraid needs first comes first, in every language of the guide, and
what a book cannot use is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml

from guide.content.pages import ENGLISH, Page

# Help and safety come first, in this order, and then in other languages; then the home page, which
# says where to begin.
SAFETY = ("help.md", "browsing-safely.md")
HOME = "index.md"
# The page that offers the book, and those that list again what other pages have.
LEFT_OUT = ("about/take-along.md", "practices.md", "a-to-z.md", "evidence/findings.md")
HOME_TITLE = "Where to begin"


@dataclass(frozen=True)
class Place:
    """The place of one page in the book: its part and group, both of which may be empty."""

    uri: str
    name: str
    title: str
    part: str = ""
    group: str = ""
    language: str = ENGLISH

    @property
    def is_opening(self) -> bool:
        """Whether this page opens its part, as topics/index.md does."""
        return bool(self.part) and self.uri.endswith("/index.md")


@dataclass
class Entry:
    """One line of the contents. `name` is that of its page, or empty for a group without a page."""

    title: str
    name: str = ""
    children: list["Entry"] = field(default_factory=list)
    language: str = ENGLISH


class _NavigationLoader(yaml.SafeLoader):
    """A loader for mkdocs.yml that reads its tags (such as !ENV) as None: none is in `nav`."""


_NavigationLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_navigation(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Parse the `nav` of a mkdocs.yml: return each page with the titles of the groups around it."""
    settings = yaml.load(text, Loader=_NavigationLoader)  # noqa: S506 (a SafeLoader)
    return list(_walk_navigation(settings.get("nav") or [], ()))


def _walk_navigation(
    entry: object, trail: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(entry, str):
        yield entry, trail
    elif isinstance(entry, list):
        for item in entry:
            yield from _walk_navigation(item, trail)
    elif isinstance(entry, dict):
        for title, below in entry.items():
            yield from _walk_navigation(
                below, trail if isinstance(below, str) else (*trail, str(title))
            )


def order_pages(
    navigation: list[tuple[str, tuple[str, ...]]], pages: Mapping[str, Page]
) -> list[Place]:
    """Return the places of the book: help and safety, then all other pages in the order of `nav`.

    Entries of `nav` that are no page of the guide are left out: a strict build reports them.
    """
    trails = {uri: trail for uri, trail in navigation if uri in pages and uri not in LEFT_OUT}
    translated = [uri for uri in trails if pages[uri].language != ENGLISH]
    first = [uri for uri in (*SAFETY, *translated, HOME) if uri in trails]
    return [_place(pages[uri], ()) for uri in first] + [
        _place(pages[uri], trail) for uri, trail in trails.items() if uri not in first
    ]


def _place(page: Page, trail: tuple[str, ...]) -> Place:
    part, group = (*trail, "", "")[:2]
    title = HOME_TITLE if page.kind == "home" else page.title
    return Place(
        page.uri,
        "-".join(PurePosixPath(page.uri).with_suffix("").parts),
        title,
        part,
        group,
        page.language,
    )


def make_contents(places: list[Place]) -> list[Entry]:
    """Build the table of contents: pages without a part, and parts with their groups and pages."""
    contents: list[Entry] = []
    parts: dict[str, Entry] = {}
    groups: dict[tuple[str, str], Entry] = {}
    for place in places:
        entry = Entry(place.title, place.name, language=place.language)
        if not place.part:
            contents.append(entry)
            continue
        if place.part not in parts:
            parts[place.part] = entry if place.is_opening else Entry(place.part)
            contents.append(parts[place.part])
        if parts[place.part] is not entry:
            _parent_entry(place, parts, groups).children.append(entry)
    return contents


def _parent_entry(
    place: Place, parts: dict[str, Entry], groups: dict[tuple[str, str], Entry]
) -> Entry:
    """Return the entry of a page's part or group; create the group for its first page."""
    if not place.group:
        return parts[place.part]
    key = (place.part, place.group)
    if key not in groups:
        groups[key] = Entry(place.group)
        parts[place.part].children.append(groups[key])
    return groups[key]
