"""Check redirects and published addresses, and build the redirect pages.

An address is that of a page on the site: /topics/build-trust/ for topics/build-trust.md.
`data/redirects.csv` maps old addresses to new ones, `data/addresses.txt` lists every address that
was ever published.
"""

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from guide.content.pages import Page
from guide.core.html_policy import is_same_site
from guide.core.problems import Problem, quote, suggest
from guide.data.records import Record

ADDRESSES = "data/addresses.txt"
_ADDRESS = re.compile(r"/(?:[a-z0-9][a-z0-9_-]*/)*")

# No script and no style, which a strict Content-Security-Policy would refuse. The link is for those
# whose browser does not refresh.
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

# The policy that publishing adds to every page.
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_PARTS = (
    r"<title>Moved: ([^<>]*)</title>",
    r'<link rel="canonical" href="([^"<>]*)">',
    r'url=([^"<>]*)">',
)


def is_redirect_page(text: str) -> bool:
    """Test whether an HTML file is one that `redirect_pages` makes.

    Only such a page may refresh by itself, and only to a page of the site.
    """
    text = _POLICY.sub("", text, count=1)
    matches = [match for part in _PARTS if (match := re.search(part, text))]
    if len(matches) < len(_PARTS):
        return False
    title, canonical, address = (match[1] for match in matches)
    is_stub = text == _STUB.format(title=title, canonical=canonical, address=address)
    return is_stub and is_same_site(html.unescape(address))


def page_address(uri: str) -> str:
    """Return the address of a page on the site, from its path below docs/.

    >>> [page_address(uri) for uri in ("topics/build-trust.md", "topics/index.md", "index.md")]
    ['/topics/build-trust/', '/topics/', '/']
    """
    path = uri.removesuffix(".md")
    path = path.removesuffix("index") if path.rpartition("/")[2] == "index" else path
    return f"/{path.strip('/')}/" if path.strip("/") else "/"


def check_redirects(rows: Iterable[Record], uris: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each redirect from the address of a page, or to one without a page."""
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
    """Return the HTML for each old address, by its path below the site.

    Rows that `check_redirects` would report are left out: a page is never overwritten.
    """
    titles = {page_address(uri): page.title for uri, page in pages.items()}
    html_by_path = {}
    for row in rows:
        old, (new, _, anchor) = str(row["old"]), str(row["new"]).partition("#")
        if _ADDRESS.fullmatch(old) and old not in titles and new in titles:
            html_by_path[f"{old[1:]}index.html"] = _render_stub(
                old, new, f"#{anchor}" if anchor else "", titles[new], site_url
            )
    return html_by_path


def _render_stub(old: str, new: str, anchor: str, title: str, site_url: str) -> str:
    """Render one redirect page.

    Its link is relative, since the site may be published below a folder of its host.
    """
    address = f"{posixpath.relpath(new, old)}/{anchor}"
    canonical = f"{site_url.rstrip('/')}{new}" if site_url else f"{posixpath.relpath(new, old)}/"
    return _STUB.format(
        title=html.escape(title), address=html.escape(address), canonical=html.escape(canonical)
    )


def read_addresses(text: str) -> list[str]:
    """Parse data/addresses.txt: one address a line, except blank lines and comments with #."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def check_addresses(text: str, rows: Iterable[Record], uris: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each published address that no longer has a page or a redirect."""
    live = {page_address(uri) for uri in uris} | {str(row["old"]) for row in rows}
    for number, line in enumerate(text.splitlines(), start=1):
        for address in read_addresses(line):
            if address not in live:
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
    """Add the addresses of all pages to the text of data/addresses.txt, in order; remove none."""
    comments = [line for line in text.splitlines() if line.startswith("#")]
    return "\n".join([*comments, *sorted({*read_addresses(text), *map(page_address, uris)})]) + "\n"
