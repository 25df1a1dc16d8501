"""Move a page: update every link, name and row that refers to it, and add a redirect.

Pure: takes texts by path, returns texts by path.
"""

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as quote_address

from guide.content.catalogue import Catalogue, resolve_link
from guide.content.pages import Page
from guide.content.redirects import page_address
from guide.content.references import mask_code
from guide.core.problems import UserError, quote, suggest
from guide.data.csv_reader import Cell, write_csv

NAV = "mkdocs.yml"
REDIRECTS = "redirects"
HEADER = ["old", "new", "date"]
# Pages that the program itself links to. A test compares this set with the program.
PROGRAM_PAGES = frozenset(
    {
        "index.md",
        "help.md",
        "browsing-safely.md",
        "glossary.md",
        "sources.md",
        "topics/index.md",
        "about/index.md",
        "about/changes.md",
        "about/corrections.md",
        "about/take-along.md",
        "practices.md",
        "a-to-z.md",
        "evidence/claims.md",
        "evidence/findings.md",
    }
)
# The columns that name topics by their slug, and pages by their path.
_TOPIC_COLUMNS = (("findings", "topics"), ("glossary", "see_also"), ("reflection-rules", "topic"))
_PAGE_COLUMNS = (("changes", "page"), ("corrections", "page"))
_URI = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.md")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]]+\]:[ \t]*<?(?P<target>[^\s>]+)", re.MULTILINE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Move:
    """A page's old and new path below docs/."""

    old: str
    new: str

    @property
    def slugs(self) -> tuple[str, str]:
        """The old and the new file name without ".md", by which data names a topic."""
        return _slug(self.old), _slug(self.new)


def _slug(uri: str) -> str:
    return posixpath.basename(uri).removesuffix(".md")


def plan_move(
    catalogue: Catalogue, texts: dict[str, str], move: Move, today: date
) -> dict[str, str | None]:
    """Return the new text of every file that a move changes; None for the file that is deleted.

    `texts` is the result of `edits.read_texts`. UserError, with the reason, where the page cannot
    move.
    """
    check_move(catalogue, move)
    changed: dict[str, str | None] = {}
    for page in catalogue.pages.values():
        if page.path in texts:
            changed[page.path] = move_in_page(catalogue, page, texts[page.path], move)
    page = catalogue.pages[move.old]
    folder = page.path.removesuffix(move.old)
    changed |= {folder + move.new: changed[page.path], page.path: None}
    cells = _find_cell_edits(catalogue, move)
    for path, text in texts.items():
        if path == NAV:
            changed[path] = move_in_nav(text, move)
        elif path not in changed:
            changed[path] = move_in_data(replace_cells(text, cells.get(path, [])), move)
    resource = catalogue.package.resources[REDIRECTS]
    path = posixpath.join(posixpath.dirname(catalogue.package.path), resource.path)
    return changed | {path: add_redirect(texts.get(path, ""), move, today)}


def check_move(catalogue: Catalogue, move: Move) -> None:
    """Validate a move: UserError, with the reason and the way out, where it cannot be done."""
    if move.old not in catalogue.pages:
        raise UserError(
            f"there is no page {quote(move.old)} below docs/."
            f" {suggest(move.old, catalogue.pages, 'pages')}"
        )
    if not _URI.fullmatch(move.new):
        raise UserError(
            f"{quote(move.new)} cannot be an address. "
            "Use lower-case letters, digits and hyphens, such as topics/build-trust.md"
        )
    taken = {page_address(uri): uri for uri in catalogue.pages if uri != move.old}
    if page_address(move.new) in taken:
        raise UserError(
            f"{quote(taken[page_address(move.new)])} has the address {page_address(move.new)}"
            " already. Choose another name, or move that page first"
        )
    if move.old == move.new:
        raise UserError("the page is there already. Give the new place as the second argument")
    sections = {
        f"evidence/{row['section']}.md"
        for row in catalogue.rows("findings")
        if "section" in row.values
    }
    if move.old in PROGRAM_PAGES | sections:
        raise UserError(
            f"the program itself leads to {move.old}. Ask a developer to change that first"
        )
    if REDIRECTS not in catalogue.records:
        raise UserError(
            "the list of redirects cannot be read, so readers of the old address would be lost. "
            "Run make check, mend what it says about data/redirects.csv, and try again"
        )


def move_in_page(catalogue: Catalogue, page: Page, text: str, move: Move) -> str:
    """Return a page with its links to the moved page updated; in that page itself, all links."""
    header, body = text[: len(text) - len(page.body)], page.body
    here = move.new if page.uri == move.old else page.uri
    spans = [
        (start, target)
        for start, target in _find_targets(catalogue, page)
        if not _SCHEME.match(target)
    ]
    for start, target in sorted(spans, reverse=True):
        body = body[:start] + relink(target, page.uri, here, move) + body[start + len(target) :]
    return _rename_translation(_rename_related(header, page, move), page, move) + body


def _rename_translation(header: str, page: Page, move: Move) -> str:
    """Return front matter in which a translation has the new path."""
    translations = page.meta.get("translations")
    lines = header.splitlines(keepends=True)
    for language, uri in translations.items() if isinstance(translations, dict) else ():
        if uri == move.old:
            line = page.place("translations", language)[0] - 1
            lines[line] = re.sub(rf"(?<![\w/-]){re.escape(uri)}", move.new, lines[line])
    return "".join(lines)


