"""Check the links, the anchors and the markup of a built site, raw HTML included.

Every address in the built HTML is resolved. A broken one is reported at the line of the Markdown
page or of the CSV that it comes from, where that can be found.
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
from guide.content.markup import locate_in_source
from guide.content.pages import Page
from guide.content.redirects import is_redirect_page
from guide.content.references import Reference
from guide.core.html_elements import read_document
from guide.core.html_policy import Fault, check_site_tag, not_closed
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
    """Hold the links, anchors and markup faults of one HTML file.

    `path` is below the site, with slashes; `ids` counts how often each anchor occurs, 0 for an
    anchor that is only the name of an `a` element.
    """

    path: str
    links: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    title: str = ""
    faults: list[Fault] = field(default_factory=list)


def read_page(path: str, text: str) -> BuiltPage:
    """Return what an HTML file holds as browsers parse it, each of its links once."""
    document = read_document(text)
    page = BuiltPage(path, title=document.title)
    for tag, pairs in document.elements:
        identifier, name, link, faults = _read_tag(tag, tuple(pairs))
        if identifier:
            page.ids[identifier] += 1
        if name:
            page.ids.setdefault(name, 0)  # an anchor of an older kind may repeat an id
        if link is not None:
            page.links.append(link)
        page.faults += faults
    page.links = list(dict.fromkeys(page.links))
    if not document.is_closed:
        page.faults.append(not_closed())
    if is_redirect_page(text):
        page.faults = []
    return page


@lru_cache(maxsize=16384)
def _read_tag(
    tag: str, pairs: tuple[tuple[str, str | None], ...]
) -> tuple[str | None, str | None, str | None, tuple[Fault, ...]]:
    """Return a start tag's id, name as an anchor, link and faults.

    Cached: most tags of a page, those around its text, are on many pages.
    """
    attributes = dict(pairs)
    name = attributes.get("name") if tag == "a" else None
    link = attributes.get(_LINKS.get(tag, ""))
    return attributes.get("id"), name, link, tuple(check_site_tag(tag, list(pairs)))


def find_faults(text: str) -> list[Fault]:
    """Return the faults of the markup of one HTML file."""
    return read_page("", text).faults


def read_site(site_dir: Path) -> dict[str, BuiltPage]:
    """Parse every HTML file of a built site; by its path below the site."""
    return {
        name: read_page(name, (site_dir / name).read_text(encoding="utf-8"))
        for name in _html_files(site_dir)
    }


def _html_files(site_dir: Path) -> list[str]:
    return sorted(path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*.html"))


@dataclass
class Outline:
    """Summarize a page for the check: enough to find out whether it has a problem at all.

    ids: how often each anchor occurs.
    link_targets: the anchors of the links to each file of the site, one a line, "" where a link
        has none; None where a link is not a valid address. Texts and no lists, of which the garbage
        collector would go through a hundred thousand for a thousand pages.
    is_clean: whether the markup has no fault.
    """

    title: str
    ids: dict[str, int]
    link_targets: dict[str, str] | None
    is_clean: bool = True


def read_outline(path: str, text: str, base: str) -> Outline:
    """Return the outline of an HTML file; `base` is the path of the site's address on its host."""
    page = read_page(path, text)
    return Outline(
        page.title, dict(page.ids), _collect_targets(path, page.links, base), not page.faults
    )


def _collect_targets(path: str, links: Iterable[str], base: str) -> dict[str, str] | None:
    """Map each file of the site to the anchors of the links to it; None at an invalid address."""
    targets: dict[str, str] = {}
    try:
        for link in links:
            if resolved := _resolve_url(path, link, base):
                target, anchor = resolved
                targets[target] = f"{targets[target]}\n{anchor}" if target in targets else anchor
    except ValueError:
        return None
    return targets


def site_base_path(site_url: str) -> str:
    """Return the path of a site's address on its host, as that of a project on GitHub Pages has.

    >>> site_base_path("https://somebody.example/bonds/"), site_base_path("https://bonds.example/")
    ('bonds', '')
    """
    return urlsplit(site_url).path.strip("/")


def check_site(
    site_dir: Path,
    catalogue: Catalogue | None = None,
    outlines: Mapping[str, Outline] | None = None,
) -> list[Problem]:
    """Check a built site: broken links and anchors, duplicate ids, pages without a title, markup.

    With a catalogue, problems are at the Markdown line that they come from; without, at the HTML
    file. Where the site's address has a path, links from the root of the host begin with it.
    `outlines` has those that the build computed, by the path of the file; other files are read.
    """
    base, computed = site_base_path(catalogue.site_url) if catalogue else "", outlines or {}
    pages = {
        name: (
            computed.get(name)
            or read_outline(name, (site_dir / name).read_text(encoding="utf-8"), base)
        )
        for name in _html_files(site_dir)
    }

    @cache
    def is_there(target: str) -> bool:
        return target in pages or (site_dir / target).is_file()

    problems: list[Problem] = []
    for name, outline in pages.items():
        if not _is_sound(outline, pages, is_there):
            page = read_page(name, (site_dir / name).read_text(encoding="utf-8"))
            resolve = partial(_resolve_url, name, base=base)
            problems += _check_page(page, pages, catalogue, resolve, is_there)
    return problems


def check_pages(
    pages: Iterable[BuiltPage],
    targets: Mapping[str, BuiltPage],
    is_file: Callable[[str], bool],
    catalogue: Catalogue,
) -> Iterator[Problem]:
    """Check pages that are not written yet, as `check_site` does those of a built site.

    `targets` has every page of the site by its path, `is_file` knows the other files.
    """
    outlines = {
        path: Outline(page.title, dict(page.ids), None, not page.faults)
        for path, page in targets.items()
    }
    for page in pages:
        resolve = partial(_resolve_url, page.path, base="")
        yield from _check_page(
            page, outlines, catalogue, resolve, lambda path: path in outlines or is_file(path)
        )


