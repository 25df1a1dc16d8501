"""Check the navigation, `nav` in mkdocs.yml, against the pages.

MkDocs warns of the same, in a build alone; what it is told not to warn of is no problem here.
https://www.mkdocs.org/user-guide/configuration/#validation
"""

from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from guide.core.problems import Problem, quote, suggest
from guide.core.urls import scheme_of

SETTINGS = "mkdocs.yml"


def check_navigation(root: Path, docs: str, uris: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each entry that names no page or one again.

    Where the settings ask for that, each page without an entry is one too. Nothing is checked
    where the settings name no navigation or cannot be read: a build says that.
    """
    try:
        text = (root / SETTINGS).read_text(encoding="utf-8")
        settings = yaml.compose(text, Loader=yaml.SafeLoader)  # makes no values of tags
    except (OSError, ValueError, yaml.YAMLError):
        return
    nodes = _values(settings)
    if "nav" not in nodes:
        return
    seen: set[str] = set()
    for node in _entries(nodes["nav"]):
        name = node.value
        place = (SETTINGS, node.start_mark.line + 1, node.start_mark.column + 1)
        if scheme_of(name):
            continue  # of another site
        if name not in uris:
            what = f"the navigation names {quote(name)}, which is no page"
            yield Problem(*place, "nav-without-page", what, suggest(name, uris, "pages"))
        elif name in seen:
            what = f"the navigation names {quote(name)} again"
            yield Problem(*place, "nav-twice", what, "Delete one of the two entries")
        seen.add(name)
    omitted = _values(_values(nodes.get("validation")).get("nav")).get("omitted_files")
    if omitted and omitted.value == "warn" and "not_in_nav" not in nodes:
        for uri in sorted(set(uris) - seen):
            what = "this page is not in the navigation, so that readers do not find it"
            mend = f"Add it to nav in {SETTINGS}, or delete it"
            yield Problem(f"{docs}/{uri}", 1, 1, "not-in-nav", what, mend)


def _values(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """Return the values of a mapping by their keys."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _entries(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield the addresses of a navigation, in its order."""
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, yaml.ScalarNode):
            yield item
        elif isinstance(item, yaml.SequenceNode):
            waiting += reversed(item.value)
        elif isinstance(item, yaml.MappingNode):
            waiting += reversed([value for _, value in item.value])
