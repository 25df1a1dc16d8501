"""Collect the external links of the guide, and report the results of checking them.

lychee (https://lychee.cli.rs) checks the links once a week; nothing in here uses the network. Its
input is a page with one link a line. Its result is JSON in the form of `lychee --format json`
version 0.24: maps of the input file to entries with `url`, `status` (with `code`, where a server
answered) and `span`.
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from guide.content.catalogue import Catalogue
from guide.content.references import line_and_column
from guide.core.github_markdown import autolink, code, escape
from guide.core.wording import format_count, join_words
from guide.data.records import Record

# The status codes Not Found and Gone (RFC 9110, 15.5.5 and 15.5.11).
GONE = (404, 410)
# The status codes of servers that refuse or rate-limit programs. A person may well see the page.
_REFUSED = (401, 403, 405, 406, 418, 429, 451, 503, 999)
# A namespace is a name, not a link.
# An address ends where the next link begins: `[a](https://a.example)[b](https://b.example)`, or
# "https://a.example,https://b.example". An archive has one address inside another.
_NEXT_LINK = r"\)[*_,;.]*\[|[,;|)\]*_]+https?://"
_ADDRESS = re.compile(rf"(?<!xmlns=\")https?://(?:(?!{_NEXT_LINK})[^\s<>\"`])+")
# The report lists so many addresses under a heading: an issue holds 65,536 characters.
_MOST_ADDRESSES = 60


@dataclass(frozen=True, order=True)
class LinkPlace:
    """Locate an address: path, line and column from 1, and the row or page that it belongs to."""

    path: str
    line: int
    column: int
    owner: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Answer:
    """Hold the result for one address.

    kind: gone, refused, unreached or there.
    words: the message of lychee.
    """

    address: str
    kind: str
    words: str


def find_links(catalogue: Catalogue, texts: Mapping[str, str]) -> dict[str, list[LinkPlace]]:
    """Map each external address to the places where it is used, both in order.

    `texts` holds further files by path, such as the templates of the theme.
    """
    places_by_address = defaultdict(set)
    for address, place in [*_in_rows(catalogue), *_in_pages(catalogue), *_in_texts(texts)]:
        places_by_address[address].add(place)
    return {
        address: sorted(places)
        for address, places in sorted(places_by_address.items(), key=lambda item: sorted(item[1]))
    }


def _in_rows(catalogue: Catalogue) -> Iterator[tuple[str, LinkPlace]]:
    """Yield the addresses in columns of URIs and DOIs, and in cells with inline Markdown."""
    for resource in catalogue.package.resources.values():
        for row in catalogue.rows(resource.name):
            owner = ", ".join(str(row[name]) for name in resource.primary_key)
            for column in resource.fields:
                cell = row.cells[column.name]
                if column.name == "doi" and cell.text:
                    yield (
                        doi_address(cell.text),
                        LinkPlace(row.path, cell.line, cell.column, owner),
                    )
                elif column.format == "uri" or column.markup:
                    yield from _in_text(cell.text, row.path, owner, cell.line, cell.column)


def doi_address(doi: str) -> str:
    """Return the address of a DOI (https://www.doi.org/the-identifier/resources/handbook)."""
    return f"https://doi.org/{doi}"


def source_addresses(source: Record) -> list[str]:
    """Return the addresses of a source: that of its DOI, and its own."""
    doi, url = str(source.values.get("doi") or ""), str(source.values.get("url") or "")
    return [doi_address(doi)] * bool(doi) + [url] * bool(url)


def _in_pages(catalogue: Catalogue) -> Iterator[tuple[str, LinkPlace]]:
    for page in catalogue.pages.values():
        yield from _in_text(page.body, page.path, page.title, page.body_line)


def _in_texts(texts: Mapping[str, str]) -> Iterator[tuple[str, LinkPlace]]:
    for path, text in texts.items():
        yield from _in_text(text, path, "")


def _in_text(
    text: str, path: str, owner: str, line: int = 1, column: int = 1
) -> Iterator[tuple[str, LinkPlace]]:
    """Yield the addresses in a text that begins at a line and column of its file."""
    for match in _ADDRESS.finditer(text):
        place = line_and_column(text, match.start(), (line, column))
        yield _strip_punctuation(match[0]), LinkPlace(path, *place, owner)


def _strip_punctuation(address: str) -> str:
    """Strip the punctuation that ends the sentence or the link around an address.

    >>> _strip_punctuation("https://a.example/b_(c)).")
    'https://a.example/b_(c)'
    """
    while address[-1] in ".,;:!?'*]" or (
        address[-1] == ")" and address.count(")") > address.count("(")
    ):
        address = address[:-1]
    return address


def list_links(addresses: Mapping[str, object]) -> str:
    """Render the page for lychee: one link a line, each address escaped."""
    return "".join(f'<a href="{html.escape(address)}">link</a>\n' for address in addresses)


def read_answers(result: Mapping[str, Any], addresses: Mapping[str, object]) -> list[Answer]:
    """Parse lychee's result: one answer an address, in the order of `addresses`.

    An address that is not in `addresses` comes last, as lychee writes it.
    """
    entries = [
        (name, entry)
        for name in ("success_map", "error_map", "timeout_map")
        for entry in _entries(result, name)
    ]
    spellings = _index_spellings(addresses)
    answers = [
        Answer(_original_spelling(entry["url"], spellings), _kind(name, entry), _message(entry))
        for name, entry in entries
    ]
    order = {address: number for number, address in enumerate(addresses)}
    return sorted(
        answers, key=lambda answer: (order.get(answer.address, len(order)), answer.address)
    )


def read_archived_copies(
    result: Mapping[str, Any], addresses: Mapping[str, object]
) -> dict[str, str]:
    """Parse lychee's result: the archived copies that it suggests, by address."""
    spellings = _index_spellings(addresses)
    pairs = [
        (entry["original"], entry["suggestion"]) for entry in _entries(result, "suggestion_map")
    ]
    return {
        _original_spelling(address, spellings): copy
        for address, copy in pairs
        if _ADDRESS.fullmatch(copy)
    }


def _entries(result: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    for entries in (result.get(name) or {}).values():
        yield from entries


def _index_spellings(addresses: Mapping[str, object]) -> dict[str, str]:
    """Index the addresses by themselves and by their normal form."""
    return {normalize_address(address): address for address in addresses} | {
        address: address for address in addresses
    }


def _original_spelling(address: str, spellings: Mapping[str, str]) -> str:
    """Return an address as the guide has it: lychee changes its escapes and its last slash."""
    return spellings.get(address) or spellings.get(normalize_address(address)) or address


def normalize_address(address: str) -> str:
    """Return an address in the form in which two that lead to the same page are equal."""
    return unquote(address).rstrip("/").lower()


def _kind(name: str, entry: Mapping[str, Any]) -> str:
    """Classify an entry of one of lychee's maps by its status code."""
    status = entry["status"].get("code")
    if status in GONE:
        return "gone"
    if status in _REFUSED:
        return "refused"
    return "there" if name == "success_map" else "unreached"


def _message(entry: Mapping[str, Any]) -> str:
    status = entry["status"]
    text = str(status.get("text") or "").removeprefix("Rejected status code: ").partition("\n")[0]
    return text or str(status.get("code") or "no answer")


def archived_addresses(catalogue: Catalogue) -> set[str]:
    """Return the addresses of the sources that have an archived copy on the site."""
    rows = [row for row in catalogue.rows("sources") if row.values.get("archive_url")]
    return {str(row["url"]) for row in rows} | {f"https://doi.org/{row['doi']}" for row in rows}


def gone_addresses(answers: Iterable[Answer]) -> list[str]:
    """Return the addresses whose servers report that the page does not exist."""
    return [answer.address for answer in answers if answer.kind == "gone"]


def report_links(
    answers: Sequence[Answer],
    places: Mapping[str, Sequence[LinkPlace]],
    copies: Mapping[str, str],
    kept: Collection[str] = (),
) -> str:
    """Render the broken links as Markdown for the weekly issue; "" where no link is broken.

    `places` maps each address to the places where it is used, `copies` to its archived copy.
    Addresses in `kept` have an archived copy on the site and are left out.
    """
    without_copy = [answer for answer in answers if answer.address not in kept]
    gone, unreached, refused = (
        [answer for answer in without_copy if answer.kind == kind]
        for kind in ("gone", "unreached", "refused")
    )
    parts = [
        _render_part(
            "Links to other sites that lead nowhere",
            gone,
            "Find the new address, or an archived copy. The copy of a source goes into its column"
            " `archive_url`.",
            lambda answer: (
                f"- [ ] {_render_line(answer, places)}{_render_copy(answer.address, copies)}"
            ),
        ),
        _render_part(
            "Links to other sites that could not be followed",
            unreached,
            "A site may have been down for an hour. Look at those that stand here for several"
            " weeks.",
            lambda answer: f"- {_render_line(answer, places)}",
        ),
        _render_part(
            "Links to sites that let no program in",
            refused,
            "Most of them are there for a person.",
            lambda answer: f"- {_render_line(answer, places)}",
            is_folded=True,
        ),
    ]
    return "\n".join(part for part in parts if part) if gone or unreached else ""


def _render_part(
    title: str,
    answers: Sequence[Answer],
    advice: str,
    line: Callable[[Answer], str],
    *,
    is_folded: bool = False,
) -> str:
    """Render one heading with its list; "" where there is nothing to list."""
    if not answers:
        return ""
    lines = [line(answer) for answer in answers[:_MOST_ADDRESSES]]
    if len(answers) > _MOST_ADDRESSES:
        lines.append(f"- … and {len(answers) - _MOST_ADDRESSES} more")
    text = "\n".join(lines)
    if is_folded:
        summary = format_count(len(answers), "address", "addresses")
        text = f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"
    return f"## {title}\n\n{advice}\n\n{text}\n"


def _render_line(answer: Answer, places: Mapping[str, Sequence[LinkPlace]]) -> str:
    """Render one address with its message and the first five lines where it is used."""
    lines = {(place.path, place.line): place for place in reversed(places.get(answer.address, ()))}
    where = [
        f"{code(place)} ({escape(place.owner)})" if place.owner else code(place)
        for place in sorted(lines.values())[:5]
    ]
    return (
        f"{autolink(answer.address)} answers {code(answer.words)}:"
        f" {join_words(where) or 'in none of our files'}"
    )


def _render_copy(address: str, copies: Mapping[str, str]) -> str:
    if address in copies:
        return f". A copy: {autolink(copies[address])}. Look whether it shows what we cite"
    return f". [Copies, if there are any]({autolink(f'https://web.archive.org/web/*/{address}')})"
