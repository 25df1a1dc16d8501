"""Find the links to other sites, and say in words what became of them. Imports text, catalogue, github_text.

lychee (https://lychee.cli.rs) follows the links, once a week; nothing in here asks the network. It
is handed a page with one link a line, and answers with JSON, in the form that `lychee --format
json` has in version 0.24: maps of the input file to entries with `url`, `status` (with `code`,
where a server answered) and `span`.
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from guide.content.catalogue import Catalogue
from guide.core.github_markdown import code, escape
from guide.core.wording import count_of, join_words

# What a server says of a page that it does not have, and will not have again (RFC 9110, 15.5.5 and
# 15.5.11).
GONE = (404, 410)
# What a server says to a program that it does not let in, or not so soon: the page may well be
# there for a person.
_REFUSED = (401, 403, 405, 406, 418, 429, 451, 503, 999)
# A namespace is a name, and no link.
_ADDRESS = re.compile(r"(?<!xmlns=\")https?://[^\s<>\"`]+")
# So many addresses stand under a heading. An issue holds 65,536 characters.
_SHOWN = 60


@dataclass(frozen=True, order=True)
class LinkPlace:
    """Where an address stands: path, line and column from 1, and the row or page that it belongs to."""

    path: str
    line: int
    column: int
    owner: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Answer:
    """What became of one address: `kind` is gone, refused, unreached or there; `words` is what lychee says."""

    address: str
    kind: str
    words: str


def find_links(catalogue: Catalogue, texts: Mapping[str, str]) -> dict[str, list[LinkPlace]]:
    """Return each address of another site with the places where it stands, both in order.

    `texts` holds further files by path, such as the templates of the theme.
    """
    found = defaultdict(set)
    for address, place in [*_in_rows(catalogue), *_in_pages(catalogue), *_in_texts(texts)]:
        found[address].add(place)
    return {
        address: sorted(places)
        for address, places in sorted(found.items(), key=lambda item: sorted(item[1]))
    }


def _in_rows(catalogue: Catalogue) -> Iterator[tuple[str, LinkPlace]]:
    """Yield what stands in columns of addresses and of DOIs, and in the text of other cells."""
    for resource in catalogue.package.resources.values():
        for row in catalogue.rows(resource.name):
            owner = ", ".join(str(row[name]) for name in resource.primary_key)
            for column in resource.fields:
                cell = row.cells[column.name]
                if column.name == "doi" and cell.text:
                    yield (
                        f"https://doi.org/{cell.text}",
                        LinkPlace(row.path, cell.line, cell.column, owner),
                    )
                elif column.format == "uri" or column.markup:
                    yield from _in_text(cell.text, row.path, owner, cell.line, cell.column)


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
        above = text.count("\n", 0, match.start())
        start = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        yield (
            _without_end(match[0]),
            LinkPlace(path, line + above, start + (1 if above else column), owner),
        )


def _without_end(address: str) -> str:
    """Return an address without the marks that close the sentence or the link around it.

    >>> _without_end("https://a.example/b_(c)).")
    'https://a.example/b_(c)'
    """
    while address[-1] in ".,;:!?'*]" or (
        address[-1] == ")" and address.count(")") > address.count("(")
    ):
        address = address[:-1]
    return address


def list_links(addresses: Mapping[str, object]) -> str:
    """Return a page for lychee with one link a line, in which no address can be read as something else."""
    return "".join(f'<a href="{html.escape(address)}">link</a>\n' for address in addresses)


def read_answers(result: Mapping, addresses: Mapping[str, object]) -> list[Answer]:
    """Return what became of the addresses, from lychee's result, in the order of the list.

    An address that is not in the list stands last, as lychee names it.
    """
    entries = [
        (name, entry)
        for name in ("success_map", "error_map", "timeout_map")
        for entry in _entries(result, name)
    ]
    known = _known(addresses)
    found = [
        Answer(_our_address(entry["url"], known), _kind(name, entry), _words(entry))
        for name, entry in entries
    ]
    order = {address: number for number, address in enumerate(addresses)}
    return sorted(found, key=lambda answer: (order.get(answer.address, len(order)), answer.address))


def read_copies(result: Mapping, addresses: Mapping[str, object]) -> dict[str, str]:
    """Return the archived copies that lychee found, by address."""
    known = _known(addresses)
    pairs = [
        (entry["original"], entry["suggestion"]) for entry in _entries(result, "suggestion_map")
    ]
    return {
        _our_address(address, known): copy for address, copy in pairs if _ADDRESS.fullmatch(copy)
    }


def _entries(result: Mapping, name: str) -> Iterator[Mapping]:
    for entries in (result.get(name) or {}).values():
        yield from entries


def _known(addresses: Mapping[str, object]) -> dict[str, str]:
    return {_normal(address): address for address in addresses} | {
        address: address for address in addresses
    }


def _our_address(address: str, known: Mapping[str, str]) -> str:
    """Return an address as we wrote it: lychee gives it in its normal form, with other escapes and a last slash."""
    return known.get(address) or known.get(_normal(address)) or address


def _normal(address: str) -> str:
    return unquote(address).rstrip("/").lower()


def _kind(name: str, entry: Mapping) -> str:
    status = entry["status"].get("code")
    if status in GONE:
        return "gone"
    if status in _REFUSED:
        return "refused"
    return "there" if name == "success_map" else "unreached"


def _words(entry: Mapping) -> str:
    status = entry["status"]
    text = str(status.get("text") or "").removeprefix("Rejected status code: ").partition("\n")[0]
    return text or str(status.get("code") or "no answer")


def kept_addresses(catalogue: Catalogue) -> set[str]:
    """Return the addresses of sources beside which readers are offered an archived copy."""
    kept = [row for row in catalogue.rows("sources") if row.values.get("archive_url")]
    return {str(row["url"]) for row in kept} | {f"https://doi.org/{row['doi']}" for row in kept}


def gone_addresses(answers: Iterable[Answer]) -> list[str]:
    """Return the addresses whose servers say that the page is no more."""
    return [answer.address for answer in answers if answer.kind == "gone"]


def report_links(
    answers: Sequence[Answer],
    places: Mapping[str, Sequence[LinkPlace]],
    copies: Mapping[str, str],
    kept: Collection[str] = (),
) -> str:
    """Return what a person should look at, as Markdown for the weekly issue; nothing where every link leads somewhere.

    `copies` holds the archived copies that were found; what is in `kept` has one on the page
    already.
    """
    wanting = [answer for answer in answers if answer.address not in kept]
    gone, unreached, refused = (
        [answer for answer in wanting if answer.kind == kind]
        for kind in ("gone", "unreached", "refused")
    )
    parts = [
        _part(
            "Links to other sites that lead nowhere",
            gone,
            "Find the new address, or an archived copy. The copy of a source goes into its column"
            " `archive_url`.",
            lambda answer: f"- [ ] {_line(answer, places)}{_copy(answer.address, copies)}",
        ),
        _part(
            "Links to other sites that could not be followed",
            unreached,
            "A site may have been down for an hour. Look at those that stand here for several"
            " weeks.",
            lambda answer: f"- {_line(answer, places)}",
        ),
        _part(
            "Links to sites that let no program in",
            refused,
            "Most of them are there for a person.",
            lambda answer: f"- {_line(answer, places)}",
            folded=True,
        ),
    ]
    return "\n".join(part for part in parts if part) if gone or unreached else ""


def _part(
    title: str,
    answers: Sequence[Answer],
    advice: str,
    line: Callable[[Answer], str],
    *,
    folded: bool = False,
) -> str:
    if not answers:
        return ""
    lines = [line(answer) for answer in answers[:_SHOWN]]
    lines += [f"- … and {len(answers) - _SHOWN} more"] if len(answers) > _SHOWN else []
    text = "\n".join(lines)
    if folded:
        text = f"<details><summary>{count_of(len(answers), 'address', 'addresses')}</summary>\n\n{text}\n\n</details>"
    return f"## {title}\n\n{advice}\n\n{text}\n"


def _line(answer: Answer, places: Mapping[str, Sequence[LinkPlace]]) -> str:
    lines = {(place.path, place.line): place for place in reversed(places.get(answer.address, ()))}
    where = [
        f"{code(place)} ({escape(place.owner)})" if place.owner else code(place)
        for place in sorted(lines.values())[:5]
    ]
    return (
        f"<{answer.address}> answers {code(answer.words)}:"
        f" {join_words(where) or 'in none of our files'}"
    )


def _copy(address: str, copies: Mapping[str, str]) -> str:
    if address in copies:
        return f". A copy: <{copies[address]}>. Look whether it shows what we cite"
    return f". [Copies, if there are any](<https://web.archive.org/web/*/{address}>)"
