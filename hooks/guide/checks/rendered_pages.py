"""Check the links, anchors and ids of every page as it is built, without building the site.

Each page is converted with the guide's own extension, and judged by the check of the built site
(`guide.checks.site_links`). What only the theme adds is not seen, and charts are not drawn.
"""

from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from guide.checks.page_form import EXTENSIONS
from guide.checks.site_links import BuiltPage, check_pages, read_page
from guide.content.catalogue import Catalogue, resolve_link
from guide.content.redirects import page_address, redirect_pages
from guide.core.problems import Problem
from guide.core.urls import is_scheme_relative, scheme_of
from guide.data.published_paths import SEARCH_NAME, generated_uris
from guide.exports.rules_page import make_rules_page
from guide.rendering.extension import GuideExtension

# As in mkdocs.yml: the link of a heading to itself.
_SETTINGS: dict[str, dict[str, Any]] = {
    "toc": {"permalink": "#"},
    "tables": {"use_align_attribute": True},
}


def check_rendered(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what the check of the built site finds in pages, at its place in the sources."""
    problems: list[Problem] = []
    pages = {
        page.path: page
        for page in (render_page(catalogue, uri, problems) for uri in catalogue.pages)
    }
    yield from problems
    stubs = redirect_pages(catalogue.rows("redirects"), catalogue.pages)
    others = {**stubs, **{uri: text.decode() for uri, text in make_rules_page("").items()}}
    targets = {**pages, **{path: read_page(path, text) for path, text in others.items()}}
    files = {*catalogue.assets, *generated_uris(catalogue.package), SEARCH_NAME, "404.html"}
    yield from check_pages(pages.values(), targets, files.__contains__, catalogue)


def render_page(catalogue: Catalogue, uri: str, problems: list[Problem]) -> BuiltPage:
    """Convert a page, and return what it holds, with the path that it has on the site.

    Problems that only the conversion finds are added to `problems`.
    """
    page = catalogue.pages[uri]
    extension = GuideExtension(
        catalogue=catalogue, page=uri, report=problems.append, draws_charts=False
    )
    converter = Markdown(extensions=[*EXTENSIONS, extension], extension_configs=_SETTINGS)
    # Where MkDocs has its own: after all others.
    converter.treeprocessors.register(_SiteAddresses(converter, catalogue, uri), "addresses", 0)
    built = read_page(f"{page_address(uri)}index.html"[1:], converter.convert(page.body))
    # Markup is checked by `check_markup`, which knows more about it; a title by the front matter.
    built.faults, built.title = [], "a title"
    return built


class _SiteAddresses(Treeprocessor):
    """Replace links to Markdown files by the addresses on the site, as MkDocs does.

    Those in raw HTML are not in the tree, and stay as they are.
    """

    def __init__(self, md: Markdown, catalogue: Catalogue, uri: str) -> None:
        super().__init__(md)
        self.catalogue, self.uri = catalogue, uri
        self.generated = generated_uris(catalogue.package)

    def run(self, root: ElementTree.Element) -> None:
        """Change the tree in place."""
        for element in root.iter():
            name = "src" if element.tag == "img" else "href"
            address = unescape(element.get(name, ""))
            path, mark, anchor = address.partition("#")
            if not path or scheme_of(address) or is_scheme_relative(address):
                continue
            target = resolve_link(self.uri, path)[0]
            if target in self.catalogue.pages:
                element.set(name, page_address(target) + mark + anchor)
            elif target in self.catalogue.assets or target in self.generated:
                element.set(name, f"/{target}{mark}{anchor}")
