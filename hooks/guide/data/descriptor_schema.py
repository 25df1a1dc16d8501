"""Check the shape of the descriptor against its JSON Schema, schemas/datapackage.yaml.

Shape is what each value is by itself: there, of its type, in its form. Whether what it names is
there as well (a column, a resource) is for package_reader to say, which then has to do with
well-formed parts only.
"""

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from guide.core.problems import quote
from guide.core.schema_errors import Fault, Keys, find_faults, join_path
from guide.core.yaml_reader import parse_yaml

# The lists whose entries stand alone: one that is wrong is left out, and the others are read.
LISTS = ("resources", "tables", "charts")
_SCHEMA_PATH = Path(__file__).parents[1] / "schemas" / "datapackage.yaml"
_NAMED = {"resources": "resource", "tables": "table", "charts": "chart", "fields": "field"}
# How alike two keys are, of 1, that differ by a slip: two letters of four that changed places.
_SLIP = 0.75


@cache
def descriptor_schema() -> dict[str, Any]:
    """Return the schema. Cached: the file is part of the program and never changes in a run."""
    document, problems = parse_yaml(_SCHEMA_PATH.read_text(encoding="utf-8"), str(_SCHEMA_PATH))
    assert not problems, problems
    schema: dict[str, Any] = document.data
    return schema


def without_empty(value: object) -> object:
    """Return a value without the keys after which nothing stands, which count as not there."""
    if isinstance(value, dict):
        return {key: without_empty(item) for key, item in value.items() if item is not None}
    return [without_empty(item) for item in value] if isinstance(value, list) else value


def check_shape(data: object) -> list[Fault]:
    """Return what the schema has against it. Unknown keys are allowed, as the standard says."""

    def describe(keys: Keys) -> dict[str, str]:
        # In the schema's own sentences: {owner} is 'the resource "mood"', {called} is '"mood"'.
        owner = _name(data, keys[:2])
        return {
            "name": _name(data, keys),
            "owner": owner,
            "called": owner[max(owner.find('"'), 0) :],
        }

    return list(find_faults(descriptor_schema(), data, _rule, describe))


def _rule(keyword: str) -> str:
    return "descriptor-type" if keyword == "type" else "descriptor-value"


def check_keys(data: object) -> list[Fault]:
    """Return the keys that are likely slips: unknown, and nearly one that is not there."""
    return [
        Fault(
            keys,
            "descriptor-unknown-key",
            f"{_name(data, keys[:-1])} has {quote(keys[-1])}, "
            "which is not a key that the guide reads",
            f'Did you mean "{near}"?',
        )
        for keys, near in _slips(descriptor_schema(), data, ())
    ]


def _slips(schema: Any, value: Any, keys: Keys) -> Iterator[tuple[Keys, str]]:
    """Yield (keys, nearest known key) below a value."""
    if isinstance(schema, dict) and "$ref" in schema:
        schema = descriptor_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    if not isinstance(schema, dict):
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _slips(schema.get("items"), item, (*keys, index))
    properties = schema.get("properties", {})
    for key, item in value.items() if properties and isinstance(value, dict) else ():
        if key in properties:
            yield from _slips(properties[key], item, (*keys, key))
        elif not _is_foreign(key) and (
            near := difflib.get_close_matches(key, set(properties) - set(value), n=1, cutoff=_SLIP)
        ):
            yield (*keys, key), near[0]


def _is_foreign(key: str) -> bool:
    """Say whether a key is marked as another tool's: "x-title", "_title", "dc:title"."""
    return key.startswith(("x-", "_", "$")) or ":" in key


def _name(data: Any, keys: Keys) -> str:
    """Return the way to a value, as 'type of the field "year" of the resource "mood"'."""
    words: list[str] = []
    for index, key in enumerate(keys):
        data = _value_at(data, key)
        above = keys[index - 1] if index else ""
        if isinstance(key, int) and above in _NAMED and isinstance(data, dict):
            words[-1] = _name_entry(_NAMED[above], data)
            words = [word for word in words if word != "schema"]
        else:
            words.append(f"entry {key + 1}" if isinstance(key, int) else str(key))
    return join_path(words) or "the data package"


def _value_at(data: Any, key: str | int) -> Any:
    """Return the value at a key of a mapping or an index of a list, or None."""
    is_there = isinstance(data, dict) or (isinstance(data, list) and isinstance(key, int))
    return data[key] if is_there else None


def _name_entry(kind: str, entry: dict[str, Any]) -> str:
    name = entry.get("name")
    return f"the {kind} {quote(name)}" if isinstance(name, str) and name else f"a {kind}"


def keep_sound(data: dict[str, Any], faults: Iterable[Fault]) -> dict[str, Any]:
    """Return a descriptor without what is wrong in it.

    An entry of the lists becomes None, so that the others keep their places; any other key goes.
    """
    wrong = {
        fault.keys[:2] if fault.keys[0] in LISTS else fault.keys[:1]
        for fault in faults
        if fault.keys
    }
    sound = {key: value for key, value in data.items() if (key,) not in wrong}
    for kind in LISTS:
        if kind in sound:
            sound[kind] = [
                None if (kind, index) in wrong else entry for index, entry in enumerate(sound[kind])
            ]
    return sound
