"""Validate the URLs of links and images: their scheme, and the syntax of each scheme.

A page may link to the web (http, https), to mail (RFC 6068), to a call (tel, RFC 3966) and to a
text message (sms, RFC 5724). The guide's own schemes are replaced when a page is built. Any other
scheme is refused: it may run code, or works for no reader.
"""

import difflib
import html
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from guide.core.problems import quote

OWN_SCHEMES = ("finding", "table", "chart", "number")
SCHEMES = ("http", "https", "mailto", "tel", "sms")
# The rule, what is wrong, and how to fix it.
Fault: TypeAlias = tuple[str, str, str]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers drop these at the ends of an address and, some, in the middle of it:
# https://url.spec.whatwg.org/#concept-basic-url-parser
_IGNORED = re.compile(r"[\x00-\x20]")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# The address of a site: no user, query or fragment, and nothing that has to be quoted anywhere.
_SITE_URL = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/(?:[\w.~-]|%[0-9A-Fa-f]{2})+)*/?", re.ASCII
)
# The visual separators of RFC 3966.
_SEPARATORS = re.compile(r"[-.()]")
_SMS_BODY = re.compile(r"body=[^\s&?#]+")
_MAIL_ADDRESS = re.compile(r"[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,.]+")
_MAIL_FIELDS = re.compile(r"[\w-]+=[^\s&]*(?:&[\w-]+=[^\s&]*)*")
# The attributes of HTML that hold an address.
_ADDRESS_ATTRIBUTES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href")
# The target of a Markdown link in angle brackets, which is no HTML.
_BRACKETED_TARGET = re.compile(r"\](?:\(|:[ ]*)<[^<>\n]*>")
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*[^{}\n]*\}")
_LIST_ADDRESS = re.compile(r"""\b(?:href|src)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'}]+))""")


def scheme_of(address: str) -> str:
    """Parse the scheme of an address as browsers do: entities decoded, white space ignored.

    Returns it in lower case, or "" where there is none.

    >>> scheme_of("HTTPS://a.example"), scheme_of(" java&#115;cript&colon;alert(1)")
    ('https', 'javascript')
    >>> scheme_of("../help.md")
    ''
    """
    match = _SCHEME.match(_IGNORED.sub("", html.unescape(address)))
    return match[1].lower() if match else ""


def site_url_fault(url: str) -> str:
    """Return a sentence on what is wrong with the address of the published site, or "".

    It becomes part of every canonical address, the sitemap, the feed and robots.txt.

    >>> site_url_fault("https://somebody.github.io/bonds/"), site_url_fault("http://127.0.0.1:8000")
    ('', '')
    >>> site_url_fault("https://bonds.example/?a")
    'SITE_URL is "https://bonds.example/?a", which is not the address of a site. Write it as https://guide.example.org/.'
    """
    if _SITE_URL.fullmatch(url):
        return ""
    mend = "Write it as https://guide.example.org/"
    return (
        f"SITE_URL is {quote(url)}, which is not the address of a site."
        f" {mend if url else f'{mend}, or leave it unset'}."
    )


def is_scheme_relative(address: str) -> bool:
    r"""Say whether an address names a host without a scheme, as //host/path does.

    Browsers take a backslash for a slash. Entities are not decoded.

    >>> [is_scheme_relative(text) for text in ("//cdn.example.com/x", "/\\host", "/help.md")]
    [True, True, False]
    """
    return _IGNORED.sub("", address).replace("\\", "/").startswith("//")


def check_address(address: str) -> Fault | None:
    """Check the scheme of an address and the syntax of that scheme; return the fault, or None.

    Of an address without a scheme, only its start is checked; whether the file exists is not.
    """
    scheme = scheme_of(address)
    if scheme and scheme not in SCHEMES:
        return _unknown_scheme_fault(address, scheme)
    written = _SCHEME.match(address.strip())
    if scheme and not (written and written[1].lower() == scheme):
        return (
            "address-form",
            f"the scheme of {quote(address)} is not written out",
            f"Begin the address with {scheme}:",
        )
    return _CHECKS[scheme](address.strip()) if scheme else _check_relative(address)


