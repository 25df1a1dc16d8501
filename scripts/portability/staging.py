"""Prepare the project for a generator that runs no hooks: write out what the hooks would have added.

Imports search_words, page, catalogue. Pure: texts in, texts out. The extension reads data and pages
where they are; what is staged is what the generator itself reads: its settings, the pages' front
matter, and files that lie beside them.
"""

import html
import json
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import yaml

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.redirects import page_address
from guide.content.search_terms import FOUND_BY, search_words

EXTENSION = "guide.extension"


class _SettingsLoader(yaml.SafeLoader):
    """SafeLoader that keeps `!ENV` for later: what it names is not known where YAML is read."""


class _Variable(list):
    """The items of `!ENV [NAME, OTHER, default]`."""


def _construct_variable(loader: yaml.Loader, node: yaml.Node) -> _Variable:
    is_list = isinstance(node, yaml.SequenceNode)
    return _Variable(
        loader.construct_sequence(node) if is_list else [loader.construct_scalar(node), None]
    )


_SettingsLoader.add_constructor("!ENV", _construct_variable)


def read_settings(text: str, environment: Mapping[str, str]) -> dict:
    """Return the settings of mkdocs.yml with each `!ENV` replaced: by the first variable there is, else by the last item.

    https://www.mkdocs.org/user-guide/configuration/#environment-variables
    """
    return _fill(yaml.load(text, _SettingsLoader), environment)


def _fill(value: object, environment: Mapping[str, str]):
    if isinstance(value, _Variable):
        *names, default = value
        return next((environment[name] for name in names if name in environment), default)
    if isinstance(value, dict):
        return {key: _fill(item, environment) for key, item in value.items()}
    return [_fill(item, environment) for item in value] if isinstance(value, list) else value


def stage_settings(settings: Mapping, root: str, today: str) -> str:
    """Return the settings for Zensical, as YAML: no hooks, the classic look, and for the extension what hooks gave it.

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
    return yaml.safe_dump(staged, allow_unicode=True, sort_keys=False)


def stage_titles(catalogue: Catalogue) -> dict[str, str]:
    """Return, by its path, the text of each page whose title has to be escaped: the theme writes titles as they are."""
    escaped = {page: html.escape(page.title, quote=False) for page in catalogue.pages.values()}
    return {
        page.path: _with_title(page, title)
        for page, title in escaped.items()
        if title != page.title
    }


def _with_title(page: Page, title: str) -> str:
    return f"---\n{yaml.safe_dump({**page.meta, 'title': title}, allow_unicode=True, sort_keys=False)}---\n{page.body}"


def add_words_to_search(index: str, catalogue: Catalogue) -> str:
    """Return Zensical's search index with the everyday words of each page, at the one entry that stands for it.

    They stand at the end of its text: tags, where Material's search finds them, are only filters to
    that of Zensical.
    """
    search = json.loads(index)
    words = {
        page_address(page.uri).lstrip("/"): search_words(page.meta)
        for page in catalogue.pages.values()
    }
    for item in search["items"]:
        if found := words.get(item["location"]):
            item["text"] += f"<p>{FOUND_BY} {', '.join(found)}</p>"
    return json.dumps(search, ensure_ascii=False, separators=(",", ":"))
