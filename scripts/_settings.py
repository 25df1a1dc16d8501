"""Check mkdocs.yml as a build does, by letting MkDocs read it."""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from guide.content.extra_settings import check_extra
from guide.content.navigation import check_settings_form, compose_settings
from guide.content.repository import parse_repository
from guide.content.theme_files import Keys, check_overrides, find_missing_files
from guide.core.days import build_day
from guide.core.problems import Problem, UserError, quote

_RULE = "wrong-setting"
_TYPES = {
    "bool": "true or false",
    "str": "text",
    "int": "a number",
    "float": "a number",
    "list": "a list",
    "dict": "keys with values",
    "NoneType": "nothing",
}


def check_settings(path: Path) -> Iterator[Problem]:
    """Yield a problem for each setting with which a strict build ends, in the words of MkDocs.

    Nothing is checked where there is no such file: the engine needs none.
    """
    if not path.exists():
        return
    in_form = list(check_settings_form(path))
    yield from in_form
    if any(problem.rule != "duplicate-key" for problem in in_form):
        return  # MkDocs might read them for hours
    # It takes a tenth of a second to load, and not every command needs it.
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import ConfigurationError

    config = MkDocsConfig(config_file_path=str(path))
    try:
        with path.open("rb") as file:
            config.load_file(file)
        errors, warnings = config.validate()
    except ConfigurationError as error:
        line, column, what = _yaml_fault(error)
        mend = "Compare it with the lines around it"
        yield Problem(path.name, line, column, "not-yaml", what, mend)
        return
    except Exception as error:  # MkDocs 1.6.1 does not expect every value, such as http://[
        what = f"MkDocs cannot read a setting: {_sentence(error)}"
        yield Problem(path.name, 1, 1, _RULE, what, "Correct it, or delete it")
        return
    root, _ = compose_settings(path)
    for key, fault in [*errors, *warnings]:
        what = f"the setting {quote(key)} is wrong: {_sentence(fault)}".replace(
            f"{path.parent}{os.sep}", ""
        )
        yield Problem(path.name, *_place(root, (key,)), _RULE, what, "Correct it, or delete it")
    if not errors:
        if folder := config.theme.custom_dir:
            yield from check_overrides(
                Path(folder), Path(os.path.relpath(folder, path.parent)).as_posix()
            )
        for keys, what, mend in (
            *find_missing_files(config.theme.dirs, config.theme, config.extra),
            *check_extra(config.extra),
            *_unread_texts(config.extra),
        ):
            yield Problem(path.name, *_place(root, keys), _RULE, what, mend)


def _unread_texts(extra: Mapping[str, Any]) -> Iterator[tuple[Keys, str, str]]:
    """Yield (keys, what, mend) for the day and the repository, which the build itself reads."""
    try:
        build_day(extra.get("today"), {}, datetime.now(UTC))
    except UserError as error:
        what, _, mend = str(error).partition(". ")
        yield ("extra", "today"), what, mend
    try:
        parse_repository(str(extra.get("repository") or ""), str(extra.get("branch") or ""))
    except ValueError as error:
        what, _, mend = str(error).partition(". ")
        yield ("extra", "branch" if "REPO_BRANCH" in what else "repository"), what, mend


def _yaml_fault(error: Exception) -> tuple[int, int, str]:
    """Return the line and column of a fault of the YAML, and what it is."""
    cause = error.__cause__ or error.__context__
    mark = getattr(cause, "problem_mark", None)
    what = getattr(cause, "problem", None) or _sentence(error)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return *place, f"the settings cannot be read: {_sentence(what)}"


def _sentence(error: object) -> str:
    """Return the words of an error in one line, without a traceback and Python's names of types."""
    text = str(error)
    if '  File "' in text:  # of an extension that cannot be loaded
        lines = text.strip().splitlines()
        text = f"{lines[0]} {lines[-1]}"
    text = re.sub(r"<class '(?:\w+\.)*(\w+)'>|\ban? (int|bool|float)\b", _type_in_words, text)
    return " ".join(text.split()).rstrip(".")


def _type_in_words(match: re.Match[str]) -> str:
    return _TYPES.get(match[1] or match[2], "a value of another kind")


def _place(node: yaml.Node | None, keys: tuple[Any, ...]) -> tuple[int, int]:
    """Return the line and column of a setting, or of the innermost that is there."""
    place = (1, 1)
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            entry = next(((k, v) for k, v in node.value if k.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            entry = (node.value[key], node.value[key]) if key < len(node.value) else None
        else:
            entry = None
        if entry is None:
            break
        start, node = entry[0].start_mark, entry[1]
        place = (start.line + 1, start.column + 1)
    return place