def _unknown_scheme_fault(address: str, scheme: str) -> Fault:
    near = difflib.get_close_matches(scheme, (*SCHEMES, *OWN_SCHEMES), n=1, cutoff=0.6)
    mend = "Link with https:, mailto:, tel: or sms:, to a page, or with finding:, table: or chart:"
    if near:
        mend = f'Did you mean "{near[0]}:"?'
    elif re.match(r"[a-z]:[/\\]", address.strip(), re.IGNORECASE):
        mend = "That is a place on your own computer. Link to a page of the guide, such as /help.md"
    return (
        "unknown-scheme",
        (
            f"the address {quote(address)} begins with {quote(scheme + ':')}, which the guide does"
            " not use"
        ),
        mend,
    )


def _check_relative(address: str) -> Fault | None:
    if is_scheme_relative(html.unescape(address)):
        return (
            "address-form",
            f"the address {quote(address)} has no scheme before its //",
            "Write it with https: before it",
        )
    return None


def _check_web(address: str) -> Fault | None:
    try:
        parts = urlsplit(address)
        host = "" if "@" in parts.netloc else parts.hostname
    except ValueError:
        host = None
    if host and not re.search(r"\s", host):
        return None
    if host == "":
        return (
            "address-form",
            f"{quote(address)} has a name before its @, which hides where the address leads",
            "Write the name of the site right after https://",
        )
    return (
        "address-form",
        f"{quote(address)} is not an address of the web",
        "Write it as https://, the name of the site and the page, such as https://www.who.int/",
    )


def _check_mail(address: str) -> Fault | None:
    people, mark, fields = address.partition(":")[2].partition("?")
    is_sound = all(_MAIL_ADDRESS.fullmatch(unquote(name)) for name in people.split(","))
    if (
        is_sound
        and not _BAD_PERCENT.search(address)
        and (not mark or _MAIL_FIELDS.fullmatch(fields))
    ):
        return None
    return (
        "address-form",
        f"{quote(address)} is not an address that a mail can be sent to",
        "Write it as mailto:name@example.org; in a subject after ?subject=, a space is %20",
    )


def _check_call(address: str) -> Fault | None:
    number, mark, parameters = address.partition(":")[2].partition(";")
    if is_phone_number(number) and (
        not mark or re.fullmatch(r"[\w-]+=[\w+.()-]+(?:;[\w-]+=[\w+.()-]+)*", parameters)
    ):
        return None
    return (
        "address-form",
        f"{quote(address)} is not a number that a phone can call",
        (
            "Write 2 to 15 digits, + before a country code and no spaces, such as tel:988 or"
            " tel:+1-202-555-0143"
        ),
    )


def _check_text(address: str) -> Fault | None:
    numbers, mark, fields = address.partition(":")[2].partition("?")
    is_sound = all(is_phone_number(number) for number in numbers.split(","))
    if is_sound and not _BAD_PERCENT.search(address) and (not mark or _SMS_BODY.fullmatch(fields)):
        return None
    return (
        "address-form",
        f"{quote(address)} is not a number that a phone can text",
        (
            "Write the number in digits, then ?body= and the words to send, with %20 for a space,"
            " such as sms:88788?body=START"
        ),
    )


_CHECKS: dict[str, Callable[[str], Fault | None]] = {
    "http": _check_web,
    "https": _check_web,
    "mailto": _check_mail,
    "tel": _check_call,
    "sms": _check_text,
}


def is_phone_number(text: str) -> bool:
    """Say whether a text is a phone number for an address: digits, a + and visual separators.

    >>> is_phone_number("+1-800-799-7233"), is_phone_number("988")
    (True, True)
    >>> is_phone_number("1-800-799-SAFE"), is_phone_number("0800 1")
    (False, False)
    """
    return bool(re.fullmatch(r"\+?[0-9]{2,15}", _SEPARATORS.sub("", text), re.ASCII))


