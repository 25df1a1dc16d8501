"""Say which HTML a page may hold: an allow-list of elements, attributes and addresses. Imports problem, addresses.

Two lists. `PAGE` is for what Markdown makes of a page, where raw HTML, attribute lists and
addresses are an editor's own words: all that is not named is refused. `SITE` is for a built page,
where the theme's elements come to them: there the list of elements is longer, and of the attributes
those are refused that run, fetch or lead somewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from guide.core.problems import quote
from guide.core.urls import OWN_SCHEMES, bracket_fault, check_address, scheme_of

Attributes = Iterable[tuple[str, str | None]]

_EVERYWHERE = frozenset(("id", "class", "title", "lang", "dir", "hidden", "role"))
_FAMILIES = ("aria-", "data-search-")
_ELEMENTS = {
    **dict.fromkeys(
        "abbr aside b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption"
        " figure h1 h2 h3 h4 h5 h6 hr i ins kbd mark p pre q s samp section small span strong sub"
        " summary sup tbody tfoot thead tr u ul var wbr".split(),
        frozenset(),
    ),
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
# What templates and the theme add. Of SVG only what draws: nothing in it that fetches, moves or
# holds HTML.
_OF_THE_SITE = frozenset(
    "html head title meta link style script body header footer main nav article address form"
    " fieldset legend label input button select option optgroup textarea output progress dialog"
    " menu hgroup search template svg g defs symbol path circle ellipse line polygon polyline rect"
    " text tspan desc clippath lineargradient radialgradient stop use".split()
)
_SVG = frozenset(
    "svg g defs symbol path circle ellipse line polygon polyline rect text tspan desc clippath"
    " lineargradient radialgradient stop use".split()
)

# Addresses that a browser fetches by itself, or sends something to, wherever they stand.
_FETCHED = frozenset(
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
_LISTS_OF_ADDRESSES = frozenset(("srcset", "imagesrcset", "ping", "archive"))
# A link element with these says something and fetches nothing.
_SAYING = frozenset(
    ("canonical", "alternate", "prev", "next", "author", "license", "help", "search", "me")
)
# The policy only takes rights away; a refresh leads away.
_HTTP_EQUIV = frozenset(("x-ua-compatible", "content-security-policy"))
_FIGURES = frozenset(("table", "chart"))

# Browsers drop these at the ends of an address and, some, in the middle of it:
# https://url.spec.whatwg.org/#concept-basic-url-parser
_UNSEEN = re.compile(r"[\x00-\x20]")
_ID = re.compile(r"[\w.:-]+")
# What may fetch something in a style attribute, comments and escapes included, which could hide it.
_FETCHING_STYLE = re.compile(r"url|image|src|@|\\|/\*", re.IGNORECASE)
_WRITE_MARKDOWN = "Delete it. What a page needs can be written in Markdown"


@dataclass(frozen=True)
class Fault:
    """One thing that a page may not hold. `written` has what to look for in its source, the best first."""

    rule: str
    what: str
    mend: str
    written: tuple[str, ...] = ()


def is_without_scheme(address: str) -> bool:
    """Say whether an address names another host and no scheme, as //host/path does; browsers take a backslash for a slash.

    >>> is_without_scheme("//cdn.example.com/x"), is_without_scheme("/\\\\host"), is_without_scheme("/help.md")
    (True, True, False)
    """
    return _UNSEEN.sub("", address).replace("\\", "/").startswith("//")


def is_of_the_site(address: str) -> bool:
    """Say whether an address leads to a file of the site itself: relative, or from its root.

    >>> [is_of_the_site(address) for address in ("../a.png", "/a.png", "//host/a.png", "https://host/a.png", "data:,x")]
    [True, True, False, False, False]
    """
    return not scheme_of(address) and not is_without_scheme(address)


def judge_page_tag(tag: str, attributes: Attributes) -> Iterator[Fault]:
    """Yield what is wrong with a start tag in a page's own text; names in lower case, values without entities."""
    if ":" in tag and (fault := bracket_fault(tag)):
        yield Fault(*fault, (f"<{tag}",))
        return
    known = _ELEMENTS.get(tag)
    if known is None:
        yield Fault(*_element(tag), (f"<{tag}",))
        return
    for name, value in attributes:
        if name not in known and name not in _EVERYWHERE and not name.startswith(_FAMILIES):
            yield Fault(*_attribute(tag, name), (f"{name}=", name, f"<{tag}"))
        else:
            yield from _judge_address(tag, name, value or "")
            if name == "id" and not _ID.fullmatch(value or ""):
                yield Fault(*_id(value or ""), (value or "", "id="))