def _find_targets(catalogue: Catalogue, page: Page) -> Iterator[tuple[int, str]]:
    """Yield (offset in the body, target) of each link to a page or a file."""
    for reference in catalogue.references[page.uri]:
        if reference.kind == "page" and not reference.is_definition:
            after = reference.start + reference.is_image + len(reference.text) + 2
            start = page.body.find(reference.target, after, reference.end)
            if start >= 0:
                yield start, reference.target
    for match in _DEFINITION.finditer(mask_code(page.body)):
        yield match.start("target"), match["target"]


def relink(target: str, old_here: str, new_here: str, move: Move) -> str:
    """Return the target of a link after the move of its own page or its target, in the same form.

    >>> move = Move("topics/a.md", "guide/deep/a.md")
    >>> relink("../help.md#now", "topics/a.md", "guide/deep/a.md", move)
    '../../help.md#now'
    """
    path, hash_mark, anchor = target.partition("#")
    if not path:
        return target
    uri = resolve_link(old_here, path)[0]
    uri_now = move.new if uri == move.old else uri
    if uri_now == uri and (old_here == new_here or path.startswith("/")):
        return target
    address = quote_address(uri_now)
    tail = "/" if path.endswith("/") else ""
    relative = posixpath.relpath(address, posixpath.dirname(new_here) or ".")
    return (
        f"/{address}{tail}{hash_mark}{anchor}"
        if path.startswith("/")
        else f"{relative}{tail}{hash_mark}{anchor}"
    )


def _rename_related(header: str, page: Page, move: Move) -> str:
    """Return front matter whose entries of `related` have the topic's new slug."""
    old, new = move.slugs
    related = page.meta.get("related")
    if old == new or not isinstance(related, list):
        return header
    lines = header.split("\n")
    for index, entry in enumerate(related):
        if isinstance(entry, dict) and entry.get("topic") == old:
            line, column = page.place("related", index, "topic")
            head, rest = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
            lines[line - 1] = head + re.sub(
                rf"^(topic[\"']?:\s*[\"']?){re.escape(old)}(?![\w-])", rf"\g<1>{new}", rest
            )
    return "\n".join(lines)


def move_in_data(text: str, move: Move) -> str:
    """Return a table or the descriptor with links such as [words](/topics/a.md#part) updated."""
    return re.sub(
        rf"(\]\(<?/){re.escape(move.old)}(?=[#)\s>])", lambda match: match[1] + move.new, text
    )


def _find_cell_edits(catalogue: Catalogue, move: Move) -> dict[str, list[tuple[Cell, str]]]:
    """Return by file the cells that name the page by path or slug, each with its new text."""
    edits: dict[str, list[tuple[Cell, str]]] = {}
    old, new = move.slugs
    columns = [(name, field, move.old, move.new) for name, field in _PAGE_COLUMNS]
    if catalogue.pages[move.old].kind == "topic":
        columns += [(name, field, old, new) for name, field in _TOPIC_COLUMNS]
    for name, field, old_name, new_name in columns:
        for record in catalogue.rows(name):
            cell = record.cells.get(field)
            if cell and old_name in cell.text.split():
                words = " ".join(
                    new_name if word == old_name else word for word in cell.text.split()
                )
                edits.setdefault(record.path, []).append((cell, words))
    return edits


def replace_cells(text: str, edits: Iterable[tuple[Cell, str]]) -> str:
    """Return a CSV with the text of some cells replaced; all else stays as it is.

    These cells hold names only, so that no text needs quoting.
    """
    lines = text.split("\n")
    for cell, words in sorted(edits, key=lambda edit: (edit[0].line, edit[0].column), reverse=True):
        line, at = lines[cell.line - 1], cell.column - 1 + cell.quoted
        lines[cell.line - 1] = line[:at] + words + line[at + len(cell.text) :]
    return "\n".join(lines)


def move_in_nav(text: str, move: Move) -> str:
    """Return mkdocs.yml with the page's entry in the navigation renamed."""
    entry = rf"^(\s*-\s+(?:[^\n#]*?:\s+)?[\"']?){re.escape(move.old)}(?=[\"']?\s*(?:#[^\n]*)?$)"
    return re.sub(entry, lambda match: match[1] + move.new, text, flags=re.MULTILINE)


def add_redirect(text: str, move: Move, today: date) -> str:
    """Return redirects.csv with one more row; older rows get the new address too: no chains."""
    old, new = page_address(move.old), page_address(move.new)
    rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) if row][
        1:
    ]
    rows = [[row[0], re.sub(rf"^{re.escape(old)}(?=#|$)", new, row[1]), *row[2:]] for row in rows]
    kept = [row for row in rows if row[0] not in (old, new)]
    return write_csv([HEADER, *sorted([*kept, [old, new, today.isoformat()]])])


def find_leftovers(texts: Iterable[tuple[str, str]], move: Move) -> list[str]:
    """Return "path:line" of each line with the old path or address, for a person to look at."""
    address = page_address(move.old).strip("/")
    words = re.compile(rf"(?<![\w-])(?:{re.escape(move.old)}|{re.escape(address)}/?)(?![\w-])")
    lines = (
        (path, number, line)
        for path, text in texts
        for number, line in enumerate(text.split("\n"), start=1)
    )
    return [f"{path}:{number}" for path, number, line in lines if words.search(line)]
