"""What a style can meet: the names in a page's HTML, and those that scripts add when it is used. Imports nothing of the guide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a theme's own search adds (Zensical's; that of Material is not used): results, keyboard
# focus, a body that does not scroll. What the guide's scripts add is read from them;
# tests/site/test_styles_browser.py sees whether a name is missing.
THEME = frozenset(
    """
    a article del details div h1 h2 li mark nav ol p span summary svg
    md-search-result__article md-search-result__icon md-search-result__item md-search-result__link md-search-result__list
    md-search-result__meta md-search-result__more md-search-result__terms md-icon md-tag md-tag-icon md-tags md-typeset
    focus-visible js-focus-visible data-focus-visible-added data-js-focus-visible
    data-md-score data-md-scrolllock hidden href open role tabindex title
""".split()
)

# Attributes that no script sets to a value that is neither in the HTML nor named in a script.
FIXED = frozenset(
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
class Vocabulary:
    """Names that a selector may ask for. `names` are of any kind: what a script mentions may become a tag or a class."""

    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    scripts: list[str] = field(default_factory=list)  # addresses, as they stand in the HTML
    styles: list[str] = field(default_factory=list)  # the same

    def has_tag(self, name: str) -> bool:
        """Say whether an element may have this tag."""
        return name in self.tags or name in self.names

    def has_class(self, name: str) -> bool:
        """Say whether an element may have this class."""
        return name in self.classes or name in self.names

    def has_id(self, name: str) -> bool:
        """Say whether an element may have this id."""
        return name in self.ids or name in self.names

    def has_attribute(self, name: str, value: str | None = None) -> bool:
        """Say whether an element may have the attribute, with this value where a value is asked for.

        >>> page = read_html('<body dir="ltr">')
        >>> page.has_attribute("dir"), page.has_attribute("dir", "rtl"), page.has_attribute("lang")
        (True, False, False)
        """
        if value is not None and name in FIXED:
            return (name, value) in self.attributes or value in self.names
        return name in self.names or any(found == name for found, _ in self.attributes)


class _Reader(HTMLParser):
    def __init__(self, page: Vocabulary) -> None:
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
        found = {name: value or "" for name, value in attrs}
        page.tags.add(tag)
        page.classes.update(found.get("class", "").split())
        page.ids.add(found.get("id", ""))
        page.attributes.update(
            (name, value if name in FIXED else "") for name, value in found.items()
        )
        if tag == "script":  # data-search: fetched by another script, once somebody searches
            page.scripts += [found[name] for name in ("src", "data-search") if found.get(name)]
        if tag == "link" and found.get("rel") == "stylesheet":
            page.styles.append(found.get("href", ""))


def read_html(text: str) -> Vocabulary:
    """Return the names in a page's HTML, those that its inline scripts mention included.

    >>> sorted(read_html('<p class="a b" id="c">').classes)
    ['a', 'b']
    """
    page = Vocabulary()
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    return page


def script_names(script: str) -> set[str]:
    """Return every word of a script, and each as the attribute that `dataset` makes of it.

    Far more than it adds to a page, and never less, as long as a script writes its names out in
    full.

    >>> sorted(script_names('part.dataset.isOpen = "is-on"'))
    ['data-dataset', 'data-is-on', 'data-is-open', 'data-part', 'dataset', 'is-on', 'isOpen', 'part']
    """
    words = set(re.findall(r"[A-Za-z_][\w-]*", script))
    return words | {
        f"data-{re.sub('[A-Z]', lambda letter: '-' + letter[0].lower(), word)}" for word in words
    }


def join(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """Return one vocabulary that has what any of these has."""
    whole = Vocabulary()
    for each in vocabularies:
        for name in ("tags", "classes", "ids", "attributes", "names"):
            getattr(whole, name).update(getattr(each, name))
    return whole
