"""Compare the pages and links of two catalogues, for the report on a change.

Each entry is one row of a Markdown table.
"""

import re
from collections import Counter
from collections.abc import Iterator

from guide.content.catalogue import Catalogue
from guide.content.pages import Page
from guide.content.redirects import page_address
from guide.core.github_markdown import Entry
from guide.core.wording import format_count, join_words

_META_LABELS = {
    "description": "description for search engines",
    "phrase": "link phrase",
    "group": "group",
    "summary": "summary",
    "serves": "whom it serves",
    "needs": "needs it answers",
    "related": "what to read next",
    "truth": "truth",
    "number": "number",
    "kind": "kind of page",
    "synonyms": "words people search for",
    "reviewed": "day of the last review",
    "review_by": "day by which to review",
}
_LINK_LABELS = {
    "finding": "the finding",
    "citation": "the source",
    "phrase": "the phrase",
    "table": "the table",
    "chart": "the chart",
}


def page_entries(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    """Yield (title, what changes) of each new, removed, moved or changed page."""
    moved = _moved_pages(before, after)
    targets = {str(row["old"]): str(row["new"]) for row in after.rows("redirects")}
    for uri, page in before.pages.items():
        now = after.pages.get(moved.get(uri, uri))
        if now is None:
            target = targets.get(page_address(uri))
            end = (
                f"its address leads to {target}"
                if target
                else "ITS ADDRESS LEADS NOWHERE: add a redirect"
            )
            yield (page.title, f"taken out; {end}")
            continue
        parts = (
            [f"moved from {page_address(uri)} to {page_address(now.uri)}, with a redirect"]
            if uri in moved
            else []
        )
        parts += [*_meta_changes(page, now), *_body_changes(page, now)]
        if parts:
            yield (page.title, "; ".join(parts))
    for uri, page in after.pages.items():
        if uri not in before.pages and uri not in moved.values():
            yield (
                page.title,
                (
                    f"new page at {page_address(uri)}, with"
                    f" {format_count(_count_words(page.body), 'word')}"
                ),
            )


def _moved_pages(before: Catalogue, after: Catalogue) -> dict[str, str]:
    """Map the old path of each moved page to its new one, by redirects to new pages."""
    uris = {page_address(uri): uri for uri in after.pages if uri not in before.pages}
    redirects = {
        str(row["old"]): str(row["new"]).partition("#")[0] for row in after.rows("redirects")
    }
    new_paths = {
        uri: uris.get(redirects.get(page_address(uri), ""))
        for uri in before.pages
        if uri not in after.pages
    }
    return {old: new for old, new in new_paths.items() if new}


def _meta_changes(page: Page, now: Page) -> list[str]:
    """Return a text for each value of the front matter that differs."""
    parts = []
    if page.meta.get("title") != now.meta.get("title"):
        parts.append(f'retitled "{now.title}"')
    if bool(page.meta.get("safety")) != bool(now.meta.get("safety")):
        parts.append(
            f"{'gets' if now.meta.get('safety') else 'LOSES'} the help strip and the Exit link"
        )
    for key, words in _META_LABELS.items():
        was, value = page.meta.get(key), now.meta.get(key)
        if was != value:
            short = (
                all(isinstance(item, str | int | None) for item in (was, value))
                and len(f"{was}{value}") < 80
            )
            parts.append(
                f"{words}: {was or 'none'} → {value or 'none'}" if short else f"{words}: changed"
            )
    return parts


def _body_changes(page: Page, now: Page) -> list[str]:
    """Return how the text differs: under which headings, and in how many words.

    Line breaks within a paragraph do not count.
    """
    was, new = _paragraphs(page.body), _paragraphs(now.body)
    gone, come = Counter(was) - Counter(new), Counter(new) - Counter(was)
    if not gone and not come:
        return ["paragraphs in another order"] if was != new else []
    out, added = (
        Counter(word for _, text in paragraphs.elements() for word in text.split())
        for paragraphs in (gone, come)
    )
    places = list(dict.fromkeys(heading for heading, _ in [*come, *gone]))
    shown = [f'"{place}"' if place else "its opening" for place in places[:4]]
    shown += [format_count(len(places) - 4, "more part")] if places[4:] else []
    words = (
        f"{format_count((out - added).total(), 'word')} out,"
        f" {format_count((added - out).total(), 'word')} in"
    )
    return [
        (
            f"reworded under {join_words(shown)} ({words})"
            if places != [""]
            else f"reworded in its opening ({words})"
        )
    ]


def _paragraphs(body: str) -> list[tuple[str, str]]:
    """Return (heading above, text with single spaces) of each paragraph."""
    paragraphs, heading = [], ""
    for block in re.split(r"\n[ \t]*\n", body):
        text = " ".join(block.split())
        if re.match(r"#{1,6} ", text):
            heading = re.sub(r"^#+ *|\{[^}]*\}| *#+$", "", block.strip().split("\n")[0]).strip()
        if text:
            paragraphs.append((heading, text))
    return paragraphs


def _count_words(text: str) -> int:
    return len(re.findall(r"\w[\w’'-]*", text))


def link_entries(before: Catalogue, after: Catalogue) -> Iterator[Entry]:
    """Yield (page, what, words, target) of each new, removed or reworded link.

    Only pages on both sides count.
    """
    moved = _moved_pages(before, after)
    for uri, page in before.pages.items():
        now = after.pages.get(moved.get(uri, uri))
        if now is not None:
            old, new = _count_links(before, page), _count_links(after, now)
            gone, come = list((old - new).elements()), list((new - old).elements())
            for target, words in gone:
                match = next((item for item in come if item[0] == target), None)
                if match:
                    come.remove(match)
                    yield (now.title, "other words", f"{words} → {match[1]}", target)
                else:
                    yield (now.title, "gone", words, target)
            yield from ((now.title, "new", words, target) for target, words in come)


def _count_links(catalogue: Catalogue, page: Page) -> Counter[tuple[str, str]]:
    """Count the links of a page by (target in words, link text)."""
    counts: Counter[tuple[str, str]] = Counter()
    for item in catalogue.references[page.uri]:
        if item.kind == "number":
            continue
        target = (
            f"{_LINK_LABELS[item.kind]} {item.target}" if item.kind in _LINK_LABELS else item.target
        )
        counts[target, " ".join(re.sub(r"\n[ \t]*>", " ", item.text).split())] += 1
    return counts
