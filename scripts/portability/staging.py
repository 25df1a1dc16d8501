"""Prepare the project for a generator without hooks: write what the hooks would have added.

All functions take and return texts. The extension reads data and pages where they are; what is
exported is what the generator itself reads: its settings, the pages' front matter, and files beside
them.
"""

import html
import json
from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit

import yaml

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.redirects import page_address
from guide.content.search_terms import SYNONYMS_LABEL, search_synonyms

EXTENSION = "guide.extension"
# The parsed mkdocs.yml.
Settings: TypeAlias = Mapping[str, Any]


class _SettingsLoader(yaml.SafeLoader):
    """SafeLoader that keeps the items of `!ENV`, to be replaced when the environment is known."""


class _Variable(list[Any]):
    """The items of `!ENV [NAME, OTHER, default]`."""


def _construct_variable(loader: yaml.Loader, node: yaml.Node) -> _Variable:
    if isinstance(node, yaml.SequenceNode):
        return _Variable(loader.construct_sequence(node))
    assert isinstance(node, yaml.ScalarNode)  # the only other value that MkDocs takes
    return _Variable([loader.construct_scalar(node), None])


_SettingsLoader.add_constructor("!ENV", _construct_variable)


def read_settings(text: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Parse mkdocs.yml, and replace each `!ENV`: by the first variable that is set, or its default.

    https://www.mkdocs.org/user-guide/configuration/#environment-variables
    """
    settings: dict[str, Any] = _fill(
        yaml.load(text, _SettingsLoader),  # noqa: S506 (it is a SafeLoader)
        environment,
    )
    return settings


def _fill(value: Any, environment: Mapping[str, str]) -> Any:
    if isinstance(value, _Variable):
        *names, default = value
        return next((environment[name] for name in names if name in environment), default)
    if isinstance(value, dict):
        return {key: _fill(item, environment) for key, item in value.items()}
    return [_fill(item, environment) for item in value] if isinstance(value, list) else value


def stage_settings(settings: Settings, root: str, today: str) -> str:
    """Return the settings for Zensical, as YAML: no hooks, and what they pass to the extension.

    `root` is the project's folder, in which the extension reads data and pages; `today` the day of
    the build.
    """
    staged = {
        key: value
        for key, value in settings.items()
        if key not in ("hooks", "watch", "docs_dir", "site_dir")
    }
    staged["theme"] = {**settings["theme"], "variant": "classic"}
    extra = settings.get("extra") or {}
    # As the hook has it, so that the theme's first inline script is the same on every page.
    scope = quote(urlsplit(settings.get("site_url") or "").path.rstrip("/") + "/", safe="/%")
    staged["extra"] = {**extra, "scope": scope}
    options = {
        "root": root,
        "today": today,
        "site_title": settings["site_name"],
        "site_url": settings.get("site_url") or "",
        "repository": extra.get("repository") or "",
        "branch": extra.get("branch") or "",
        "relative_links": True,
    }
    staged["markdown_extensions"] = [
        {EXTENSION: options} if name == EXTENSION else name
        for name in settings["markdown_extensions"]
    ]
    text: str = yaml.safe_dump(staged, allow_unicode=True, sort_keys=False)
    return text


def stage_titles(catalogue: Catalogue) -> dict[str, str]:
    """Return, by path, the new text of each page whose title the theme would have to escape."""
    escaped = {page: html.escape(page.title, quote=False) for page in catalogue.pages.values()}
    return {
        page.path: _with_title(page, title)
        for page, title in escaped.items()
        if title != page.title
    }


def _with_title(page: Page, title: str) -> str:
    meta = yaml.safe_dump({**page.meta, "title": title}, allow_unicode=True, sort_keys=False)
    return f"---\n{meta}---\n{page.body}"


def add_words_to_search(index: str, catalogue: Catalogue) -> str:
    """Return Zensical's search index with each page's search synonyms, in the entry of the page.

    They are at the end of its text: tags, where Material's search finds them, are only filters in
    that of Zensical.
    """
    search = json.loads(index)
    words = {
        page_address(page.uri).lstrip("/"): search_synonyms(page.meta)
        for page in catalogue.pages.values()
    }
    for item in search["items"]:
        if synonyms := words.get(item["location"]):
            item["text"] += f"<p>{SYNONYMS_LABEL} {', '.join(synonyms)}</p>"
    return json.dumps(search, ensure_ascii=False, separators=(",", ":"))
