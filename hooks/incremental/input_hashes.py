"""Compute the input hashes of a build: digests of all that goes into a step without being tracked.

That is the code, the settings, the theme, the navigation, and what every page shows of the others.
An input hash is "" where something has no digest; then nothing is cached that depends on it.
"""

import inspect
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from material.plugins.search import plugin as material_search
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

import guide
from guide.core.memo import digest
from incremental.tracking import canonical_text

LOGGER = logging.getLogger("mkdocs.guide")
HOOKS = Path(guide.__file__).resolve().parents[1]
EXTENSION = "guide.extension"
# Markdown extensions that read only the text they render; with any other, no Markdown is cached.
PURE_EXTENSIONS = {
    *("abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", EXTENSION),
    *("md_in_html", "nl2br", "sane_lists", "smarty", "tables", "toc"),
}
# Settings that say where things are put, and those whose effect on the files is seen there.
_IGNORED_SETTINGS = {
    *("site_dir", "dev_addr", "watch", "exclude_docs", "draft_docs", "not_in_nav"),
    *("plugins", "hooks", "mdx_configs"),
}
# What MkDocs puts into the context of a template, and what it sets on an item of the navigation:
# all else was added by a hook.
_CONTEXT_KEYS = {
    *("nav", "pages", "base_url", "extra_css", "extra_javascript", "mkdocs_version"),
    *("build_date_utc", "config", "page"),
}
_ITEM_ATTRIBUTES = {
    *("file", "title", "parent", "children", "meta", "markdown", "content", "toc", "render"),
    *("previous_page", "next_page", "canonical_url", "abs_url", "edit_url", "update_date", "url"),
    *("_Page__active", "_Section__active", "_title_from_render", "present_anchor_ids"),
    "links_to_anchors",
}
# Events by which a plugin can change what any template shows, and the files of those that do not.
_TEMPLATE_EVENTS = ("env", "page_context", "template_context", "pre_template")
_KNOWN_FILES = {
    *(HOOKS / "site_hooks.py", HOOKS / "incremental" / "build.py"),
    Path(material_search.__file__).resolve(),
}


def _read_code() -> str:
    """Return a digest of the guide's own code, byte by byte, and of all packages by version."""
    own = sorted(path for path in HOOKS.rglob("*") if path.suffix in (".py", ".yaml"))
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    versions = sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
    return digest(sys.version, *versions, *(f"{path.name} {path.read_bytes()!r}" for path in own))


# Read once, as the code itself is: under `serve`, an edit of it takes effect after a restart.
CODE = _read_code()


def code_hash() -> str:
    """Return a digest of all code and of the guide's own templates, read again for each build."""
    templates = sorted((HOOKS / "guide" / "templates").rglob("*.html"))
    return digest(CODE, *(f"{path.name} {path.read_bytes()!r}" for path in templates))


def text_hash(config: MkDocsConfig, files: Files, code: str) -> str:
    """Return a digest of what every page's Markdown depends on, as are the files it may link to."""
    if unknown := set(config.markdown_extensions) - PURE_EXTENSIONS:
        LOGGER.info(f"Every page is rendered each time: nobody knows what {unknown} reads.")
        return ""
    targets = [[file.src_uri, file.url, file.inclusion.name] for file in files]
    return hash_values(targets, _settings_hash(config, code))


def template_hash(config: MkDocsConfig, nav: Navigation, files: Files, code: str) -> str:
    """Return a digest of what every page's HTML depends on."""
    for method in (each for event in _TEMPLATE_EVENTS for each in config.plugins.events[event]):
        is_python = inspect.isfunction(method) or inspect.ismethod(method)
        if not is_python or Path(inspect.getfile(method)).resolve() not in _KNOWN_FILES:
            LOGGER.info(f"Every page is put into its template each time, for {method!r}.")
            return ""
    theme = list(_theme_texts(config))
    if any("build_date_utc" in text or "update_date" in text for text in theme):
        LOGGER.info("Every page is put into its template each time, since that shows the time.")
        return ""
    pages = [_item_json(page) for file in files.documentation_pages() if (page := file.page)]
    return hash_values([_nav_json(nav.items), pages], _settings_hash(config, code), *theme)


def _settings_hash(config: MkDocsConfig, code: str) -> str:
    """Return a digest of all settings, as plugins have left them, and of the hooks."""
    settings = {key: value for key, value in config.items() if key not in _IGNORED_SETTINGS}
    options = {name: value for name, value in config.mdx_configs.items() if name != EXTENSION}
    plugins = {name: getattr(plugin, "config", None) for name, plugin in config.plugins.items()}
    # What is below the level is not captured, so it could not be logged again.
    level = logging.getLogger("mkdocs.structure.pages").getEffectiveLevel()
    # By the paths of the modules: the names in the settings are relative to the settings.
    hooks = sorted(hook.__file__ for hook in config["hooks"].values())
    texts = [Path(path).read_text(encoding="utf-8") for path in hooks]
    return hash_values([settings, options, plugins, level], code, *texts)


def page_hash(context: Mapping[str, Any], salt: str, *texts: str) -> str:
    """Return a digest of what a template shows of its own page, if any, and of what hooks add."""
    page: Page | None = context["page"]
    values: list[Any] = [context[name] for name in ("base_url", "extra_css")]
    values.append([str(script) for script in context["extra_javascript"]])
    values.append({key: value for key, value in context.items() if key not in _CONTEXT_KEYS})
    if page:
        near = [other and other.file.src_uri for other in (page.previous_page, page.next_page)]
        values += [_item_json(page), page.is_homepage, dict(page.meta), near, toc_json(page.toc)]
    return hash_values(values, salt, *texts)


def hash_values(values: object, salt: str, *texts: str) -> str:
    """Return a digest of settings and texts; "" where a value has none, or without the salt."""
    try:
        return salt and digest(canonical_text(values), salt, *texts)
    except (TypeError, ValueError) as reason:
        LOGGER.debug(f"Nothing is cached that depends on this: {reason}.")
        return ""


def _theme_texts(config: MkDocsConfig) -> Iterator[str]:
    """Yield the text of every template, and of every file of the theme's custom folder."""
    for top in config.theme.dirs:
        for folder, folders, names in os.walk(top):
            if top != config.theme.custom_dir:  # which may have ten thousand icons besides
                folders[:] = [name for name in folders if name[0] != "." and name != "assets"]
                names = [name for name in names if name.endswith(".html")]
            folders.sort()
            for path in (Path(folder, name) for name in sorted(names)):
                yield f"{path} {path.read_bytes().decode('utf-8', 'backslashreplace')}"


def _nav_json(items: Iterable[Any]) -> list[Any]:
    return [
        item.file.src_uri
        if isinstance(item, Page)
        else [_item_json(item), type(item).__name__, _nav_json(item.children or ())]
        for item in items
    ]


def _item_json(item: Any) -> list[Any]:
    """Return what a template may show of a page, section or link; front matter is tracked."""
    file = getattr(item, "file", None)
    names = ("title", "url", "canonical_url", "edit_url")
    return [
        file and [file.src_uri, file.inclusion.name],
        *(getattr(item, name, None) for name in names),
        {key: value for key, value in vars(item).items() if key not in _ITEM_ATTRIBUTES},
    ]


def toc_json(items: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the entries of a table of contents, as `mkdocs.structure.toc.get_toc` takes them."""
    return [
        {"level": i.level, "id": i.id, "name": i.title, "children": toc_json(i.children)}
        for i in items
    ]
