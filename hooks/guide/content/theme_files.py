"""Check the files of the theme: those that the settings name, and those in overrides/.

Material includes them by their names in every page, and a name without a file ends the build in a
traceback of Jinja2. https://squidfunk.github.io/mkdocs-material/setup/changing-the-logo-and-icons/
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from guide.content.docs_files import KINDS, DocsFiles, check_files, find_docs
from guide.core.merge_conflicts import find_conflict
from guide.core.problems import Problem, quote

# The path of a setting in mkdocs.yml.
Keys = tuple[str | int, ...]


def find_missing_files(
    dirs: Iterable[str], theme: Mapping[str, Any], extra: Mapping[str, Any]
) -> Iterator[tuple[Keys, str, str]]:
    """Yield (keys, what, mend) for each setting that names a file that no folder of `dirs` has.

    `theme` and `extra` are the settings under these keys in mkdocs.yml.
    """
    folders = [Path(folder) for folder in dirs]
    if not _has_file(folders, "partials/language.html"):
        return  # it is another theme, which has its own settings
    language = theme.get("language")
    if not _has_file(folders, f"partials/languages/{language}.html"):
        what = f"the theme has no language {quote(language)}"
        yield ("theme", "language"), what, "Write en, or another that the theme has"
    for keys, icon in _icons(theme, extra):
        if not _has_file(folders, f".icons/{icon}.svg"):
            what = f"the theme has no icon {quote(icon)}"
            yield keys, what, "Write its set and its name, such as material/heart"


def find_overrides(folder: Path) -> DocsFiles:
    """Walk the folder of the theme's own templates, as docs/ is walked.

    MkDocs copies what is no template from there to the site, leftovers and links included.
    """
    return find_docs(folder, KINDS - {".md"} | {".html"})


def check_overrides(folder: Path, shown_path: str) -> Iterator[Problem]:
    """Yield a problem for each file of that folder that is not meant, or has conflict markers."""
    found = find_overrides(folder)
    yield from check_files(found, shown_path)
    for uri in found.files:
        if problem := find_conflict(folder / uri, f"{shown_path}/{uri}"):
            yield problem


def _has_file(folders: Iterable[Path], name: str) -> bool:
    try:
        return any((folder / name).is_file() for folder in folders)
    except (OSError, ValueError):  # no system has a file of this name
        return False


def _icons(theme: Mapping[str, Any], extra: Mapping[str, Any]) -> Iterator[tuple[Keys, Any]]:
    """Yield the keys and the name of each icon in the settings."""
    for name, icon in _items(theme.get("icon")):
        inner = list(_items(icon))
        yield from ((("theme", "icon", name, key), item) for key, item in inner)
        if not inner and icon:
            yield ("theme", "icon", name), icon
    for number, palette in _items(theme.get("palette")):
        for name, toggle in _items(palette):
            if name == "toggle" and isinstance(toggle, dict) and toggle.get("icon"):
                yield ("theme", "palette", number, "toggle", "icon"), toggle["icon"]
    for number, entry in _items(extra.get("social")):
        if isinstance(entry, dict) and entry.get("icon"):
            yield ("extra", "social", number, "icon"), entry["icon"]


def _items(value: object) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
