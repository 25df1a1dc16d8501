"""Check the links, the anchors and the markup of a built site, raw HTML included. Imports problem, html_policy, html_tokens,
page, redirects, references, markup, catalogue.

Every address in the built HTML is followed; what leads nowhere is reported where it was written: at
the line of the Markdown page or of the CSV, where that can be found.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guide.content.catalogue import Catalogue, resolve_link
from guide.content.catalogue_checks import data_references
from guide.content.markup import place_in
from guide.content.pages import Page
from guide.content.redirects import is_redirect_page
from guide.content.references import Reference
from guide.core.html_elements import read_document
from guide.core.html_policy import Fault, judge_site_tag, not_closed
from guide.core.problems import Problem, quote

_LINKS = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "script": "src",
    "source": "src",
    "iframe": "src",
}


@dataclass
class BuiltPage:
    """What the checker wants to know of one HTML file. `path` is below the site, with slashes; `faults` is its markup's."""

    path: str
    links: list[str] = field(default_factory=list)
    ids: Counter = field(default_factory=Counter)
    title: str = ""
    faults: list[Fault] = field(default_factory=list)


def read_page(path: str, text: str) -> BuiltPage:
    """Return what an HTML file holds as browsers parse it, each of its links once."""
    document = read_document(text)
    page = BuiltPage(path, title=document.title)
    for tag, pairs in document.elements:
        attributes = dict(pairs)
        if identifier := attributes.get("id"):
            page.ids[identifier] += 1
        if tag == "a" and (name := attributes.get("name")):
            page.ids.setdefault(name, 0)  # an anchor of an older kind may repeat an id
        if (link := attributes.get(_LINKS.get(tag, ""))) is not None:
            page.links.append(link)
        page.faults += judge_site_tag(tag, pairs)
    page.links = list(dict.fromkeys(page.links))
    if not document.is_closed:
        page.faults.append(not_closed())
    if is_redirect_page(text):
        page.faults = []
    return page


def find_faults(text: str) -> list[Fault]:
    """Return what is wrong with the markup of one HTML file."""
    return read_page("", text).faults


def read_site(site_dir: Path) -> dict[str, BuiltPage]:
    """Read every HTML file of a built site, by its path below the site."""
    return {
        name: read_page(name, (site_dir / name).read_text(encoding="utf-8"))
        for name in _html_files(site_dir)
    }