def tel_uri(text: str) -> str:
    """Return the tel: address of a phone number as people write it, or "" where it is not one.

    >>> tel_uri("+353 1800 341 900"), tel_uri("(02) 123-456"), tel_uri("988 or 911")
    ('tel:+3531800341900', 'tel:02123456', '')
    """
    plain = re.sub(r"[\s\u00a0\u2010-\u2013().-]", "", text)
    return f"tel:{plain}" if is_phone_number(plain) else ""


def figure_fault(kind: str, target: str) -> Fault:
    """Return the fault of a table or chart that is not on a line of its own."""
    return (
        "figure-in-line",
        f"the {kind} {quote(target)} does not stand on a line of its own",
        f"Write ![words]({kind}:{target}) alone on its line, with a blank line around it",
    )


def not_a_figure_fault(words: str) -> Fault:
    """Return the fault of a finding or a number that is written as an image."""
    return "not-a-figure", f"{quote(words)} has a ! before it, as an image does", "Delete the !"


def no_address_fault(words: str) -> Fault:
    """Return the fault of a link or an image that has no address at all."""
    return "address-form", f"{quote(words)} has no address", f"Write it as [{words}](address)"


def leftover_fault(address: str, words: str) -> Fault | None:
    """Return the fault of the address of a link or an image of a built page, or None.

    `words` is the text of the image. The guide's own schemes must have been replaced by then.
    """
    scheme, _, target = address.partition(":")
    if scheme in ("table", "chart"):
        return figure_fault(scheme, target)
    return not_a_figure_fault(words) if scheme in OWN_SCHEMES else check_address(address)


def html_faults(text: str) -> Iterator[tuple[int, int, Fault]]:
    """Yield (line, column, fault) for addresses in raw HTML and attribute lists of a page's source.

    Only what the rendered page no longer shows is checked here: an address of one of the guide's
    own schemes, which works in Markdown alone, and one in angle brackets that is read as HTML.
    `text` is the page's Markdown with its code masked.
    """
    text = _BRACKETED_TARGET.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    if "<" in text:
        reader = _AddressParser()
        reader.feed(text)
        yield from reader.faults
    for match in _ATTRIBUTE_LIST.finditer(text) if "{" in text else ():
        for inner in _LIST_ADDRESS.finditer(match[0]):
            if fault := _html_fault(inner[1] or inner[2] or inner[3] or ""):
                start = match.start() + inner.start()
                yield text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), fault


def _html_fault(address: str) -> Fault | None:
    scheme = scheme_of(address)
    if scheme in OWN_SCHEMES:
        return (
            "unknown-scheme",
            f'the address {quote(address)} stands in HTML, where "{scheme}:" is not followed',
            f"Write it in Markdown, as [words]({address})",
        )
    return None


class _AddressParser(HTMLParser):
    """Collect the faults of the addresses of each tag, and of tags that were meant as links."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[int, int, Fault]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one start tag."""
        line, column = self.getpos()
        faults = [
            _html_fault(value) for name, value in attrs if name in _ADDRESS_ATTRIBUTES and value
        ]
        text = (self.get_starttag_text() or "")[1:-1]
        if ":" in tag and not re.search(r"\s", text):
            faults.append(bracket_fault(text))
        self.faults += [(line, column + 1, fault) for fault in faults if fault]

    handle_startendtag = handle_starttag


def bracket_fault(text: str) -> Fault | None:
    """Return the fault of an address in angle brackets; Markdown links those with // or @ only."""
    fault = _html_fault(text) or check_address(text)
    if fault is None and "://" not in text and "@" not in text:
        return (
            "address-form",
            f"{quote(f'<{text}>')} is read as HTML, and shows nothing",
            f"Write it as [words]({text})",
        )
    return fault
