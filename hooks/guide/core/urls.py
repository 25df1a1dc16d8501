"""Judge the addresses that links and images lead to: their scheme, and the form that goes with it. Imports problem.

A page may lead to the web (http, https), to a mail (RFC 6068), to a call (tel, RFC 3966) and to a
text message (sms, RFC 5724). The schemes of the guide's own are replaced when a page is built.
Whatever else there is may run something, and leads nowhere for a reader.
"""

import difflib
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from guide.core.problems import quote

OWN_SCHEMES = ("finding", "table", "chart", "number")
SCHEMES = ("http", "https", "mailto", "tel", "sms")
# Rule, what is wrong and how to mend it.
Fault = tuple[str, str, str]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]")
_HEX = re.compile(r"%(?![0-9A-Fa-f]{2})")
_VISUAL = re.compile(r"[-.()]")
_BODY = re.compile(r"body=[^\s&?#]+")
_MAIL = re.compile(r"[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,.]+")
_FIELDS = re.compile(r"[\w-]+=[^\s&]*(?:&[\w-]+=[^\s&]*)*")
# Attributes of HTML that hold an address.
_ATTRIBUTES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href")
# The target of a Markdown link, which may stand in angle brackets too.
_BRACKETED = re.compile(r"\](?:\(|:[ ]*)<[^<>\n]*>")
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*[^{}\n]*\}")
_IN_LIST = re.compile(r"""\b(?:href|src)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'}]+))""")


def scheme_of(address: str) -> str:
    """Return the scheme of an address as a browser finds it: entities read, spaces and line breaks dropped.

    >>> scheme_of("HTTPS://a.example"), scheme_of(" java&#115;cript&colon;alert(1)"), scheme_of("../help.md")
    ('https', 'javascript', '')
    """
    match = _SCHEME.match(_UNSEEN.sub("", html.unescape(address)))
    return match[1].lower() if match else ""


def check_address(address: str) -> Fault | None:
    """Return what is wrong with the scheme of an address, or with the form that goes with it; None where nothing is.

    A path within the guide has no scheme, and is none of this function's business.
    """
    scheme = scheme_of(address)
    if scheme and scheme not in SCHEMES:
        return _unknown(address, scheme)
    written = _SCHEME.match(address.strip())
    if scheme and not (written and written[1].lower() == scheme):
        return (
            "address-form",
            f"the scheme of {quote(address)} is not written out",
            f"Begin the address with {scheme}:",
        )
    return _FORMS[scheme](address.strip()) if scheme else _check_relative(address)


def _unknown(address: str, scheme: str) -> Fault:
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
    if re.match(r"[/\\]{2}", _UNSEEN.sub("", html.unescape(address))):
        return (
            "address-form",
            f"the address {quote(address)} has no scheme before its //",
            "Write it with https: before it",
        )
    return None


def _check_web(address: str) -> Fault | None:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if host and not re.search(r"\s", host):
        return None
    return (
        "address-form",
        f"{quote(address)} is not an address of the web",
        "Write it as https://, the name of the site and the page, such as https://www.who.int/",
    )


def _check_mail(address: str) -> Fault | None:
    people, mark, fields = address.partition(":")[2].partition("?")
    is_sound = all(_MAIL.fullmatch(unquote(name)) for name in people.split(","))
    if is_sound and not _HEX.search(address) and (not mark or _FIELDS.fullmatch(fields)):
        return None
    return (
        "address-form",
        f"{quote(address)} is not an address that a mail can be sent to",
        "Write it as mailto:name@example.org; in a subject after ?subject=, a space is %20",
    )


