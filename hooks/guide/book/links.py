"""Rewrite the links of a book's pages, so that they stay within the book.

A link to a page becomes a link to its chapter. A link to another file of the site becomes absolute
where the site has a public address, and plain text where it has none. Links to other sites stay as
they are.
"""

from collections.abc import Mapping
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from guide.book.html_tree import elements, remove_element, text_of, unwrap
from guide.content.redirects import page_address

# Attributes that refer to ids of the same page.
_ID_REFERENCES = ("aria-describedby", "aria-labelledby")


def is_public(site_url: str) -> bool:
    """Return whether readers of a book can open an address, on the web and not on this machine."""
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
    library_urls: Mapping[str, str],
    site_url: str,
) -> None:
    """Rewrite every link and id of the page at `uri` in place.

    `names` has the book's name of each page by its uri; `library_urls` has the URL in the library
    of each entry of "Evidence on this page". Links within the book become #name or #name--id,
    which no two pages share.
    """
    base, by_address = (
        page_address(uri),
        {page_address(other): name for other, name in names.items()},
    )
    for element in elements(article):
        if element.get("id"):
            element.set("id", f"{names[uri]}--{element.get('id')}")
        for pointer in _ID_REFERENCES:
            if ids := element.get(pointer):
                element.set(pointer, " ".join(f"{names[uri]}--{name}" for name in ids.split()))
        if element.tag == "a" and element.get("href") is not None:
            _rewrite_link(element, base, by_address, library_urls, site_url)
    for paragraph in list(article.iter("p")):
        if paragraph.get("class") == "datasets__files" and paragraph.find("a") is None:
            remove_element(paragraph)  # a list of downloads that has no link any more


def _rewrite_link(
    link: etree._Element,
    base: str,
    names: Mapping[str, str],
    library_urls: Mapping[str, str],
    site_url: str,
) -> None:
    href = link.get("href", "")
    if urlsplit(href).scheme or urlsplit(href).netloc:
        return
    address = urlsplit(
        urljoin(
            base, library_urls.get(href.removeprefix("#"), href) if href.startswith("#") else href
        )
    )
    if address.path in names:
        anchor = unquote(address.fragment)
        link.set("href", f"#{names[address.path]}" + (f"--{anchor}" if anchor else ""))
    elif is_public(site_url):
        link.set("href", f"{site_url.rstrip('/')}{address.path}")
    elif text_of(link).startswith("Download "):
        remove_element(link)
    else:
        unwrap(link)