def _html_files(site_dir: Path) -> list[str]:
    return sorted(path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*.html"))


@dataclass
class Outline:
    """What other pages, and the check itself, ask of a page first.

    `ids` tells how often each stands there. `goals` has, for each file of the site that the page
    links to, the anchors there, "" for none; it is None where a link is no address. `is_clean` says
    that its markup has no fault.
    """

    title: str
    ids: dict[str, int]
    goals: dict[str, list[str]] | None
    is_clean: bool = True


def read_outline(path: str, text: str, base: str) -> Outline:
    """Return the outline of an HTML file; `base` is the path of the site's address on its host."""
    page, goals = read_page(path, text), {}
    try:
        for link in page.links:
            if goal := _follow(path, link, base):
                goals.setdefault(goal[0], []).append(goal[1])
    except ValueError:
        goals = None
    return Outline(page.title, dict(page.ids), goals, not page.faults)


def base_of(site_url: str) -> str:
    """Return the path of a site's address on its host: that of a project on GitHub Pages has one.

    >>> base_of("https://somebody.example/bonds/"), base_of("https://bonds.example/")
    ('bonds', '')
    """
    return urlsplit(site_url).path.strip("/")


def check_site(
    site_dir: Path,
    catalogue: Catalogue | None = None,
    outlines: Mapping[str, Outline] | None = None,
) -> list[Problem]:
    """Check a built site: links and anchors that lead nowhere, ids that stand twice, pages with no title.

    With a catalogue, problems stand at the Markdown line they come from; without, at the HTML file.
    Where the site's address has a path, links from the root of the host begin with it. `outlines`
    has those that are known already, by the path of the file; the other files are read.
    """
    base, known = base_of(catalogue.site_url) if catalogue else "", outlines or {}
    pages = {
        name: (
            known.get(name)
            or read_outline(name, (site_dir / name).read_text(encoding="utf-8"), base)
        )
        for name in _html_files(site_dir)
    }
    is_there = cache(lambda target: target in pages or (site_dir / target).is_file())
    problems: list[Problem] = []
    for name, outline in pages.items():
        if not _is_sound(outline, pages, is_there):
            page = read_page(name, (site_dir / name).read_text(encoding="utf-8"))
            problems += _check_page(
                page, pages, catalogue, partial(_follow, name, base=base), is_there
            )
    return problems


def _is_sound(
    outline: Outline, pages: Mapping[str, Outline], is_there: Callable[[str], bool]
) -> bool:
    """Say whether a page is without a problem, as nearly all are."""
    if (
        not outline.is_clean
        or outline.goals is None
        or not outline.title.strip()
        or any(count > 1 for count in outline.ids.values())
    ):
        return False
    for target, anchors in outline.goals.items():
        if not is_there(target):
            return False
        if target in pages and not all(anchor in pages[target].ids for anchor in anchors if anchor):
            return False
    return True


def _follow(path: str, link: str, base: str) -> tuple[str, str] | None:
    """Return the file below the site and the anchor, or None for a link that leads off the site.

    `path` is that of the page, `base` the path of the site's address, with which links from the
    root of the host begin. A link that is no address raises ValueError.
    """
    if link[:1] in ("", "#", "?"):
        return path, unquote(urlsplit(link).fragment)
    return _follow_away(path[: path.rfind("/") + 1], link, base)


@lru_cache(maxsize=16384)
def _follow_away(folder: str, link: str, base: str) -> tuple[str, str] | None:
    """Follow a link to another page. Most such links stand on many pages of a folder, and are followed once."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    return _resolve(folder, unquote(parts.path), base), unquote(parts.fragment)


def _check_page(
    page: BuiltPage,
    pages: Mapping[str, Outline],
    catalogue: Catalogue | None,
    follow: Callable[[str], tuple[str, str] | None],
    is_there: Callable[[str], bool],
) -> Iterator[Problem]:
    if not page.title.strip():
        yield _at(
            page,
            (),
            catalogue,
            "no-title",
            "the page has no title",
            "Give it a title in its front matter",
        )
    for name, count in page.ids.items():
        if count > 1:
            yield _at(
                page,
                (name,),
                catalogue,
                "id-twice",
                f"the id {quote(name)} stands {count} times on the page",
                "Give each heading words of its own",
            )
    seen = Counter()
    for fault in page.faults:
        yield _at(
            page, fault.written, catalogue, fault.rule, fault.what, fault.mend, seen[fault.written]
        )
        seen[fault.written] += 1
    for link in page.links:
        try:
            target, anchor = follow(link) or ("", "")
        except ValueError:
            continue  # not an address: its form is a fault of the markup
        if not target:
            continue
        if not is_there(target):
            yield _at(
                page,
                (link,),
                catalogue,
                "broken-link",
                f"the link to {quote(link)} leads to no page or file",
                "Correct the address, or link to the page's .md file",
            )
        elif anchor and target in pages and anchor not in pages[target].ids:
            yield from _broken_anchor(page, link, target, pages[target].ids, anchor, catalogue)


def _broken_anchor(
    page: BuiltPage,
    link: str,
    target: str,
    ids: Iterable[str],
    anchor: str,
    catalogue: Catalogue | None,
) -> Iterator[Problem]:
    """Yield a problem at each place where a link to the anchor was written, with the link as it stands there."""
    near = get_close_matches(anchor, ids, n=1)
    mend = (
        f'Did you mean "#{near[0]}"?' if near else "Use the # link beside the heading that you mean"
    )
    written = list(_written(page, target, anchor, catalogue)) if catalogue else []
    for path, reference in written:
        yield Problem(
            path,
            reference.line,
            reference.column,
            "broken-anchor",
            f"the link to {quote(reference.target)} leads to no heading or id of that page",
            mend,
        )
    if not written:
        yield _at(
            page,
            (link, f"#{anchor}"),
            catalogue,
            "broken-anchor",
            f"the link to {quote(link)} leads to no heading or id of that page",
            mend,
        )


def _written(
    page: BuiltPage, target: str, anchor: str, catalogue: Catalogue
) -> list[tuple[str, Reference]]:
    """Return (path, reference) of each link to an anchor: those in the page's own text, or else those in the data."""
    source, goal = _find_source(page.path, catalogue), _find_source(target, catalogue)
    on_page = (
        [(source.path, source.uri, item) for item in catalogue.references[source.uri]]
        if source
        else []
    )
    in_data = ((path, "", item) for path, item in data_references(catalogue))
    for candidates in (on_page, in_data):
        found = [
            (path, item)
            for path, uri, item in candidates
            if item.kind == "page" and goal and resolve_link(uri, item.target) == (goal.uri, anchor)
        ]
        if found:
            return found
    return []


def _resolve(path: str, target: str, base: str) -> str:
    """Return the file below the site that a link on the page at `path`, or in that folder, leads to; `base` is the site's path on its host.

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


def _at(
    page: BuiltPage,
    needles: tuple[str, ...],
    catalogue: Catalogue | None,
    rule: str,
    what: str,
    mend: str,
    number: int = 0,
) -> Problem:
    source = _find_source(page.path, catalogue) if catalogue else None
    if source is None:
        return Problem(page.path, 1, 1, rule, what, mend)
    return Problem(source.path, *(place_in(source, needles, number) or (1, 1)), rule, what, mend)


def _find_source(path: str, catalogue: Catalogue) -> Page | None:
    """Return the Markdown page that an HTML file comes from."""
    stem = path.removesuffix("index.html").rstrip("/")
    names = (f"{stem}.md", f"{stem}/index.md".lstrip("/"), path.removesuffix(".html") + ".md")
    return next((catalogue.pages[name] for name in names if name in catalogue.pages), None)
