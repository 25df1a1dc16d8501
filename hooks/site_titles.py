"""Escape page and navigation titles, so that the theme can write them into HTML unescaped.

MkDocs' themes write some titles as they are and escape others. A title that is Markup comes out
right in both: Jinja2 takes it for HTML that is escaped already, quotation marks included.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink


def escape_settings(config: MkDocsConfig) -> None:
    """Escape the site's name, which the theme's header writes as it is."""
    config.site_name = escape(config.site_name)


def escape_titles(nav: Navigation, files: Files) -> None:
    """Escape the titles of all pages, and those of the sections and links of the navigation."""
    _escape_items(nav.items)
    for file in files.documentation_pages():
        if file.page is not None:
            _escape_page(file.page)


def _escape_items(items: Iterable[StructureItem]) -> None:
    for item in items:
        if not isinstance(item, Page):
            item.title = escape(item.title or "")
            _escape_items(getattr(item, "children", None) or ())


def _escape_page(page: Page) -> None:
    # A title from the navigation or the front matter is text.
    plain_title = vars(page).get("title") or page.meta.get("title")
    if plain_title is not None:
        title = escape(str(plain_title))
    else:  # from a heading: HTML that Markdown has made, of which the tags are taken out
        title = escape(Markup(page.title or "").striptags())  # noqa: S704 (escaped again right here)
    if "title" in page.meta:
        # The theme's header takes this one before the page's own.
        page.meta["title"] = escape(str(page.meta["title"]))
    page.title = title


class SafeAnchorLink(AnchorLink):
    """An entry of a page's table of contents whose URL is HTML, as its title is."""

    # MkDocs sets this on the first entry of a page, for themes.
    active: bool
    children: list[AnchorLink]

    @property
    def url(self) -> str:
        """Return the URL of the heading within the page."""
        return Markup("#") + escape(self.id)
