"""Check the links and anchors of a built site, raw HTML included. Imports problem, memory, html_tokens, page, references, catalogue.

Every address in the built HTML is followed; what leads nowhere is reported where it was written: at the line of the
Markdown page or of the CSV, where that can be found.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guide.catalogue import Catalogue, data_references, resolve_link
from guide.html_tokens import read_attributes, start_tags
from guide.memory import Recall, digest, make_anew
from guide.page import Page
from guide.problem import Problem, quote
from guide.references import Reference

_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "source": "src", "iframe": "src"}
# A tag whose attributes hold none of these tells nothing.
_TOLD = ("id=", "href", "src", "name=")
_TITLE = re.compile(r"<title>([^<]*[^\s<][^<]*)<")


@dataclass
class BuiltPage:
    """What the checker wants to know of one HTML file. `path` is below the site, with slashes."""

    path: str
    links: list[str] = field(default_factory=list)
    ids: Counter = field(default_factory=Counter)
    title: str = ""


class _Reader(HTMLParser):
    """Collect links, ids and the title."""

    def __init__(self, page: BuiltPage) -> None:
        super().__init__()
        self.page = page
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.page.ids[found["id"]] += 1
        if tag == "a" and found.get("name"):
            self.page.ids[found["name"]] += 0
        if tag in _LINKS and found.get(_LINKS[tag]) is not None:
            self.page.links.append(found[_LINKS[tag]])
        self.in_title = tag == "title" and not self.page.title

    def handle_endtag(self, tag: str) -> None:
        self.in_title = self.in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.page.title += data


def read_page(path: str, text: str) -> BuiltPage:
    """Return what an HTML file holds."""
    page, tags = BuiltPage(path), start_tags(text)
    if tags is None:
        reader = _Reader(page)
        reader.feed(text)
        reader.close()
        return page
    reader = _Reader(page)
    for tag, attributes in tags:
        if any(word in attributes for word in _TOLD):
            reader.handle_starttag(tag, read_attributes(attributes))
    page.title = unescape(match[1]) if (match := _TITLE.search(text)) else ""
    return page


def read_site(site_dir: Path, recall: Recall = make_anew) -> dict[str, BuiltPage]:
    """Read every HTML file of a built site, by its path below the site."""
    pages = {}
    for path in sorted(site_dir.rglob("*.html")):
        name, text = path.relative_to(site_dir).as_posix(), path.read_text(encoding="utf-8")
        links, ids, title = recall("built", name, digest(text), partial(_facts, name, text))
        pages[name] = BuiltPage(name, links, Counter(ids), title)
    return pages


def _facts(name: str, text: str) -> list:
    page = read_page(name, text)
    return [list(dict.fromkeys(page.links)), page.ids, page.title]


def check_site(site_dir: Path, catalogue: Catalogue | None = None, recall: Recall = make_anew) -> list[Problem]:
    """Check a built site: links and anchors that lead nowhere, ids that stand twice, pages with no title.

    With a catalogue, problems stand at the Markdown line they come from; without, at the HTML file. Where the site's
    address has a path, as that of a project on GitHub Pages has, links from the root of the host begin with it.
    """
    pages = read_site(site_dir, recall)
    follow = _Follower(urlsplit(catalogue.site_url).path.strip("/") if catalogue else "")
    return [problem for page in pages.values() for problem in _check_page(page, pages, site_dir, catalogue, follow)]


class _Follower:
    """Tells where a link leads. Most links stand on many pages of a folder, and are followed once.

    `base` is the path of the site's address, with which links from the root of the host begin.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def __call__(self, path: str, link: str) -> tuple[str, str] | None:
        """Return the file below the site and the anchor, or None for a link that leads off the site.

        A link that is no address raises ValueError.
        """
        if link[:1] in ("", "#", "?"):
            return path, unquote(urlsplit(link).fragment)
        key = (path.rpartition("/")[0], link)
        if key not in self._known:
            parts = urlsplit(link)
            is_away = bool(parts.scheme or parts.netloc)
            self._known[key] = None if is_away else (_resolve(path, unquote(parts.path), self._base), unquote(parts.fragment))
        return self._known[key]


