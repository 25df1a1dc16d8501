"""Parse the answers of the registers of works: Crossref, DataCite and OpenAlex.

What they answer is untrusted. Each value is taken only where it has the type that the documentation
gives it; texts are without markup and control characters, and cut; lists are cut. What is left is
still text of others: whoever shows or writes it escapes it.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
https://support.datacite.org/docs/api
https://developers.openalex.org/
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from guide.core.wording import collapse_whitespace
from guide.data.spreadsheet_damage import is_formula

# Longer than any title and any list of authors that a reader of the report needs.
_TEXT_LIMIT, _LIST_LIMIT = 500, 100
_DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]{1,180}")
_DOI_ADDRESS = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE)
_OPENALEX_ID = re.compile(r"(?:https://openalex\.org/)?(W[0-9]{1,15})")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
# What a title begins with once the work was retracted.
_RETRACTED_TITLE = re.compile(
    r"(?:retracted|withdrawn|removed)(?: article| paper)?\s*[:–—-]\s*", re.IGNORECASE
)
# The kinds of notice, by Crossref's types of updates; a kind in front is the more serious one.
NOTICES = ("retracted", "concern", "corrected")
_UPDATE_KINDS = {
    "retraction": "retracted",
    "withdrawal": "retracted",
    "removal": "retracted",
    "partial-retraction": "concern",
    "expression-of-concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "corrected",
    "clarification": "corrected",
}
# The types of updates and the relations that lead to a later version.
_VERSION_UPDATES = ("new-version", "new-edition")
_VERSION_RELATIONS = ("is-preprint-of", "is-replaced-by", "is-previous-version-of")
_DATACITE_RELATIONS = ("IsPreviousVersionOf", "IsObsoletedBy", "IsPreprintOf", "IsPublishedIn")
_CROSSREF_DAYS = ("published", "issued", "published-print", "published-online", "posted")


@dataclass(frozen=True)
class Notice:
    """A notice about a work: its kind, one of NOTICES, and the DOI of the notice or ""."""

    kind: str
    doi: str = ""


@dataclass(frozen=True)
class Work:
    """A work as one register has it; what the register does not say is empty.

    titles: the title, first with its subtitle. authors: as "Family, I. I."; those of OpenAlex are
    as printed, since it does not part the names. newer: the DOIs of later versions. id: that of
    OpenAlex.
    """

    register: str
    doi: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    journals: tuple[str, ...] = ()
    kind: str = ""
    notices: tuple[Notice, ...] = ()
    newer: tuple[str, ...] = ()
    id: str = ""

    @property
    def title(self) -> str:
        """The title with its subtitle."""
        return self.titles[0] if self.titles else ""


def parse_doi(value: object) -> str:
    """Return the DOI that a value names, in small letters, or "" where it names none.

    >>> parse_doi("https://doi.org/10.1093/SCAN/nsq092"), parse_doi("10.1093/a b")
    ('10.1093/scan/nsq092', '')
    """
    text = _DOI_ADDRESS.sub("", value, count=1).lower() if isinstance(value, str) else ""
    return text if _DOI.fullmatch(text) and not is_formula(text, is_number=False) else ""


def parse_crossref(answer: object) -> Work | None:
    """Parse Crossref's answer for one DOI; None where it is no work."""
    return _crossref_work(_get(answer, "message"))


def parse_crossref_list(answer: object) -> list[Work]:
    """Parse Crossref's answer to a search."""
    return _works(_get(answer, "message", "items"), _crossref_work)


def parse_openalex(answer: object) -> Work | None:
    """Parse OpenAlex's answer for one DOI; None where it is no work."""
    identifier = _OPENALEX_ID.fullmatch(_text(_get(answer, "id")))
    if not isinstance(answer, dict) or not identifier:
        return None
    places = [_get(answer, "primary_location"), *_items(_get(answer, "locations"))]
    return Work(
        "OpenAlex",
        parse_doi(answer.get("doi")),
        _titles(answer.get("title") or answer.get("display_name")),
        _texts(
            _get(entry, "author", "display_name") for entry in _items(answer.get("authorships"))
        ),
        _years([answer.get("publication_year")]),
        _texts(_get(place, "source", "display_name") for place in places),
        _text(answer.get("type")),
        (Notice("retracted"),) if answer.get("is_retracted") is True else (),
        (),
        identifier[1],
    )


def parse_openalex_list(answer: object) -> list[Work]:
    """Parse OpenAlex's answer to a search."""
    return _works(_get(answer, "results"), parse_openalex)


def parse_datacite(answer: object) -> Work | None:
    """Parse DataCite's answer for one DOI; None where it is no work."""
    facts = _get(answer, "data", "attributes")
    doi = parse_doi(_get(facts, "doi"))
    if not doi:
        return None
    titles = [_get(entry, "title") for entry in _items(_get(facts, "titles"))]
    dates = [_get(entry, "date") for entry in _items(_get(facts, "dates"))]
    years = [int(day[:4]) for day in map(_text, dates) if re.match("[0-9]{4}", day, re.ASCII)]
    return Work(
        "DataCite",
        doi,
        _titles(*titles[:1]),
        _texts(map(_datacite_author, _items(_get(facts, "creators")))),
        _years([_get(facts, "publicationYear"), *years]),
        _texts(
            _get(facts, *keys)
            for keys in (("container", "title"), ("publisher",), ("publisher", "name"))
        ),
        _text(_get(facts, "types", "resourceTypeGeneral")).lower(),
        (),
        _dois(
            _get(entry, "relatedIdentifier")
            for entry in _items(_get(facts, "relatedIdentifiers"))
            if _get(entry, "relationType") in _DATACITE_RELATIONS
        ),
    )


