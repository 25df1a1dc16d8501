"""Keep published addresses alive: what moved where, and the page at an old address. Imports problem, html_policy,
records, page.

An address is that of the site: /topics/build-trust/ for topics/build-trust.md. `data/redirects.csv`
says where readers of an old one are sent, `data/addresses.txt` names every address that was ever
published.
"""

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from guide.content.pages import Page
from guide.core.html_policy import is_of_the_site
from guide.core.problems import Problem, quote, suggest
from guide.data.records import Record

ADDRESSES = "data/addresses.txt"
_ADDRESS = re.compile(r"/(?:[a-z0-9][a-z0-9_-]*/)*")

# No script and no style, which a strict Content-Security-Policy would refuse; the link is there for
# whoever stays.
_STUB = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved: {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={address}">
</head>
<body>
<main>
<h1>This page has moved</h1>
<p>You will find it at <a href="{address}">{title}</a>.</p>
</main>
</body>
</html>
"""


# What finishing adds to every page.
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_PARTS = (
    r"<title>Moved: ([^<>]*)</title>",
    r'<link rel="canonical" href="([^"<>]*)">',
    r'url=([^"<>]*)">',
)


def is_redirect_page(text: str) -> bool:
    """Say whether a page is one that `redirect_pages` makes: it alone may lead on by itself, and only to a page of the site."""
    text = _POLICY.sub("", text, count=1)
    found = [re.search(part, text) for part in _PARTS]
    if not all(found):
        return False
    title, canonical, address = (match[1] for match in found)
    return text == _STUB.format(
        title=title, canonical=canonical, address=address
    ) and is_of_the_site(html.unescape(address))


def page_address(uri: str) -> str:
    """Return the address of a page on the site, from its path below docs/.

    >>> page_address("topics/build-trust.md"), page_address("topics/index.md"), page_address("index.md")
    ('/topics/build-trust/', '/topics/', '/')
    """
    path = uri.removesuffix(".md")
    path = path.removesuffix("index") if path.rpartition("/")[2] == "index" else path
    return f"/{path.strip('/')}/" if path.strip("/") else "/"


def check_redirects(rows: Iterable[Record], uris: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each redirect from an address that is a page, or to one that is none."""
    pages = {page_address(uri) for uri in uris}
    for row in rows:
        old, new = str(row["old"] or ""), str(row["new"] or "")
        if old in pages:
            yield row.problem(
                "old",
                "redirect-hides-page",
                f"there is a page at {quote(old)}, and a redirect too",
                "Delete the row; the page is enough",
            )
        if new and new.partition("#")[0] not in pages:
            yield row.problem(
                "new",
                "redirect-to-nowhere",
                f"the redirect from {quote(old)} leads to {quote(new)}, where there is no page",
                suggest(new, pages, "pages"),
            )


def redirect_pages(
    rows: Iterable[Record], pages: Mapping[str, Page], site_url: str = ""
) -> dict[str, str]:
    """Return the HTML to put at each old address, by its path below the site.

    Rows that `check_redirects` would report are left out: a page is never written over.
    """
    titles = {page_address(uri): page.title for uri, page in pages.items()}
    made = {}
    for row in rows:
        old, (new, _, anchor) = str(row["old"]), str(row["new"]).partition("#")
        if _ADDRESS.fullmatch(old) and old not in titles and new in titles:
            made[f"{old[1:]}index.html"] = _stub(
                old, new, f"#{anchor}" if anchor else "", titles[new], site_url
            )
    return made


def _stub(old: str, new: str, anchor: str, title: str, site_url: str) -> str:
    """Return one stub. Its link is relative, since the site may be published below a folder of its host."""
    address = f"{posixpath.relpath(new, old)}/{anchor}"
    canonical = f"{site_url.rstrip('/')}{new}" if site_url else f"{posixpath.relpath(new, old)}/"
    return _STUB.format(
        title=html.escape(title), address=html.escape(address), canonical=html.escape(canonical)
    )


def read_addresses(text: str) -> list[str]:
    """Return the addresses of data/addresses.txt, one a line; blank lines and those that begin with # say nothing."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def check_addresses(text: str, rows: Iterable[Record], uris: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each published address at which there is neither a page nor a redirect any more."""
    pages = {page_address(uri) for uri in uris}
    known = pages | {str(row["old"]) for row in rows}
    for number, line in enumerate(text.splitlines(), start=1):
        for address in read_addresses(line):
            if address not in known:
                yield Problem(
                    ADDRESSES,
                    number,
                    1,
                    "address-gone",
                    f"the published address {quote(address)} leads nowhere now",
                    "Move pages with scripts/move.py, or add a row to data/redirects.csv: "
                    f"{address},/the/new/address/,2026-11-23",
                )


def add_addresses(text: str, uris: Iterable[str]) -> str:
    """Return the list with the addresses of all pages added, in order. Nothing is ever taken off it."""
    comments = [line for line in text.splitlines() if line.startswith("#")]
    return "\n".join([*comments, *sorted({*read_addresses(text), *map(page_address, uris)})]) + "\n"
