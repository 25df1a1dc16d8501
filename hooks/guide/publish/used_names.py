"""Collect the names that a CSS selector can match: those in a page's HTML, and in its scripts.

Names are tags, classes, ids and attributes. Scripts add some of them while the page is used.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

# The names that the search of a theme adds (Zensical's; that of Material is not used): results,
# keyboard focus, a body that does not scroll. The names that the guide's scripts add are read from
# them; tests/site/test_styles_browser.py reports a missing name.
THEME_NAMES = frozenset(
    [
        "a",
        "article",
        "del",
        "details",
        "div",
        "h1",
        "h2",
        "li",
        "mark",
        "nav",
        "ol",
        "p",
        "span",
        "summary",
        "svg",
        "md-search-result__article",
        "md-search-result__icon",
        "md-search-result__item",
        "md-search-result__link",
        "md-search-result__list",
        "md-search-result__meta",
        "md-search-result__more",
        "md-search-result__terms",
        "md-icon",
        "md-tag",
        "md-tag-icon",
        "md-tags",
        "md-typeset",
        "focus-visible",
        "js-focus-visible",
        "data-focus-visible-added",
        "data-js-focus-visible",
        "data-md-score",
        "data-md-scrolllock",
        "hidden",
        "href",
        "open",
        "role",
        "tabindex",
        "title",
    ]
)

# Attributes that no script sets to a value that is neither in the HTML nor named in a script.
STATIC_ATTRIBUTES = frozenset(
    {
        "dir",
        "data-md-color-scheme",
        "data-md-color-primary",
        "data-md-color-accent",
        "data-md-color-media",
        "data-md-toggle",
    }
)


@dataclass
class UsedNames:
    """Names that a selector can match; `names` are from scripts and may be of any kind."""

    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    scripts: list[str] = field(default_factory=list)  # URLs as in the HTML
    styles: list[str] = field(default_factory=list)  # URLs as in the HTML

    def has_tag(self, name: str) -> bool:
        """Return whether an element may have this tag."""
        return name in self.tags or name in self.names

    def has_class(self, name: str) -> bool:
        """Return whether an element may have this class."""
        return name in self.classes or name in self.names

    def has_id(self, name: str) -> bool:
        """Return whether an element may have this id."""
        return name in self.ids or name in self.names

    def has_attribute(self, name: str, value: str | None = None) -> bool:
        """Return whether an element may have the attribute, and this value unless that is None.

        >>> page = read_html('<body dir="ltr">')
        >>> page.has_attribute("dir"), page.has_attribute("dir", "rtl"), page.has_attribute("lang")
        (True, False, False)
        """
        if value is not None and name in STATIC_ATTRIBUTES:
            return (name, value) in self.attributes or value in self.names
        return name in self.names or any(attribute == name for attribute, _ in self.attributes)


class _Reader(HTMLParser):
    """Collect the names of a page."""

    def __init__(self, page: UsedNames) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.is_script = False

    def handle_data(self, data: str) -> None:
        if self.is_script:
            self.page.names |= script_names(data)

    def handle_endtag(self, tag: str) -> None:
        self.is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        page = self.page
        self.is_script = tag == "script"
        attributes = {name: value or "" for name, value in attrs}
        page.tags.add(tag)
        page.classes.update(attributes.get("class", "").split())
        page.ids.add(attributes.get("id", ""))
        page.attributes.update(
            (name, value if name in STATIC_ATTRIBUTES else "") for name, value in attributes.items()
        )
        if tag == "script":  # data-search: loaded by another script, once somebody searches
            page.scripts += [
                attributes[name] for name in ("src", "data-search") if attributes.get(name)
            ]
        if tag == "link" and attributes.get("rel") == "stylesheet":
            page.styles.append(attributes.get("href", ""))


def read_html(text: str) -> UsedNames:
    """Collect the names in a page's HTML, with those that its inline scripts mention.

    >>> sorted(read_html('<p class="a b" id="c">').classes)
    ['a', 'b']
    """
    page = UsedNames()
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    return page


def script_names(script: str) -> set[str]:
    """Return every word of a script, and each as the attribute that `dataset` makes of it.

    These are far more names than a script adds to a page, and never fewer, as long as it writes
    each name in full.

    >>> sorted(script_names('part.isOpen = "is-on"'))
    ['data-is-on', 'data-is-open', 'data-part', 'is-on', 'isOpen', 'part']
    """
    words = set(re.findall(r"[A-Za-z_][\w-]*", script))
    return words | {
        f"data-{re.sub('[A-Z]', lambda letter: '-' + letter[0].lower(), word)}" for word in words
    }


def merge_names(pages: Iterable[UsedNames]) -> UsedNames:
    """Merge the names of several pages."""
    whole = UsedNames()
    for page in pages:
        for name in ("tags", "classes", "ids", "attributes", "names"):
            getattr(whole, name).update(getattr(page, name))
    return whole
