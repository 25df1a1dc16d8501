"""Validate HTML against an allow-list of elements, attributes and addresses.

There are two policies. `check_page_tag` is for the HTML of a page's own text, where an editor may
write raw HTML and attribute lists: what is not listed is refused. `check_site_tag` is for a built
page, to which templates and the theme add: more elements are allowed, and of the attributes only
those are refused that run code, fetch a file or link elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import TypeAlias

from guide.core.html_elements import read_fragment
from guide.core.problems import quote
from guide.core.urls import (
    OWN_SCHEMES,
    bracket_fault,
    check_address,
    is_scheme_relative,
    scheme_of,
)

Attributes: TypeAlias = Iterable[tuple[str, str | None]]

_GLOBAL_ATTRIBUTES = frozenset(("id", "class", "title", "lang", "dir", "hidden", "role"))
_ATTRIBUTE_PREFIXES = ("aria-", "data-search-")
_PLAIN_ELEMENTS = """
    abbr aside b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i ins kbd mark p pre q s samp section small span strong sub
    summary sup tbody tfoot thead tr u ul var wbr
"""
# The elements of a page's own text, each with its attributes beside the global ones.
_PAGE_ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN_ELEMENTS.split(), frozenset()),
    "a": frozenset(("href", "rel", "hreflang", "download", "name")),
    "img": frozenset(("src", "alt", "width", "height", "loading", "decoding")),
    "ol": frozenset(("start", "reversed", "type")),
    "li": frozenset(("value",)),
    "table": frozenset(),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "td": frozenset(("colspan", "rowspan", "headers", "align")),
    "th": frozenset(("colspan", "rowspan", "headers", "align", "scope", "abbr")),
    "time": frozenset(("datetime",)),
    "details": frozenset(("open", "name")),
}
# Of SVG only what draws: nothing that fetches, is animated or holds HTML.
_SVG_NAMES = """
    svg g defs symbol path circle ellipse line polygon polyline rect text tspan desc clippath
    lineargradient radialgradient stop use
"""
_SVG_ELEMENTS = frozenset(_SVG_NAMES.split())
_SITE_NAMES = """
    html head title meta link style script body header footer main nav article address form
    fieldset legend label input button select option optgroup textarea output progress dialog
    menu hgroup search template