def _is_sound(
    outline: Outline, pages: Mapping[str, Outline], is_there: Callable[[str], bool]
) -> bool:
    """Test whether a page has no problem, as nearly all have none."""
    if (
        not outline.is_clean
        or outline.link_targets is None
        or not outline.title.strip()
        or any(count > 1 for count in outline.ids.values())
    ):
        return False
    for target, anchors in outline.link_targets.items():
        if not is_there(target):
            return False
        if target in pages and not all(
            anchor in pages[target].ids for anchor in anchors.split("\n") if anchor
        ):
            return False
    return True


def _resolve_url(path: str, link: str, base: str) -> tuple[str, str] | None:
    """Resolve a link in the page at `path` to a file below the site and an anchor.

    None for an external link. `base` is the path of the site's address, with which links from the
    root of the host begin. A link that is not a valid address raises ValueError.
    """
    if link[:1] in ("", "#", "?"):
        return path, unquote(urlsplit(link).fragment)
    return _resolve_to_other_page(path[: path.rfind("/") + 1], link, base)


@lru_cache(maxsize=16384)
def _resolve_to_other_page(folder: str, link: str, base: str) -> tuple[str, str] | None:
    """Resolve a link to another page. Cached: most such links are on many pages of a folder."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    return _resolve_path(folder, unquote(parts.path), base), unquote(parts.fragment)


def without_reported(problems: Iterable[Problem], reported: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of built pages, less those that are reported for the source already."""
    known = {(problem.path, problem.what) for problem in reported}
    return (problem for problem in problems if (problem.path, problem.what) not in known)


def _check_page(
    page: BuiltPage,
    pages: Mapping[str, Outline],
    catalogue: Catalogue | None,
    resolve: Callable[[str], tuple[str, str] | None],
    is_there: Callable[[str], bool],
) -> Iterator[Problem]:
    """Yield the problems of one page: its title, its ids, its markup, its links."""
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
    counts: Counter[tuple[str, ...]] = Counter()
    for fault in page.faults:
        number = counts[fault.written]
        yield _at(page, fault.written, catalogue, fault.rule, fault.what, fault.mend, number)
        counts[fault.written] += 1
    for link in page.links:
        try:
            target, anchor = resolve(link) or ("", "")
        except ValueError:
            continue  # not a valid address, which is reported as a fault of the markup
        if not target:
            continue
        if not is_there(target):
            yield _at(
                page,
                _as_written(link),
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
    """Yield a problem at each place in the sources that has the link, or else at the page."""
    near = get_close_matches(anchor, ids, n=1)
    mend = (
        f'Did you mean "#{near[0]}"?' if near else "Use the # link beside the heading that you mean"
    )
    in_sources = _find_in_sources(page, target, anchor, catalogue) if catalogue else []
    for path, reference in in_sources:
        yield Problem(
            path,
            reference.line,
            reference.column,
            "broken-anchor",
            f"the link to {quote(reference.target)} leads to no heading or id of that page",
            mend,
        )
    if not in_sources:
        yield _at(
            page,
            (*_as_written(link), f"#{anchor}"),
            catalogue,
            "broken-anchor",
            f"the link to {quote(link)} leads to no heading or id of that page",
            mend,
        )


def _as_written(link: str) -> tuple[str, ...]:
    """Return how a link may stand in a source, the most exact first."""
    return f'"{link}"', f"'{link}'", f"({link})", link


def _find_in_sources(
    page: BuiltPage, target: str, anchor: str, catalogue: Catalogue
) -> list[tuple[str, Reference]]:
    """Return (path, reference) of each link to an anchor: in the page's text, else in the data."""
    source, target_source = _find_source(page.path, catalogue), _find_source(target, catalogue)
    if target_source is None:
        return []
    on_page = (
        [(source.path, source.uri, item) for item in catalogue.references[source.uri]]
        if source
        else []
    )
    in_data = ((path, "", item) for path, item in data_references(catalogue))
    for candidates in (on_page, in_data):
        links = [
            (path, item)
            for path, uri, item in candidates
            if item.kind == "page" and resolve_link(uri, item.target) == (target_source.uri, anchor)
        ]
        if links:
            return links
    return []


def _resolve_path(path: str, target: str, base: str) -> str:
    """Resolve the path of a link on a page, or in a folder, to a file below the site.

    `path` is that of the page or folder, `base` the site's path on its host.

    >>> _resolve_path("404.html", "/guide/help/", "guide")
    'help/index.html'
    >>> _resolve_path("404.html", "/help/", "guide")
    '../help/index.html'
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
    """Make a problem at occurrence `number` of the first of `needles` in the page's source."""
    source = _find_source(page.path, catalogue) if catalogue else None
    if source is None:
        return Problem(page.path, 1, 1, rule, what, mend)
    for needle in needles:
        if place := locate_in_source(source, (needle,), number):
            line, column = place
            is_quoted = len(needle) > 1 and needle[0] in "\"'("
            return Problem(source.path, line, column + is_quoted, rule, what, mend)
    return Problem(source.path, 1, 1, rule, what, mend)


def _find_source(path: str, catalogue: Catalogue) -> Page | None:
    """Return the Markdown page that an HTML file is built from, or None."""
    stem = path.removesuffix("index.html").rstrip("/")
    names = (f"{stem}.md", f"{stem}/index.md".lstrip("/"), path.removesuffix(".html") + ".md")
    return next((catalogue.pages[name] for name in names if name in catalogue.pages), None)