def _check_call(address: str) -> Fault | None:
    number, mark, parameters = address.partition(":")[2].partition(";")
    if is_number(number) and (
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
    is_sound = all(is_number(number) for number in numbers.split(","))
    if is_sound and not _HEX.search(address) and (not mark or _BODY.fullmatch(fields)):
        return None
    return (
        "address-form",
        f"{quote(address)} is not a number that a phone can text",
        (
            "Write the number in digits, then ?body= and the words to send, with %20 for a space,"
            " such as sms:88788?body=START"
        ),
    )


_FORMS = {
    "http": _check_web,
    "https": _check_web,
    "mailto": _check_mail,
    "tel": _check_call,
    "sms": _check_text,
}


def is_number(text: str) -> bool:
    """Say whether a text is a number of a phone as it stands in an address: digits with at most a + and visual separators.

    >>> is_number("+1-800-799-7233"), is_number("988"), is_number("1-800-799-SAFE"), is_number("0800 1")
    (True, True, False, False)
    """
    return bool(re.fullmatch(r"\+?[0-9]{2,15}", _VISUAL.sub("", text), re.ASCII))


def dial(text: str) -> str:
    """Return the address that calls a number as people write it, or nothing where a text is no one number.

    >>> dial("+353 1800 341 900"), dial("(02) 123-456"), dial("988 or 911")
    ('tel:+3531800341900', 'tel:02123456', '')
    """
    plain = re.sub(r"[\s\u00a0\u2010-\u2013().-]", "", text)
    return f"tel:{plain}" if is_number(plain) else ""


def figure_fault(kind: str, target: str) -> Fault:
    """Return what is wrong with a table or chart that stands where it cannot be shown."""
    return (
        "figure-in-line",
        f"the {kind} {quote(target)} does not stand on a line of its own",
        f"Write ![words]({kind}:{target}) alone on its line, with a blank line around it",
    )


def not_a_figure(words: str) -> Fault:
    """Return what is wrong with a finding or a number that is written as an image."""
    return "not-a-figure", f"{quote(words)} has a ! before it, as an image does", "Delete the !"


def no_address(words: str) -> Fault:
    """Return what is wrong with a link or an image that has no address at all."""
    return "address-form", f"{quote(words)} has no address", f"Write it as [{words}](address)"


def leftover_fault(address: str, words: str) -> Fault | None:
    """Return why a link or an image of a built page cannot stay there, or None where it can.

    `words` are those of the image. What is of the guide's own should have been replaced by then.
    """
    scheme, _, target = address.partition(":")
    if scheme in ("table", "chart"):
        return figure_fault(scheme, target)
    return not_a_figure(words) if scheme in OWN_SCHEMES else check_address(address)


def html_faults(text: str) -> Iterator[tuple[int, int, Fault]]:
    """Yield (line, column, fault) of what only the source shows of the addresses in HTML and attribute lists.

    That is an address of the guide's own, which is followed in Markdown alone, and one in angle
    brackets that is read as HTML. All other addresses are judged in what Markdown makes of the
    page. `text` has its code blanked.
    """
    text = _BRACKETED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    if "<" in text:
        reader = _Reader()
        reader.feed(text)
        yield from reader.found
    for match in _ATTRIBUTE_LIST.finditer(text) if "{" in text else ():
        for inner in _IN_LIST.finditer(match[0]):
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


class _Reader(HTMLParser):
    """Collects what is wrong with the addresses of each tag, and what looks like a link in angle brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, int, Fault]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one tag."""
        line, column = self.getpos()
        faults = [_html_fault(value) for name, value in attrs if name in _ATTRIBUTES and value]
        text = (self.get_starttag_text() or "")[1:-1]
        if ":" in tag and not re.search(r"\s", text):
            faults.append(bracket_fault(text))
        self.found += [(line, column + 1, fault) for fault in faults if fault]

    handle_startendtag = handle_starttag


def bracket_fault(text: str) -> Fault | None:
    """Return what is wrong with an address in angle brackets: Markdown links only what has // or @ in it."""
    fault = _html_fault(text) or check_address(text)
    if fault is None and "://" not in text and "@" not in text:
        return (
            "address-form",
            f"{quote(f'<{text}>')} is read as HTML, and shows nothing",
            f"Write it as [words]({text})",
        )
    return fault