def judge_site_tag(tag: str, attributes: Attributes) -> Iterator[Fault]:
    """Yield what is wrong with a start tag of a built page."""
    if tag not in _ELEMENTS and tag not in _OF_THE_SITE:
        yield Fault(*_element(tag), (f"<{tag}",))
        return
    given = list(attributes)
    for name, value in given:
        if (
            name.startswith("on")
            or name == "srcdoc"
            or name == "style"
            and _FETCHING_STYLE.search(value or "")
        ):
            yield Fault(*_attribute(tag, name), (f"{name}=", name, f"<{tag}"))
        elif name == "http-equiv" and (value or "").strip().lower() not in _HTTP_EQUIV:
            yield Fault(*_attribute(tag, name), (f"{name}=", f"<{tag}"))
        elif tag == "link" and name == "href":
            yield from _judge_link(given, value or "")
        elif tag in _SVG and name == "href":
            yield from (
                []
                if (value or "").startswith("#")
                else [Fault(*foreign_file(value or ""), (value or "",))]
            )
        else:
            yield from _judge_address(tag, name, value or "", is_built=True)


def _judge_address(tag: str, name: str, value: str, *, is_built: bool = False) -> Iterator[Fault]:
    if name in _FETCHED:
        parts = re.split(r"[\s,]+", value) if name in _LISTS_OF_ADDRESSES else [value]
        for part in parts:
            if tag == "img" and is_built and part.lower().startswith("data:image/"):
                continue
            if not is_of_the_site(part) and not (tag == "img" and scheme_of(part) in _FIGURES):
                yield Fault(*fetched_fault(part), (part, f"<{tag}"))
    elif name == "href":
        # The guide's own schemes are gone when a page is built.
        if (is_built or scheme_of(value) not in OWN_SCHEMES) and (fault := check_address(value)):
            yield Fault(*fault, (value, f"<{tag}"))


def _judge_link(attributes: Attributes, address: str) -> Iterator[Fault]:
    words = {
        word
        for name, value in attributes
        if name == "rel"
        for word in (value or "").lower().split()
    }
    if not (words and words <= _SAYING) and not is_of_the_site(address):
        yield Fault(*foreign_file(address), (address,))
    elif fault := check_address(address):
        yield Fault(*fault, (address,))


def _element(tag: str) -> tuple[str, str, str]:
    return "html-element", f"the element <{tag}> is not one that a page may hold", _WRITE_MARKDOWN


def _attribute(tag: str, name: str) -> tuple[str, str, str]:
    return (
        "html-attribute",
        f"the element <{tag}> has the attribute {quote(name)}, which it may not have in a page",
        "Delete it. For its looks give it a class, as in { .name }",
    )


def _id(value: str) -> tuple[str, str, str]:
    return (
        "html-id",
        f"the id {quote(value)} has more in it than letters, digits, dots, hyphens and underscores",
        "Write it with hyphens, such as what-helps",
    )


def foreign_file(address: str) -> tuple[str, str, str]:
    """Return the rule against an address that a browser would fetch from elsewhere, what is wrong, and how to mend it."""
    return (
        "foreign-file",
        f"{quote(address)} would be fetched from elsewhere, and another site would learn who reads",
        "Put the file into docs/assets/ and name it from there, or write a link",
    )


def fetched_fault(address: str) -> tuple[str, str, str]:
    """Return the rule against an address of another place where a browser fetches what is there."""
    is_web = scheme_of(address) in ("", "http", "https")
    return foreign_file(address) if is_web else check_address(address) or foreign_file(address)


def ignored_tag(tag: str) -> Fault:
    """Return the fault of a tag that browsers drop where it stands, and with it what its writer meant."""
    return Fault(*_element(tag.lower()), (f"<{tag}",))


def not_closed() -> Fault:
    """Return the fault of HTML in which something is still open at the end, and takes in what comes after it."""
    return Fault(
        "html-form",
        "HTML on this page is not closed: an element, a quotation mark or a comment is open at its end",
        'Close each tag, each quotation mark and each comment, and write a bare "<" as &lt;',
        ("<",),
    )


def line_of(text: str, written: Iterable[str], number: int = 0) -> tuple[int, int] | None:
    """Return the line and the column, from 1, of the first of some words that a text has, at its place `number` from 0.

    >>> line_of("a\\n<IMG>, <img>", ["src=", "<img"], 1)
    (2, 8)
    """
    for words in written:
        start = words.split()[0] if words.split() else ""
        for lines in (text.split("\n"), unescape(text).split("\n")) if start else ():
            places = [
                (line, found.start() + 1)
                for line, part in enumerate(lines, start=1)
                for found in re.finditer(re.escape(start), part, re.IGNORECASE)
            ]
            if places:
                return places[min(number, len(places) - 1)]
    return None
