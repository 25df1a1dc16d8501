"""What several unit tests need: problems as text, a page as HTML, HTML as a tree."""

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import markdown

from guide.checks.project_checks import read_and_check
from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.core.problems import Problem
from tests.support.projects import front_matter

# Those of mkdocs.yml, and fenced_code, which MkDocs adds by itself.
EXTENSIONS = [
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
    "guide.extension",
]

# The page that citations lead to.
_SOURCES_HEADER = front_matter(
    title="Sources",
    description="A description of the page of sources that is long enough to be useful.",
)
SOURCES_PAGE = {"docs/sources.md": _SOURCES_HEADER + "![Sources](table:sources)\n"}


def format_problems(problems: Iterable[Problem]) -> list[str]:
    """Return each problem as "[rule] path:line:column: what. Mend.", by place.

    The address of the rule, with which a line in a terminal ends, is left out.
    """
    return [f"[{problem.rule}] {problem}" for problem in sorted(set(problems))]


def without_rule_addresses(text: str) -> str:
    """Return the output of a command without the addresses of rules, with which its messages end.

    That they are there is tested in tests/core and tests/scripts/test_check.py.
    """
    return re.sub(r" \(see \S*/about/rules/#[a-z0-9-]+\)", "", text)


def problems_of(root: Path) -> list[str]:
    """Read the project below `root` and return what is wrong with it."""
    return format_problems(read_and_check(root)[1])


def convert(catalogue: Catalogue, text: str) -> str:
    """Convert Markdown, a page's body or any other text, to HTML."""
    settings = {"guide.extension": {"catalogue": catalogue}}
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs=settings).convert(text)


def convert_page(root: Path, uri: str = "page.md") -> str:
    """Convert one page of the project below `root`, whatever is wrong with it."""
    catalogue = read_catalogue(root)[0]
    return convert(catalogue, catalogue.pages[uri].body)


def parse(html: str) -> Element:
    """Return the tree that a browser would make of a fragment."""
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)


def find(html: str, tag: str = "*", **attributes: str) -> list[Element]:
    """Return the elements of a tag that have the attributes; `class_` is one of the classes."""
    wanted_class = attributes.pop("class_", None)
    return [
        element
        for element in list(parse(html).iter())[1:]  # without the fragment itself
        if isinstance(element.tag, str)
        and tag in ("*", element.tag)
        and all(element.get(name) == value for name, value in attributes.items())
        and (wanted_class is None or wanted_class in element.get("class", "").split())
    ]


def text_of(element: Element) -> str:
    """Return the text of an element, white space as single spaces."""
    return " ".join("".join(element.itertext()).split())


def texts(html: str, tag: str = "*", **attributes: str) -> list[str]:
    """Return the text of each element that `find` finds."""
    return [text_of(element) for element in find(html, tag, **attributes)]


def links(html: str) -> list[tuple[str, str]]:
    """Return (address, words) of each link."""
    return [(element.get("href", ""), text_of(element)) for element in find(html, "a")]


def skeleton(html: str) -> list:
    """Return the elements of a fragment as nested lists of tag and attribute names."""

    def outline(element: Element) -> list:
        return [element.tag, sorted(element.keys()), [outline(child) for child in element]]

    return outline(parse(html))
