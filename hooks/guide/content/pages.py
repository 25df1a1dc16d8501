"""Parse Markdown pages: the front matter, validated against a schema, and the body.

Stricter than MkDocs, which prints broken YAML as page text and takes a first line such as "Note:
this" for front matter when there is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from guide.content.docs_files import find_docs, unreadable_file
from guide.core.days import parse_day
from guide.core.hidden_characters import check_hidden_characters
from guide.core.memo import Memoize, digest, no_cache
from guide.core.problems import Problem, quote, suggest
from guide.core.schema_errors import find_faults, join_path, name_keys, show_value
from guide.core.size_limits import TEXT_BYTES, check_file_size, check_page_size
from guide.core.yaml_reader import (
    Document,
    LazyDocument,
    check_cut_values,
    check_document_characters,
    parse_yaml,
)

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SCHEMA_PATH = Path(__file__).parents[1] / "schemas" / "front_matter.yaml"

# The language of a page that names none.
ENGLISH = "en"

# Needs of readers who may be in danger. A topic with one of them has the help strip and the exit.
_DANGER_NEEDS = {"is-this-abuse", "keep-fighting", "rebuilding-trust", "finding-help"}


@dataclass(frozen=True, eq=False)
class Page:
    """Hold one Markdown page.

    uri: the path below docs/.
    path: the path in the project, for problems.
    meta: the parsed front matter; empty where it is missing or unreadable.
    body: the text after the front matter, which begins at `body_line` of the file.
    document: the front matter with the place of every key.
    """

    uri: str
    path: str
    meta: dict[str, Any]
    body: str
    body_line: int
    document: Document

    @property
    def kind(self) -> str:
        """Return the kind of page, by which its front matter is validated."""
        return str(self.meta.get("kind", "page"))

    @property
    def language(self) -> str:
        """Return the language of the page, such as "en"."""
        lang = self.meta.get("lang")
        return lang if isinstance(lang, str) and lang else ENGLISH

    @property
    def title(self) -> str:
        """Return the title, or the slug where there is none."""
        return str(self.meta.get("title") or self.slug)

    @property
    def slug(self) -> str:
        """Return the file name without its suffix, which names a topic."""
        return PurePosixPath(self.uri).stem

    @property
    def link(self) -> str:
        """Return the page's address for links in Markdown, from the root of docs/."""
        return f"/{self.uri}"

    def place(self, *keys: str | int) -> tuple[int, int]:
        """Return the (line, column) of a key of the front matter."""
        return self.document.place(*keys)

    def problem(self, keys: tuple[str | int, ...], rule: str, what: str, mend: str) -> Problem:
        """Return a problem at a key of the front matter."""
        return Problem(self.path, *self.place(*keys), rule, what, mend)


def read_pages(
    docs_dir: Path, shown_root: str, recall: Memoize = no_cache
) -> tuple[list[Page], list[Problem]]:
    """Read every Markdown page below docs/, in the order of their paths.

    Problems: those of `parse_page`, and files that are unreadable, not UTF-8 or too large, which
    are left out.
    """
    pages: list[Page] = []
    problems: list[Problem] = []
    for uri in find_docs(docs_dir).pages:
        if large := check_file_size(docs_dir / uri, f"{shown_root}/{uri}", TEXT_BYTES):
            problems += large
            continue
        try:
            text = (docs_dir / uri).read_text(encoding="utf-8-sig")
        except OSError as error:
            problems.append(unreadable_file(f"{shown_root}/{uri}", str(error.strerror).lower()))
            continue
        except UnicodeDecodeError:
            problems.append(
                Problem(
                    f"{shown_root}/{uri}",
                    1,
                    1,
                    "not-utf-8",
                    "this page is not saved as UTF-8",
                    "Save it again as UTF-8",
                )
            )
            continue
        if large := check_page_size(text, f"{shown_root}/{uri}"):
            problems += large
            continue
        page, page_problems = _recall_page(text, uri, f"{shown_root}/{uri}", recall)
        pages.append(page)
        problems += page_problems
    return pages, problems


def _recall_page(text: str, uri: str, path: str, recall: Memoize) -> tuple[Page, list[Problem]]:
    """Return the result of `parse_page`, from the cache where the text is unchanged."""
    text = text.replace("\r\n", "\n")

    def parse() -> tuple[Page, list[Problem]]:
        return parse_page(text, uri, path)

    computed: list[tuple[Page, list[Problem]]] = []

    def make() -> list[Any]:
        computed.append(parse())
        page, problems = computed[0]
        return [
            page.meta,
            len(text) - len(page.body),
            page.body_line,
            [[*vars(problem).values()] for problem in problems],
        ]

    stored: Any = recall("page", path, digest(path, text), make)
    if computed:
        return computed[0]
    meta, start, body_line, problems = stored
    page = Page(
        uri, path, meta, text[start:], body_line, LazyDocument(meta, lambda: parse()[0].document)
    )
    return page, [Problem(*problem) for problem in problems]


def split_front_matter(text: str) -> tuple[str, str] | None:
    r"""Split a Markdown text with LF line ends into front matter and body; None without the first.

    >>> split_front_matter("---\ntitle: A\n---\nText")
    ('title: A\n', 'Text')
    """
    match = _FRONT_MATTER.match(text)
    return (match[1], text[match.end() :]) if match else None


