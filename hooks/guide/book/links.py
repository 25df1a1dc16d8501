"""Lead the links of a book's pages into the book. Imports book_tree.

A link to a page that is in the book leads to its place there; a link to a file of the site leads to
the site where that has a public address, and is only words where it has none. Other sites stay as
they are.
"""

from collections.abc import Mapping
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from guide.book.html_tree import drop, elements, text_of, unwrap

# Attributes that point at ids of the same page.
_POINTERS = ("aria-describedby", "aria-labelledby")


def page_address(uri: str) -> str:
    """Return a page's address from the root of the site, as MkDocs makes it with directory URLs.

    >>> page_address("topics/index.md"), page_address("help.md")
    ('/topics/', '/help/')
    """
    path = "/" + uri.removesuffix(".md")
    return path.removesuffix("index") if path.endswith("/index") else f"{path}/"


def is_public(site_url: str) -> bool:
    """Say whether an address is one that readers of a book can open."""
    host = urlsplit(site_url).hostname or ""
    return urlsplit(site_url).scheme in ("http", "https") and host not in (
        "",
        "localhost",
        "127.0.0.1",
        "::1",
    )


def link_article(
    article: etree._Element,
    uri: str,
    names: Mapping[str, str],
    homes: Mapping[str, str],
    site_url: str,
) -> None:
    """Change every link of the page at `uri`.

    `names` has the book's name of each page by its uri; `homes` the address in the library of each
    entry of "Evidence on this page". Links within the book become #name or #name--id, which no two
    pages share.
    """
    base, by_address = (
        page_address(uri),
        {page_address(other): name for other, name in names.items()},
    )
    for element in elements(article):
        if element.get("id"):
            element.set("id", f"{names[uri]}--{element.get('id')}")
        for pointer in _POINTERS:
            if element.get(pointer):
                element.set(
                    pointer,
                    " ".join(f"{names[uri]}--{name}" for name in element.get(pointer).split()),
                )
        if element.tag == "a" and element.get("href") is not None:
            _lead(element, base, by_address, homes, site_url)
    for files in article.xpath(".//p[@class='datasets__files'][not(a)]"):
        drop(files)  # what is left of a list of downloads


def _lead(
    link: etree._Element,
    base: str,
    names: Mapping[str, str],
    homes: Mapping[str, str],
    site_url: str,
) -> None:
    href = link.get("href")
    if urlsplit(href).scheme or urlsplit(href).netloc:
        return
    address = urlsplit(
        urljoin(base, homes.get(href.removeprefix("#"), href) if href.startswith("#") else href)
    )
    if address.path in names:
        anchor = unquote(address.fragment)
        link.set("href", f"#{names[address.path]}" + (f"--{anchor}" if anchor else ""))
    elif is_public(site_url):
        link.set("href", f"{site_url.rstrip('/')}{address.path}")
    elif text_of(link).startswith("Download "):
        drop(link)
    else:
        unwrap(link)
