"""The part of schema.org's vocabulary that the guide uses, and what breaks it in JSON-LD.

schema_org.json was made from schema-dts, Google's description of the vocabulary in TypeScript (an
npm package), by

    python tests/schema_org.py package/dist/schema.d.ts "schema-dts 2.1.0"

To use a type that is not in it, add the name to TYPES and run that again.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

FILE = Path(__file__).parent / "schema_org.json"
TYPES = (
    "Article",
    "Book",
    "BreadcrumbList",
    "CreativeWork",
    "DataDownload",
    "Dataset",
    "DefinedTerm",
    "DefinedTermSet",
    "ListItem",
    "NewsArticle",
    "Organization",
    "PropertyValue",
    "Report",
    "ScholarlyArticle",
    "WebPage",
    "WebSite",
)
# What Google's documentation calls required, and what it recommends that the guide promises too.
# https://developers.google.com/search/docs/appearance/structured-data/article (breadcrumb, dataset)
PROMISED = {
    "Article": {"headline", "image", "dateModified", "author"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Dataset": {"name", "description", "license", "creator", "distribution"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "DefinedTerm": {"name", "description", "inDefinedTermSet"},
    "DefinedTermSet": {"name", "hasDefinedTerm"},
    "WebPage": {"name", "url"},
}
_INTERFACE = re.compile(
    r"^(?:export )?interface (\w+)(Base|Leaf) extends ([^{]+)\{(.*?)^\}", re.DOTALL | re.MULTILINE
)
_PROPERTY = re.compile(r'^\s+"(\w+)"\?: SchemaValue<(.+), "\1">;', re.MULTILINE)


def make_vocabulary(text: str, origin: str) -> dict:
    """Return the wanted types with their parents and properties, and what each value may be."""
    parents, own = {}, {}
    for name, part, above, body in _INTERFACE.findall(text):
        bases = re.findall(r"(\w+)Base", above)
        if part == "Base" or name not in parents:
            parents[name] = [base for base in bases if base != name] or parents.get(name, [])
            own[name] = own.get(name, {}) | {
                key: kinds.split(" | ") for key, kinds in _PROPERTY.findall(body)
            }
    wanted, todo = {}, list(TYPES)
    while todo:
        name = todo.pop()
        wanted[name] = {"parents": parents[name], "properties": own[name]}
        todo += [above for above in parents[name] if above not in wanted]
    return {"made_from": origin, "types": dict(sorted(wanted.items()))}


VOCABULARY = json.loads(FILE.read_text(encoding="utf-8"))["types"] if FILE.exists() else {}


def kinds_of(name: str) -> list[str]:
    """Return a type and all types above it."""
    return (
        [name, *(kind for above in VOCABULARY[name]["parents"] for kind in kinds_of(above))]
        if name in VOCABULARY
        else []
    )


def nodes_in(value: object) -> Iterator[dict]:
    """Yield every typed node, however deep."""
    if isinstance(value, dict):
        yield from [value] if "@type" in value else []
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from nodes_in(inner)


def faults(node: dict) -> Iterator[str]:
    """Yield what is wrong with one node: a type, a property, a value, or a missing property."""
    kind = node["@type"]
    if kind not in VOCABULARY:
        yield f"{kind} is not a type that is known here"
        return
    missing = PROMISED.get(kind, set()) - set(node)
    if missing:
        yield f"{kind} has no {', '.join(sorted(missing))}"
    allowed = {
        name: kinds
        for above in kinds_of(kind)
        for name, kinds in VOCABULARY[above]["properties"].items()
    }
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            yield f"{kind} has no property {name}"
        elif wrong := [
            item
            for item in (value if isinstance(value, list) else [value])
            if not fits(item, allowed[name])
        ]:
            yield f"{kind}.{name} may not be {wrong[0]!r}"


def fits(value: object, kinds: list[str]) -> bool:
    """Say whether a value is of one of the kinds."""
    if isinstance(value, dict):
        return bool({*kinds_of(value.get("@type", ""))} & {*kinds}) or (
            set(value) == {"@id"} and "IdReference" in kinds
        )
    if isinstance(value, bool):
        return "Boolean" in kinds
    if isinstance(value, int | float):
        return bool({"Integer", "Number", "Float"} & {*kinds})
    return (
        isinstance(value, str)
        and bool(value.strip())
        and (
            "Text" in kinds
            or ("URL" in kinds and is_url(value))
            or (bool({"Date", "DateTime"} & {*kinds}) and is_day(value))
        )
    )


def is_url(text: str) -> bool:
    return bool(re.fullmatch(r"https?://[^\s<>\"]+", text))


def is_day(text: str) -> bool:
    """Say whether a text is a day, a moment, or a year alone, as ISO 8601 has them."""
    if re.fullmatch(r"\d{4}", text):
        return True
    try:
        return bool(date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text))
    except ValueError:
        return False


if __name__ == "__main__":
    vocabulary = make_vocabulary(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2])
    lines = [
        f"  {json.dumps(name)}: {json.dumps(description)}"
        for name, description in vocabulary["types"].items()
    ]
    FILE.write_text(
        f'{{"made_from": {json.dumps(vocabulary["made_from"])}, "types": {{\n'
        + ",\n".join(lines)
        + "\n}}\n",
        encoding="utf-8",
    )