def _check_page(
    page: BuiltPage, pages: dict[str, BuiltPage], site_dir: Path, catalogue: Catalogue | None, follow: _Follower
) -> Iterator[Problem]:
    if not page.title.strip():
        yield _at(page, (), catalogue, "no-title", "the page has no title", "Give it a title in its front matter")
    for name, count in page.ids.items():
        if count > 1:
            yield _at(page, (name,), catalogue, "id-twice", f"the id {quote(name)} stands {count} times on the page",
                      "Give each heading words of its own")
    for link in dict.fromkeys(page.links):
        try:
            target, anchor = follow(page.path, link) or ("", "")
        except ValueError:
            yield _at(page, (link,), catalogue, "broken-link", f"{quote(link)} is not an address", "Correct the address")
            continue
        if not target:
            continue
        if target not in pages and not (site_dir / target).is_file():
            yield _at(page, (link,), catalogue, "broken-link", f"the link to {quote(link)} leads to no page or file",
                      "Correct the address, or link to the page's .md file")
        elif anchor and target in pages and anchor not in pages[target].ids:
            yield from _broken_anchor(page, link, pages[target], anchor, catalogue)


def _broken_anchor(page: BuiltPage, link: str, target: BuiltPage, anchor: str, catalogue: Catalogue | None) -> Iterator[Problem]:
    """Yield a problem at each place where a link to the anchor was written, with the link as it stands there."""
    near = get_close_matches(anchor, target.ids, n=1)
    mend = f'Did you mean "#{near[0]}"?' if near else "Use the # link beside the heading that you mean"
    written = list(_written(page, target, anchor, catalogue)) if catalogue else []
    for path, reference in written:
        yield Problem(path, reference.line, reference.column, "broken-anchor",
                      f"the link to {quote(reference.target)} leads to no heading or id of that page", mend)
    if not written:
        yield _at(page, (link, f"#{anchor}"), catalogue, "broken-anchor",
                  f"the link to {quote(link)} leads to no heading or id of that page", mend)


def _written(page: BuiltPage, target: BuiltPage, anchor: str, catalogue: Catalogue) -> list[tuple[str, Reference]]:
    """Return (path, reference) of each link to an anchor: those in the page's own text, or else those in the data."""
    source, goal = _find_source(page, catalogue), _find_source(target, catalogue)
    on_page = [(source.path, source.uri, item) for item in catalogue.references[source.uri]] if source else []
    in_data = ((path, "", item) for path, item in data_references(catalogue))
    for candidates in (on_page, in_data):
        found = [(path, item) for path, uri, item in candidates
                 if item.kind == "page" and goal and resolve_link(uri, item.target) == (goal.uri, anchor)]
        if found:
            return found
    return []


def _resolve(path: str, target: str, base: str) -> str:
    """Return the file below the site that a link on the page at `path` leads to; `base` is the site's path on its host.

    >>> _resolve("404.html", "/guide/help/", "guide"), _resolve("404.html", "/help/", "guide")
    ('help/index.html', '../help/index.html')
    """
    if not target:
        return path
    uri = resolve_link(path, target)[0]
    if base and target.startswith("/"):
        within = f"{uri}/".startswith(f"{base}/")
        uri = uri.removeprefix(base).lstrip("/") if within else f"../{uri}"
    is_folder = target.endswith(("/", "/.", "/..")) or target in (".", "..")
    return f"{uri}/index.html".lstrip("/") if is_folder or not uri else uri


def _at(page: BuiltPage, needles: tuple[str, ...], catalogue: Catalogue | None, rule: str, what: str, mend: str) -> Problem:
    source = _find_source(page, catalogue) if catalogue else None
    if source is None:
        return Problem(page.path, 1, 1, rule, what, mend)
    return Problem(source.path, *_find_place(source, needles), rule, what, mend)


def _find_source(page: BuiltPage, catalogue: Catalogue) -> Page | None:
    stem = page.path.removesuffix("index.html").rstrip("/")
    names = (f"{stem}.md", f"{stem}/index.md".lstrip("/"), page.path.removesuffix(".html") + ".md")
    return next((catalogue.pages[name] for name in names if name in catalogue.pages), None)


def _find_place(page: Page, needles: tuple[str, ...]) -> tuple[int, int]:
    """Return the line and column at which the first of the needles stands in a page's text, or the page's first line."""
    for needle in needles:
        for number, line in enumerate(page.body.split("\n")):
            if needle in line:
                return page.body_line + number, line.index(needle) + 1
    return 1, 1
