"""Check the form of mkdocs.yml, and the navigation, its `nav`, against the pages.

Of two keys of one name, MkDocs takes the last without a word; aliases and files that inherit from
each other keep it busy for hours. Of the navigation, it warns of the same, in a build alone; what
it is told not to warn of is no problem here.
https://www.mkdocs.org/user-guide/configuration/#validation
"""

from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from guide.content.docs_files import unreadable_file
from guide.core.problems import Problem, quote, suggest
from guide.core.urls import scheme_of
from guide.core.yaml_reader import compose_yaml

SETTINGS = "mkdocs.yml"


def check_settings_form(path: Path) -> Iterator[Problem]:
    """Yield the problems of the form of the settings, and of those from which they inherit.

    They are a key that stands twice, an alias, a `!ENV` without the name of a variable, and values
    that are too many or too deep.
    """
    if path.exists() and not path.is_file():
        yield unreadable_file(path.name, "it is no ordinary file")  # a pipe would be waited for
        return
    root, problems = compose_settings(path)
    yield from problems
    yield from _empty_variables(root, path.name)
    parent = _values(root).get("INHERIT")
    if isinstance(parent, yaml.ScalarNode):
        above = path.parent / parent.value
        if "INHERIT" in _values(compose_settings(above)[0]):
            place = (path.name, parent.start_mark.line + 1, parent.start_mark.column + 1)
            what = f"{quote(parent.value)} inherits from other settings itself"
            mend = "Name the settings from which all others inherit"
            yield Problem(*place, "wrong-setting", what, mend)
        else:
            yield from check_settings_form(above)


def compose_settings(path: Path) -> tuple[yaml.Node | None, list[Problem]]:
    """Compose the nodes of the settings; there are none where they cannot be read."""
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, ValueError):
        return None, []
    return compose_yaml(text, path.name)


def _empty_variables(root: yaml.Node | None, name: str) -> Iterator[Problem]:
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        if node.tag == "!ENV" and not node.value:
            place = (name, node.start_mark.line + 1, node.start_mark.column + 1)
            mend = "Write the name of a variable after it, or the value in its place"
            yield Problem(*place, "wrong-setting", "this !ENV names no variable", mend)
        elif isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def check_navigation(root: Path, docs: str, uris: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each entry that names no page or one again.

    Where the settings ask for that, each page without an entry is one too. Nothing is checked
    where the settings name no navigation or cannot be read: a build says that.
    """
    nodes = _values(compose_settings(root / SETTINGS)[0])
    if "nav" not in nodes or not nodes["nav"].value:
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