"""
# What templates and the theme add to the elements of a page.
_SITE_ELEMENTS = frozenset(_SITE_NAMES.split()) | _SVG_ELEMENTS

# Attributes with an address that a browser fetches by itself, or sends something to.
_FETCHING_ATTRIBUTES = frozenset(
    (
        "src",
        "srcset",
        "imagesrcset",
        "poster",
        "background",
        "manifest",
        "lowsrc",
        "dynsrc",
        "data",
        "codebase",
        "archive",
        "action",
        "formaction",
        "ping",
        "xlink:href",
    )
)
_LIST_ATTRIBUTES = frozenset(("srcset", "imagesrcset", "ping", "archive"))
# A link element with these relations fetches nothing.
_SAFE_RELATIONS = frozenset(
    ("canonical", "alternate", "prev", "next", "author", "license", "help", "search", "me")
)
# A Content-Security-Policy can only restrict a page; a refresh would lead a reader elsewhere.
_HTTP_EQUIV = frozenset(("x-ua-compatible", "content-security-policy"))

_ID = re.compile(r"[\w.:-]+")
# What may fetch a file in a style attribute; comments and escapes could hide it.
_FETCHING_STYLE = re.compile(r"url|image|src|@|\\|/\*", re.IGNORECASE)
# An address in a value of SVG, such as fill="url(#paint)", which is not within the picture.
_OUTER_URL = re.compile(r"url\(\s*[\"']?\s*(?!#)", re.IGNORECASE)
# What a picture in a file has beside what a page may draw.
_SVG_FILE_ELEMENTS = _SVG_ELEMENTS | frozenset(
    """
    title style marker mask pattern filter fegaussianblur feoffset femerge femergenode fecolormatrix
    feblend fecomposite feflood textpath
    """.split()  # noqa: SIM905 (as the lists above)
)
# In XML these could bring in other files, or hide a name from a parser of HTML.
_XML_DECLARATION = re.compile(r"<!(?!--)[^>]{0,20}|<\?(?!xml\s)[^>]{0,20}", re.IGNORECASE)
_WRITE_MARKDOWN = "Delete it. What a page needs can be written in Markdown"


@dataclass(frozen=True)
class Fault:
    """One violation of the policy: the rule, what is wrong, and how to fix it.

    `written` has the strings to look for in the page's source, the most exact first.
    """

    rule: str
    what: str
    mend: str
    written: tuple[str, ...] = ()


def is_same_site(address: str) -> bool:
    """Say whether an address is one of the site itself: relative, or from its root.

    >>> is_same_site("../a.png"), is_same_site("/a.png")
    (True, True)
    >>> [is_same_site(text) for text in ("//host/a.png", "https://host/a.png", "data:,x")]
    [False, False, False]
    """
    return not scheme_of(address) and not is_scheme_relative(address)


def check_page_tag(tag: str, attributes: Attributes) -> Iterator[Fault]:
    """Check a start tag of a page's own text against the policy; yield each fault.

    Names are in lower case, and entities in values are decoded.
    """
    if ":" in tag and (fault := bracket_fault(tag)):
        yield Fault(*fault, (f"<{tag}",))
        return
    if tag not in _PAGE_ELEMENTS:
        yield Fault(*_element_fault(tag), (f"<{tag}",))
        return
    allowed = _PAGE_ELEMENTS[tag] | _GLOBAL_ATTRIBUTES
    for name, value in attributes:
        if name not in allowed and not name.startswith(_ATTRIBUTE_PREFIXES):
            yield Fault(*_attribute_fault(tag, name), (f"{name}=", name, f"<{tag}"))
        else:
            yield from _check_attribute_address(tag, name, value or "")
            if name == "id" and (fault := _id_fault(value or "")):
                yield Fault(*fault, (value or "", "id="))


def _is_site_element(tag: str) -> bool:
    return tag in _PAGE_ELEMENTS or tag in _SITE_ELEMENTS


def check_site_tag(tag: str, attributes: Attributes) -> Iterator[Fault]:
    """Check a start tag of a built page against the policy; yield each fault."""
    if not _is_site_element(tag):
        yield Fault(*_element_fault(tag), (f"<{tag}",))
        return
    pairs = [(name, value or "") for name, value in attributes]
    for name, value in pairs:
        if (
            name.startswith("on")
            or name == "srcdoc"
            or (name == "style" and _FETCHING_STYLE.search(value))
        ):
            yield Fault(*_attribute_fault(tag, name), (f"{name}=", name, f"<{tag}"))
        elif name == "http-equiv" and value.strip().lower() not in _HTTP_EQUIV:
            yield Fault(*_attribute_fault(tag, name), (f"{name}=", f"<{tag}"))
        elif tag in _SVG_ELEMENTS and _OUTER_URL.search(value):
            yield Fault(*foreign_file_fault(value), (value,))
        elif tag == "link" and name == "href":
            yield from _check_link_element(pairs, value)
        elif tag in _SVG_ELEMENTS and name == "href":
            if not value.startswith("#"):
                yield Fault(*foreign_file_fault(value), (value,))
        else:
            yield from _check_attribute_address(tag, name, value, is_built=True)


def find_active_svg(text: str) -> str:
    """Find what could run code or fetch a file in an SVG file, as it is written; "" for nothing.

    A host serves the file by its own address too, where a browser runs its scripts.

    >>> find_active_svg('<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1"/></svg>')
    ''
    >>> find_active_svg("<svg><script>a()</script></svg>")
    '<script>'
    """
    if declaration := _XML_DECLARATION.search(text):
        return declaration[0]
    for tag, attributes in read_fragment(text).elements:
        if tag not in _SVG_FILE_ELEMENTS:
            return f"<{tag}>"
        for name, value in attributes:
            is_link = name in ("href", "xlink:href") and not (value or "").startswith("#")
            if name.startswith("on") or is_link or _OUTER_URL.search(value or ""):
                return f'{name}="{value or ""}"'
    style = "".join(re.findall(r"<style[^>]*>(.*?)</style", text, re.IGNORECASE | re.DOTALL))
    fetching = re.search(r"@import|\\|/\*", style) or _OUTER_URL.search(style)
    return fetching[0] if fetching else ""


def _check_attribute_address(
    tag: str, name: str, value: str, *, is_built: bool = False
) -> Iterator[Fault]:
    if name in _FETCHING_ATTRIBUTES:
        parts = re.split(r"[\s,]+", value) if name in _LIST_ATTRIBUTES else [value]
        for part in parts:
            if tag == "img" and is_built and part.lower().startswith("data:image/"):
                continue
            # The check of references says where a scheme of the guide's own is out of place.
            is_own = tag == "img" and not is_built and scheme_of(part) in OWN_SCHEMES
            if not is_same_site(part) and not is_own:
                yield Fault(*fetched_fault(part), (part, f"<{tag}"))
    # The guide's own schemes are gone when a page is built.
    elif (
        name == "href"
        and (is_built or scheme_of(value) not in OWN_SCHEMES)
        and (fault := check_address(value))
    ):
        yield Fault(*fault, (value, f"<{tag}"))


def _check_link_element(attributes: Iterable[tuple[str, str]], address: str) -> Iterator[Fault]:
    words = {word for name, value in attributes if name == "rel" for word in value.lower().split()}
    if not (words and words <= _SAFE_RELATIONS) and not is_same_site(address):
        yield Fault(*foreign_file_fault(address), (address,))
    elif fault := check_address(address):
        yield Fault(*fault, (address,))


def _element_fault(tag: str) -> tuple[str, str, str]:
    return "html-element", f"the element <{tag}> is not one that a page may hold", _WRITE_MARKDOWN


def _attribute_fault(tag: str, name: str) -> tuple[str, str, str]:
    return (
        "html-attribute",
        f"the element <{tag}> has the attribute {quote(name)}, which it may not have in a page",
        "Delete it. For its looks give it a class, as in { .name }",
    )


def _id_fault(value: str) -> tuple[str, str, str] | None:
    what = ""
    if not _ID.fullmatch(value):
        what = "has more in it than letters, digits, dots, hyphens and underscores"
    elif value.startswith("__"):
        what = "begins with two underscores, as those of the theme do"
    mend = "Write it with hyphens, such as what-helps"
    return ("html-id", f"the id {quote(value)} {what}", mend) if what else None


def foreign_file_fault(address: str) -> tuple[str, str, str]:
    """Return the rule, what is wrong and the fix for an address that is fetched from elsewhere."""
    return (
        "foreign-file",
        f"{quote(address)} would be fetched from elsewhere, and another site would learn who reads",
        "Put the file into docs/assets/ and name it from there, or write a link",
    )


def fetched_fault(address: str) -> tuple[str, str, str]:
    """Return the rule, what is wrong and the fix for a fetched address that is not the site's."""
    is_web = scheme_of(address) in ("", "http", "https")
    return (
        foreign_file_fault(address)
        if is_web
        else check_address(address) or foreign_file_fault(address)
    )


