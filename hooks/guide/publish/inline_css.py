"""Stylesheets into the pages that use them, and scripts made small. Imports problem, html_policy,
vocabulary, stylesheets.

A page with its styles in it shows as soon as it is there: nothing else has to come first. Measured
with scripts/bench/bench_site.py on a phone's connection, a section's largest paint came after 1.07
s and not after 1.52 s. The price: the styles come again with each page, some 14 kB, where cached
sheets would come once. Most visits are to few pages, and the first is the slow one. Each sheet
becomes an element of its own and is left out of pages that have nothing for it, so that a policy
has a dozen hashes to name and not one for each page.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

import rjsmin

from guide.core.html_policy import foreign_file, is_of_the_site
from guide.core.problems import Problem, quote
from guide.publish.css_purge import Rule, leave_out_unused, outer_addresses, read_rules
from guide.publish.used_names import THEME, Vocabulary, join, read_html, script_names

Files = Mapping[str, bytes]
OWN = re.compile(r"assets/[^/]+\.js")  # the rest is the theme's, and small already


def minify_scripts(files: Files) -> tuple[Files, list[Problem]]:
    """Take comments and spaces out of the guide's scripts."""
    return {
        path: rjsmin.jsmin(content) if OWN.fullmatch(path) else content
        for path, content in files.items()
    }, []


def inline_styles(files: Files) -> tuple[Files, list[Problem]]:
    """Write into each page the rules that it can use of each sheet it links to, and leave out the sheets themselves.

    Problems: a sheet with a relative address, which would lead elsewhere from a page, or with one
    of another site.
    """
    texts = {
        path: content.decode("utf-8") for path, content in files.items() if path.endswith(".html")
    }
    pages = {path: read_html(text) for path, text in texts.items()}
    linked = _linked_sheets(pages, files)
    sheets = {
        path: files[path].decode("utf-8")
        for path in dict.fromkeys(path for found in linked.values() for path in found.values())
    }
    if problems := [
        _problem(path, address)
        for path, text in sheets.items()
        for address in outer_addresses(text)
    ]:
        return files, problems
    for path, page in pages.items():
        page.names |= _names_of_scripts(path, page, files)
    rules = purge(sheets, join(pages.values()), _mentioned(texts, files))
    made = {
        path: _with_styles(texts[path], pages[path], linked[path], rules).encode("utf-8")
        for path in pages
    }
    gone = {name for path in sheets for name in (path, f"{path}.map")}
    return {
        path: made.get(path, content) for path, content in files.items() if path not in gone
    }, []


def purge(
    sheets: Mapping[str, str], vocabulary: Vocabulary, mentioned: set[str]
) -> dict[str, list[Rule]]:
    """Return for each sheet the rules that can match something in the vocabulary, without what only others would use."""
    rules = {path: read_rules(text, vocabulary) for path, text in sheets.items()}
    leave_out_unused(list(rules.values()), mentioned)
    return rules


def _linked_sheets(pages: Mapping[str, Vocabulary], files: Files) -> dict[str, dict[str, str]]:
    """Return for each page the paths of its sheets, by their addresses in the page, in order."""
    return {
        path: {
            address: found for address in page.styles if (found := resolve(path, address, files))
        }
        for path, page in pages.items()
    }


def resolve(page: str, address: str, files: Iterable[str]) -> str | None:
    """Return the path of the file that an address in a page leads to, or None for a file of another site.

    An address from the root is that of the page for lost addresses; it starts with the folder that
    the site is in.

    >>> resolve("a/index.html", "../b.css", ["b.css"]), resolve("404.html", "/folder/b.css", ["b.css"])
    ('b.css', 'b.css')
    >>> resolve("404.html", "//cdn.example.com/b.css", ["b.css"])
    """
    if not is_of_the_site(address):
        return None
    path = address.partition("?")[0].partition("#")[0]
    if not path.startswith("/"):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        return path if path in files else None
    parts = path.strip("/").split("/")
    return next(
        (tail for start in range(len(parts)) if (tail := "/".join(parts[start:])) in files), None
    )


def _names_of_scripts(path: str, page: Vocabulary, files: Files) -> set[str]:
    """Return the names that the scripts of a page may add to it."""
    found = [resolve(path, address, files) for address in page.scripts]
    scripts = [files[name].decode("utf-8") for name in found if name and OWN.fullmatch(name)]
    return THEME.union(*map(script_names, scripts))


def _mentioned(texts: Mapping[str, str], files: Files) -> set[str]:
    """Return the custom properties that pages and scripts refer to, by any string that looks like one."""
    scripts = [content.decode("utf-8") for path, content in files.items() if OWN.fullmatch(path)]
    return {name for text in [*texts.values(), *scripts] for name in re.findall(r"--[\w-]+", text)}


class _Links(HTMLParser):
    """Find the elements that link to a stylesheet, as they are written."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "link" and found.get("rel") == "stylesheet":
            self.found.append((found.get("href") or "", self.get_starttag_text() or ""))


def _with_styles(
    text: str, page: Vocabulary, linked: Mapping[str, str], rules: Mapping[str, list[Rule]]
) -> str:
    reader = _Links()
    reader.feed(text[: text.find("</head>")])
    for address, element in reader.found:
        if path := linked.get(address):
            text = text.replace(element, _style_element(rules[path], page), 1)
    return text


def _style_element(rules: list[Rule], page: Vocabulary) -> str:
    """The element for a sheet; nothing where no rule of it can match on the page."""
    if not any(rule.can_match(page) for rule in rules):
        return ""
    # In CSS this could only be part of a string, where a backslash before the slash changes
    # nothing.
    text = "".join(map(str, rules)).replace("</style", r"<\/style")
    return f"<style>{text}</style>"


def _problem(path: str, address: str) -> Problem:
    if not is_of_the_site(address):
        return Problem(path, 1, 1, *foreign_file(address))
    return Problem(
        path,
        1,
        1,
        "relative-style-address",
        f"the stylesheet has the relative address {quote(address)}, which would lead "
        "elsewhere once the sheet stands in a page",
        "Write the picture into the sheet, as a data: address",
    )
