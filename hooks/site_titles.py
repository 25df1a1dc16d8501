"""Escape settings and titles, so that the theme can write them into HTML unescaped.

MkDocs' themes write some texts as they are and escape others. A text that is Markup comes out
right in both: Jinja2 takes it for HTML that is escaped already, quotation marks included.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

# The settings of MkDocs itself that a theme may write; beside them, all of `extra` and `theme`.
_SETTINGS = (
    *("site_name", "site_url", "site_description", "site_author", "copyright"),
    *("repo_url", "repo_name", "edit_uri", "edit_uri_template", "remote_branch", "remote_name"),
    "extra_css",
)


def escape_settings(config: MkDocsConfig) -> None:
    """Escape every text of the settings that a template may write, at any depth."""
    for name in _SETTINGS:
        config[name] = _escape_texts(config[name])
    for settings in (config.extra, config.theme):
        for name in list(settings):
            settings[name] = _escape_texts(settings[name])


def _escape_texts(value: Any) -> Any:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        # Not the names: a template looks them up.
        return {name: _escape_texts(item) for name, item in value.items()}
    return [_escape_texts(item) for item in value] if isinstance(value, list) else value


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
    if page.edit_url:
        page.edit_url = escape(page.edit_url)
    if page.canonical_url:
        page.canonical_url = escape(page.canonical_url)


def escape_toc(items: Iterable[AnchorLink]) -> None:
    """Escape the URLs of a page's table of contents, whose titles are HTML already."""
    for item in items:
        # In place: MkDocs marks the first entry, and plugins may have added to others.
        item.__class__ = SafeAnchorLink
        escape_toc(item.children)


class SafeAnchorLink(AnchorLink):
    """An entry of a page's table of contents whose URL is HTML, as its title is."""

    @property
    def url(self) -> str:
        """Return the URL of the heading within the page."""
        return Markup("#") + escape(self.id)
