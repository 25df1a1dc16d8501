"""Read the HTML that the build writes, faster than html.parser does. Imports nothing of the guide.

html.parser looks at every character, since it must make sense of anything. What Markdown and the templates write is
well-formed: each tag is closed, each quotation too. That one regular expression can read. Where it does not fit from end to end,
the text is left to html.parser.
"""

import re
from html import unescape
from html.parser import HTMLParser

_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'<>=`/]+)"""
_ATTRIBUTES = rf"(?:\s+[^\s\"'<>/=]+(?:={_VALUE})?)*"
_TAG = re.compile(rf"<(?:/([a-zA-Z][\w:-]*)\s*|([a-zA-Z][\w:-]*)({_ATTRIBUTES})\s*(/?))>")
# What stands in these is no markup, up to their own closing tag.
_RAW = re.compile(rf"<(script|style)({_ATTRIBUTES})\s*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(rf"([^\s\"'<>/=]+)(?:=({_VALUE}))?")
# What ends at its own closing tag only, or is no element.
_SPECIAL = re.compile(r"<(?:[!?]|(?:textarea|title|iframe|noembed|noframes|noscript|xmp|plaintext)\b)", re.IGNORECASE)
# In a whole page these are passed over, and the rest is read.
_PASSED = re.compile(r"<!--.*?-->|<!doctype[^>]*>|(<(script|style)\b[^<>]*>).*?(</\2>)", re.IGNORECASE | re.DOTALL)
_CUT = ">\n"


def read_attributes(text: str) -> list[tuple[str, str | None]]:
    """Return the attributes of a start tag as html.parser gives them.

    >>> read_attributes(' id="a" title="x &amp; y" hidden')
    [('id', 'a'), ('title', 'x & y'), ('hidden', None)]
    """
    return [(name.lower(), _unquote(value)) for name, value in _ATTRIBUTE.findall(text)]


def _unquote(value: str) -> str | None:
    bare = value[1:-1] if value[:1] in ("'", '"') else value
    return unescape(bare) if value else None


def _tokens(text: str) -> list[tuple[str, re.Match | None]] | None:
    """Return the text before each tag with the tag, and the text after the last; None where something else is there."""
    found: list[tuple[str, re.Match | None]] = []
    end = 0
    for match in _TAG.finditer(text):
        found.append((text[end : match.start()], match))
        end = match.end()
    found.append((text[end:], None))
    is_strange = any("<" in before or tag and (tag[2] or "").lower() in ("script", "style") for before, tag in found)
    return None if is_strange else found


def feed(parser: HTMLParser, text: str) -> None:
    """Give a parser a whole text: the same calls that its own feed and close make."""
    outside = _RAW.split(text)[::4]
    tokens = [_tokens(part) for part in outside]
    if any(found is None or _SPECIAL.search(part) for found, part in zip(tokens, outside, strict=True)):
        parser.feed(text)
        parser.close()
        return
    _give(parser, tokens[0])
    for raw, found in zip(_RAW.finditer(text), tokens[1:], strict=True):
        parser.handle_starttag(raw[1].lower(), read_attributes(raw[2]))
        if raw[3]:
            parser.handle_data(raw[3])
        parser.handle_endtag(raw[1].lower())
        _give(parser, found)


def _give(parser: HTMLParser, tokens: list[tuple[str, re.Match | None]]) -> None:
    for before, tag in tokens:
        if before:
            parser.handle_data(unescape(before) if "&" in before else before)
        if tag is None:
            return
        closed, opened, attributes, is_empty = tag.groups()
        if closed:
            parser.handle_endtag(closed.lower())
        elif is_empty:
            parser.handle_startendtag(opened.lower(), read_attributes(attributes))
        else:
            parser.handle_starttag(opened.lower(), read_attributes(attributes))


def cut_page(text: str) -> list[str]:
    """Return a page without comments and scripts, in pieces: each ends with the line that its last tag ends.

    The frame of a site's pages comes in the same pieces on every page, so what is read of one can be remembered.
    """
    first, *rest = _PASSED.sub(_keep_tags, text).split(_CUT)
    return [f"{piece}>" for piece in (first, *rest[:-1])] + rest[-1:] if rest else [first]


def start_tags(piece: str) -> list[tuple[str, str]] | None:
    """Return the name and the attributes, as text, of every start tag of a piece; None where html.parser is needed."""
    tags = _TAG.findall(piece)
    # A piece that was cut within a tag, as none is that the build writes, has a sign too many.
    return [(name.lower(), attributes) for _, name, attributes, _ in tags if name] if len(tags) == piece.count("<") else None


def _keep_tags(match: re.Match) -> str:
    """Return what stays of a comment (nothing) and of a script (its tags)."""
    return f"{match[1]}{match[3]}" if match[1] else ""
