"""Inline purged style sheets into the pages that link to them, and minify scripts.

A page with inline styles needs no further request before it renders. Measured with
scripts/bench/bench_site.py on a phone's connection, the largest contentful paint of a section came
after 1.07 s and not after 1.52 s. The price: some 14 kB of styles come with each page, where cached
sheets would come once. Most visits are to few pages, and the first is the slow one. Each sheet
becomes one style element and is left out of pages that have nothing for it, so that a policy has a
dozen hashes and not one for each page.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

import rjsmin

from guide.core.html_policy import foreign_file_fault, is_same_site
from guide.core.problems import Problem, quote
from guide.publish.css_purge import Rule, outer_addresses, read_rules, remove_unused
from guide.publish.used_names import THEME_NAMES, UsedNames, merge_names, read_html, script_names

Files = Mapping[str, bytes]
# The guide's own scripts. Those of the theme are minified already.
SITE_SCRIPT_PATTERN = re.compile(r"assets/[^/]+\.js")


def minify_scripts(files: Files) -> tuple[Files, list[Problem]]:
    """Minify the guide's own scripts."""
    return {
        path: rjsmin.jsmin(content) if SITE_SCRIPT_PATTERN.fullmatch(path) else content
        for path, content in files.items()
    }, []


def inline_styles(files: Files) -> tuple[Files, list[Problem]]:
    """Inline into each page the rules that it can use of each sheet it links to; drop the sheets.

    Rules: relative-style-address, foreign-file. Either address would resolve to another file, or to
    another site, from a page.
    """
    texts = {
        path: content.decode("utf-8") for path, content in files.items() if path.endswith(".html")
    }
    pages = {path: read_html(text) for path, text in texts.items()}
    linked = _linked_sheets(pages, files)
    sheets = {
        path: files[path].decode("utf-8")
        for path in dict.fromkeys(path for paths in linked.values() for path in paths.values())
    }
    if problems := [
        _problem(path, address)
        for path, text in sheets.items()
        for address in outer_addresses(text)
    ]:
        return files, problems
    for path, page in pages.items():
        page.names |= _names_of_scripts(path, page, files)
    rules = purge_css(sheets, merge_names(pages.values()), _mentioned_properties(texts, files))
    inlined = {
        path: _inline_sheets(texts[path], pages[path], linked[path], rules).encode("utf-8")
        for path in pages
    }
    removed = {name for path in sheets for name in (path, f"{path}.map")}
    return {
        path: inlined.get(path, content) for path, content in files.items() if path not in removed
    }, []


def purge_css(
    sheets: Mapping[str, str], used_names: UsedNames, mentioned: set[str]
) -> dict[str, list[Rule]]:
    """Purge sheets: return by path the rules that can match one of the used names.

    `mentioned` has the custom properties that pages and scripts refer to.
    """
    rules = {path: read_rules(text, used_names) for path, text in sheets.items()}
    remove_unused(list(rules.values()), mentioned)
    return rules


def _linked_sheets(pages: Mapping[str, UsedNames], files: Files) -> dict[str, dict[str, str]]:
    """Map each page to its style sheets: their paths by their URLs in the page, in order."""
    return {
        path: {
            address: target for address in page.styles if (target := resolve(path, address, files))
        }
        for path, page in pages.items()
    }


def resolve(page: str, address: str, files: Iterable[str]) -> str | None:
    """Resolve a URL in a page to the path of a file, or None for a file of another site.

    Only the page for addresses that do not exist (404) has URLs from the root. They start with the
    folder in which the site is published.

    >>> resolve("a/index.html", "../b.css", ["b.css"])
    'b.css'
    >>> resolve("404.html", "/folder/b.css", ["b.css"])
    'b.css'
    >>> resolve("404.html", "//cdn.example.com/b.css", ["b.css"])
    """
    if not is_same_site(address):
        return None
    path = address.partition("?")[0].partition("#")[0]
    if not path.startswith("/"):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        return path if path in files else None
    parts = path.strip("/").split("/")
    return next(
        (tail for start in range(len(parts)) if (tail := "/".join(parts[start:])) in files), None
    )


def _names_of_scripts(path: str, page: UsedNames, files: Files) -> frozenset[str]:
    """Return the names that the scripts of a page may add to it."""
    paths = [resolve(path, address, files) for address in page.scripts]
    scripts = [
        files[name].decode("utf-8")
        for name in paths
        if name and SITE_SCRIPT_PATTERN.fullmatch(name)
    ]
    return THEME_NAMES.union(*map(script_names, scripts))


def _mentioned_properties(texts: Mapping[str, str], files: Files) -> set[str]:
    """Return the custom properties in pages and scripts: every text that looks like one."""
    scripts = [
        content.decode("utf-8")
        for path, content in files.items()
        if SITE_SCRIPT_PATTERN.fullmatch(path)
    ]
    return {name for text in [*texts.values(), *scripts] for name in re.findall(r"--[\w-]+", text)}


class _StyleLinks(HTMLParser):
    """Collect (URL, source text) of the elements that link to a style sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "link" and attributes.get("rel") == "stylesheet":
            self.links.append((attributes.get("href") or "", self.get_starttag_text() or ""))


def _inline_sheets(
    text: str, page: UsedNames, linked: Mapping[str, str], rules: Mapping[str, list[Rule]]
) -> str:
    reader = _StyleLinks()
    reader.feed(text[: text.find("</head>")])
    for address, element in reader.links:
        if path := linked.get(address):
            text = text.replace(element, _style_element(rules[path], page), 1)
    return text


def _style_element(rules: list[Rule], page: UsedNames) -> str:
    """Return the style element for a sheet, or "" where no rule of it can match on the page."""
    if not any(rule.can_match(page) for rule in rules):
        return ""
    # "</style" would end the element. In CSS it can only be part of a string, where a backslash
    # before the slash changes nothing.
    text = "".join(map(str, rules)).replace("</style", r"<\/style")
    return f"<style>{text}</style>"


def _problem(path: str, address: str) -> Problem:
    if not is_same_site(address):
        return Problem(path, 1, 1, *foreign_file_fault(address))
    return Problem(
        path,
        1,
        1,
        "relative-style-address",
        f"the stylesheet has the relative address {quote(address)}, which would lead "
        "elsewhere once the sheet stands in a page",
        "Write the picture into the sheet, as a data: address",
    )