def _crossref_work(facts: object) -> Work | None:
    doi = parse_doi(_get(facts, "DOI"))
    if not isinstance(facts, dict) or not doi:
        return None
    titles = _titles(*_items(facts.get("title"))[:1], *_items(facts.get("subtitle"))[:1])
    updates = [
        (_text(_get(entry, "type")).lower().replace("_", "-"), parse_doi(_get(entry, "DOI")))
        for entry in _items(facts.get("updated-by"))
    ]
    notices = [Notice(_UPDATE_KINDS[kind], at) for kind, at in updates if kind in _UPDATE_KINDS]
    if titles and _RETRACTED_TITLE.match(titles[0]):
        notices.append(Notice("retracted"))
    related = [
        _get(entry, "id")
        for name in _VERSION_RELATIONS
        for entry in _items(_get(facts, "relation", name))
    ]
    return Work(
        "Crossref",
        doi,
        titles,
        _texts(map(_crossref_author, _items(facts.get("author")))),
        _years(
            _get(first, 0)
            for name in _CROSSREF_DAYS
            for first in _items(_get(facts, name, "date-parts"))[:1]
        ),
        _texts(
            [*_items(facts.get("container-title")), *_items(facts.get("short-container-title"))]
        ),
        _text(facts.get("type")),
        tuple(dict.fromkeys(sorted(notices, key=_seriousness))),
        _dois([*related, *(at for kind, at in updates if kind in _VERSION_UPDATES)]),
    )


def _seriousness(notice: Notice) -> tuple[int, bool]:
    """Sort by kind, a notice with a DOI first."""
    return NOTICES.index(notice.kind), not notice.doi


def _crossref_author(entry: object) -> str:
    family, given = _text(_get(entry, "family")), _text(_get(entry, "given"))
    return _in_cell_form(family, given) or _text(_get(entry, "name"))


def _datacite_author(entry: object) -> str:
    family, given = _text(_get(entry, "familyName")), _text(_get(entry, "givenName"))
    return _in_cell_form(family, given) or _text(_get(entry, "name"))


def _in_cell_form(family: str, given: str) -> str:
    """Return a name as sources.csv has it; a semicolon would part it in two.

    >>> _in_cell_form("van IJzendoorn", "Marinus H."), _in_cell_form("Lim", "Mi-Ra")
    ('van IJzendoorn, M. H.', 'Lim, M.-R.')
    """
    parts = re.findall(r"(-?)(\w)\w*\.?", given)
    initials = "".join(f"{'-' if mark else ' '}{letter.upper()}." for mark, letter in parts).strip()
    name = f"{family}, {initials}" if family and initials else family
    return name.replace(";", " ")


def _get(value: Any, *keys: str | int) -> Any:
    """Return what a parsed JSON value holds below some keys; None where there is no such thing."""
    for key in keys:
        if isinstance(key, str) and isinstance(value, dict):
            value = value.get(key)
        elif isinstance(key, int) and isinstance(value, list) and len(value) > key:
            value = value[key]
        else:
            return None
    return value


def _items(value: object) -> list[Any]:
    return value[:_LIST_LIMIT] if isinstance(value, list) else []


def _text(value: object) -> str:
    """Return a text on one line, without markup and without characters that cannot be seen.

    >>> _text("Oxytocin in <i>Microtus</i> &amp;amp; <scp>H</scp>umans" + chr(0x202E))
    'Oxytocin in Microtus & Humans'
    """
    if not isinstance(value, str):
        return ""
    text = html.unescape(html.unescape(value[: 20 * _TEXT_LIMIT]))
    text = _TAG.sub("", text)
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return collapse_whitespace(text)[:_TEXT_LIMIT].strip()


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(_text, values) if text))


def _titles(title: object = None, subtitle: object = None) -> tuple[str, ...]:
    """Return a title with its subtitle, then alone."""
    first, second = _text(title), _text(subtitle)
    if first and second and second.casefold() not in first.casefold():
        return f"{first.rstrip(':')}: {second}", first
    return (first,) if first else ()


def _years(values: Any) -> tuple[int, ...]:
    """Return the years among some values, each once."""
    numbers = [int(v) for v in values if isinstance(v, int) and not isinstance(v, bool)]
    return tuple(dict.fromkeys(year for year in numbers if _FIRST_YEAR <= year <= _LAST_YEAR))


def _dois(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(doi for doi in map(parse_doi, values) if doi))


def _works(entries: object, parse: Callable[[object], Work | None]) -> list[Work]:
    def each() -> Iterator[Work]:
        for entry in _items(entries):
            if work := parse(entry):
                yield work

    return list(each())


def plain_title(title: str) -> str:
    """Return a title without the word that a register puts before it once it was retracted.

    >>> plain_title("RETRACTED ARTICLE: On ants")
    'On ants'
    """
    return _RETRACTED_TITLE.sub("", title, count=1)