def parse_page(text: str, uri: str, path: str) -> tuple[Page, list[Problem]]:
    """Parse a page, and validate its front matter.

    Problems: front matter that is missing, not closed, not YAML, or against the schema of its kind
    of page, and invisible characters.
    """
    text = text.replace("\r\n", "\n")
    parts = split_front_matter(text)
    if parts is None:
        what = "this page does not begin with front matter between two --- lines"
        mend = "Begin it with ---, then title, description, kind, reviewed and review_by, then ---"
        if re.match(r"---[ \t]*\n", text):
            what = "the front matter, which begins here, is not closed"
            mend = "Write --- on a line of its own below its last key"
        problem = Problem(path, 1, 1, "no-front-matter", what, mend)
        return Page(uri, path, {}, text, 1, Document({})), [
            *check_hidden_characters(text, path),
            problem,
        ]
    header, body = parts
    document, yaml_problems = parse_yaml(header, path, first_line=2, has_aliases=False)
    meta = document.data if isinstance(document.data, dict) else {}
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    page = Page(uri, path, meta, body, body_line, document)
    problems = yaml_problems or list(check_document_characters(document, path))
    reported_lines = {problem.line for problem in problems}
    problems = problems + [
        problem
        for problem in check_hidden_characters(text, path)
        if problem in problems or problem.line not in reported_lines
    ]
    if not yaml_problems:
        problems += [*check_cut_values(header, path, first_line=2), *check_front_matter(page)]
    return page, problems


@cache
def _schema_file() -> dict[str, Any]:
    """Read the schema file. Cached: it is part of the program and does not change in a run."""
    document, problems = parse_yaml(_SCHEMA_PATH.read_text(encoding="utf-8"), str(_SCHEMA_PATH))
    assert not problems, problems
    assert isinstance(document.data, dict)
    return document.data


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of the front matter of each kind of page."""
    data = _schema_file()
    return {
        kind: {
            "type": "object",
            "required": schema["required"],
            "additionalProperties": False,
            "properties": {"kind": {"type": "string"}, **data["every"], **schema["properties"]},
            "errorMessage": data["errorMessage"],
        }
        for kind, schema in data["kinds"].items()
    }


def key_order() -> list[str]:
    """Return the keys of front matter in their order."""
    order: list[str] = _schema_file()["order"]
    return order


def check_front_matter(page: Page) -> Iterator[Problem]:
    """Validate the front matter of a page against the schema of its kind, and check its dates."""
    kind = page.meta.get("kind")
    if not isinstance(kind, str) or kind not in _schemas():
        what = "the front matter has no kind"
        if kind is not None:
            what = (
                f"kind is{show_value(kind)}, which is not a kind of page"
                if show_value(kind)
                else "kind is not a kind of page"
            )
        yield page.problem(("kind",), "unknown-kind", what, suggest(str(kind), _schemas(), "kinds"))
        return
    for fault in find_faults(
        _schemas()[kind],
        page.meta,
        KEYWORD_RULES.__getitem__,
        lambda keys: {"name": join_path(name_keys(keys)) or "the front matter"},
    ):
        yield page.problem(fault.keys, fault.rule, fault.what, fault.mend)
    yield from _check_dates(page)
    yield from _check_strip(page)


# The rule of each keyword of JSON Schema that the schema of the front matter uses.
KEYWORD_RULES = {
    "additionalProperties": "front-matter-additional-properties",
    "enum": "front-matter-enum",
    "maxItems": "front-matter-max-items",
    "maxLength": "front-matter-max-length",
    "maximum": "front-matter-maximum",
    "minItems": "front-matter-min-items",
    "minLength": "front-matter-min-length",
    "minimum": "front-matter-minimum",
    "pattern": "front-matter-pattern",
    "required": "front-matter-required",
    "type": "front-matter-type",
}


def danger_need(needs: object) -> str:
    """Return the first need of a topic whose readers may be in danger, or ""."""
    return (
        next((need for need in needs if isinstance(need, str) and need in _DANGER_NEEDS), "")
        if isinstance(needs, list)
        else ""
    )


def _check_strip(page: Page) -> Iterator[Problem]:
    """Yield a problem for a missing help strip: of a topic for readers in danger, or of a line."""
    need = danger_need(page.meta.get("needs"))
    if need and page.meta.get("safety") is False:
        yield page.problem(
            ("safety",),
            "danger-without-strip",
            f'safety is "false", and needs names {quote(need)}',
            'Write "safety: true", which puts the help strip and the exit on the page',
        )
    if page.meta.get("safety_line") and page.meta.get("safety") is not True:
        yield page.problem(
            ("safety_line",),
            "safety-line-without-strip",
            "safety_line is for the help strip, and this page has none",
            'Write "safety: true", or delete safety_line',
        )


def _check_dates(page: Page) -> Iterator[Problem]:
    """Yield a problem for a day that does not exist, and for a next review before the last one."""
    dates: dict[str, date] = {}
    for key in ("reviewed", "review_by"):
        text = str(page.meta.get(key, ""))
        if day := parse_day(text):
            dates[key] = day
        elif re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", text):
            yield page.problem(
                (key,),
                "no-such-day",
                f"{key} is {quote(text)}, a day that does not exist",
                "Check the day of the month",
            )
    if len(dates) == 2 and dates["review_by"] < dates["reviewed"]:
        yield page.problem(
            ("review_by",),
            "review-in-the-past",
            "review_by is before reviewed",
            "Set review_by to the day by which the page is to be reviewed next",
        )