def ignored_tag(tag: str) -> Fault:
    """Return the fault of a tag that browsers drop, and with it what its writer meant."""
    return Fault(*_element_fault(tag.lower()), (f"<{tag}",))


def not_closed() -> Fault:
    """Return the fault of unclosed HTML: what is open at its end takes in what comes after it."""
    return Fault(*_form_fault(), ("<",))


def closes_too_much() -> Fault:
    """Return the fault of an end tag that closes the part of the site a page's text is in."""
    return Fault(
        "html-end-tag",
        "an end tag on this page closes an element that the page has not opened",
        "Delete the end tag, or put the start tag before it",
        ("</",),
    )


def _form_fault() -> tuple[str, str, str]:
    return (
        "html-form",
        "HTML on this page is not closed: an element, a quotation mark or a comment is open at its"
        " end",
        'Close each tag, each quotation mark and each comment, and write a bare "<" as &lt;',
    )


def find_position(text: str, written: Iterable[str], number: int = 0) -> tuple[int, int] | None:
    r"""Return the line and column, from 1, of the first of some strings that a text has.

    `number` chooses the occurrence, from 0; where there are fewer, it is the last one.

    >>> find_position("a\n<IMG>, <img>", ["src=", "<img"], 1)
    (2, 8)
    """
    for words in written:
        start = words.split()[0] if words.split() else ""
        if not start:
            continue
        # As written first; an entity may hide an occurrence there.
        readings = [_positions(reading, start) for reading in (text, unescape(text))]
        places = next((some for some in readings if len(some) > number), max(readings, key=len))
        if places:
            return places[min(number, len(places) - 1)]
    return None


def _positions(text: str, start: str) -> list[tuple[int, int]]:
    """Return the line and column of each occurrence.

    The case of letters counts, but not in a tag, and not where nothing else is found.
    """

    def find(flags: re.RegexFlag) -> list[tuple[int, int]]:
        return [
            (line, match.start() + 1)
            for line, part in enumerate(text.split("\n"), start=1)
            for match in re.finditer(re.escape(start), part, flags)
        ]

    return ([] if start.startswith("<") else find(re.NOFLAG)) or find(re.IGNORECASE)
