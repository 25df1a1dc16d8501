"""Write "cite this" for the guide, a page and a finding: as text, BibTeX and RIS. Imports text, package, records, page, evidence.

Written by hand and not by a library. pybtex reads its input as LaTeX: it keeps $ ^ \\ as they are
and gives up on a single brace. bibtexparser keeps the braces too, and brings pylatexenc; rispy ends
its lines with a line feed, where RIS wants two characters. What is cited here has ten fields, so
the escaping below is all there is to it.

The date of a citation is the day of the page's review, the finding's check or the data's version,
never the day of a build, so that the same text makes the same citation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as quote_url

from guide.content.pages import Page
from guide.core.days import first_day
from guide.core.wording import slugify
from guide.data.package import Package
from guide.data.records import Record
from guide.evidence.views import FindingView

PUBLISHER = "Strengthening Emotional Bonds (contributors)"
# Begins every key, so that they stay apart from the other entries of a reader's bibliography.
KEY_PREFIX = "bonds"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even after a backslash, so a lone one is written by its name.
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "#": r"\#",
        "$": r"\$",
    }
)


@dataclass(frozen=True)
class CiteSettings:
    """What all citations of one build share. `url` ends with a slash; `day` is the date of the package's version."""

    title: str
    url: str
    version: str
    day: date | None
    publisher: str = PUBLISHER


@dataclass(frozen=True)
class Citation:
    """One thing to cite, ready to copy. `ris` has RIS's line ends, CRLF; `bibtex` has LF."""

    key: str
    text: str
    bibtex: str
    ris: str


@dataclass(frozen=True)
class _Work:
    """What is cited: `container` is the guide, where the work is a part of it; `label` stands for a long title in text."""

    key: str
    title: str
    url: str
    day: date | None
    container: str = ""
    label: str = ""
    notes: tuple[str, ...] = ()


def make_settings(package: Package, site_title: str, site_url: str) -> CiteSettings:
    """Return the settings: version and day from the package, title and address from the site."""
    return CiteSettings(site_title, site_url.rstrip("/") + "/", package.version, package.day)


def cite_guide(settings: CiteSettings) -> Citation:
    """Return the citation of the guide as a whole."""
    return _cite(_Work(KEY_PREFIX, settings.title, settings.url, settings.day), settings)


def cite_page(page: Page, settings: CiteSettings) -> Citation:
    """Return the citation of a page, dated by its review; of the guide, for its home page."""
    if page.kind == "home":
        return cite_guide(settings)
    day = first_day(page.meta.get("reviewed"))
    notes = (f"Reviewed {day.isoformat()}",) if day else ()
    key = f"{KEY_PREFIX}-{slugify(_site_path(page.link))}"
    return _cite(
        _Work(key, page.title, site_address(page.link, settings), day, settings.title, notes=notes),
        settings,
    )


def last_check(finding: Record) -> date | None:
    """Return the day on which a finding's row was last checked, or None where the data does not tell."""
    days = (finding.values.get("checked_on"), finding.values.get("rechecked_on"))
    return max((day for day in days if isinstance(day, date)), default=None)


def cite_finding(
    finding: FindingView, settings: CiteSettings, checked_on: date | None = None
) -> Citation:
    """Return the citation of a finding, dated by its last check.

    Its BibTeX and RIS carry the status, the limit, the source and the checks, so that a figure
    keeps its limit.
    """
    day = checked_on or settings.day
    notes = (
        f"Finding {finding.id}",
        f"Status: {finding.status}",
        f"Limit: {finding.caveat}" if finding.caveat else "",
        f"Rests on {finding.source}",
        finding.checked,
    )
    work = _Work(
        f"{KEY_PREFIX}-finding-{finding.id}",
        finding.statement.removesuffix("."),
        site_address(finding.library_link, settings),
        day,
        settings.title,
        f"Finding {finding.id} ({finding.status}), which rests on {finding.source}",
        tuple(filter(None, notes)),
    )
    return _cite(work, settings)


def join_bibtex(citations: Iterable[Citation]) -> str:
    """Return a BibTeX file of several citations."""
    return "\n".join(citation.bibtex for citation in citations)


def join_ris(citations: Iterable[Citation]) -> str:
    """Return a RIS file of several citations; RIS has no blank line between them."""
    return "".join(citation.ris for citation in citations)


def site_address(link: str, settings: CiteSettings) -> str:
    """Return the public address of /path/page.md#anchor, as MkDocs makes it with directory URLs.

    >>> site_address("/topics/index.md#trust", CiteSettings("", "https://bonds.example/", "", None))
    'https://bonds.example/topics/#trust'
    """
    path = _site_path(link)
    anchor = link.partition("#")[2]
    return settings.url + (f"{path}/" if path else "") + (f"#{anchor}" if anchor else "")


def _site_path(link: str) -> str:
    path = link.partition("#")[0].strip("/").removesuffix(".md")
    return path.removesuffix("index").rstrip("/") if path.split("/")[-1] == "index" else path


def escape_bibtex(text: str) -> str:
    r"""Return plain text for a BibTeX field: what LaTeX would run is written out. Letters with accents stay as they are.

    >>> escape_bibtex("5% of A & B {x")
    '5\\% of A \\& B {\\textbraceleft}x'
    """
    return _one_line(text).translate(_BIBTEX)


def _cite(work: _Work, settings: CiteSettings) -> Citation:
    return Citation(work.key, _text(work, settings), _bibtex(work, settings), _ris(work, settings))


def _text(work: _Work, settings: CiteSettings) -> str:
    """Return the citation in words, as APA style has a web page by a group of people."""
    day = f"{work.day.year}, {work.day:%B} {work.day.day}" if work.day else "n.d."
    title = work.label or work.title
    version = f" (version {settings.version})" if settings.version else ""
    where = f"{title}. In {work.container}{version}" if work.container else f"{title}{version}"
    return f"{settings.publisher}. ({day}). {where}. {work.url}"


def _bibtex(work: _Work, settings: CiteSettings) -> str:
    """Return one entry. Two braces keep the capitals of a title, and a group's name in one piece."""
    version = (f"Version {settings.version}",) if settings.version else ()
    fields = [
        ("author", f"{{{{{escape_bibtex(settings.publisher)}}}}}"),
        ("title", f"{{{{{escape_bibtex(work.title)}}}}}"),
        ("howpublished", f"{{{escape_bibtex(work.container)}}}" if work.container else ""),
        ("year", f"{{{work.day.year}}}" if work.day else ""),
        ("month", _MONTHS[work.day.month - 1] if work.day else ""),
        (
            "note",
            (
                f"{{{escape_bibtex(_sentences((*work.notes, *version)))}}}"
                if work.notes or version
                else ""
            ),
        ),
        # Styles take an address as it stands, so it is not escaped; what could end the field is
        # percent-encoded.
        ("url", f"{{{quote_url(work.url, safe=':/?#[]@!$&()*+,;=%~')}}}"),
    ]
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@misc{{{work.key},\n{lines}\n}}\n"


def _ris(work: _Work, settings: CiteSettings) -> str:
    """Return one record: https://en.wikipedia.org/wiki/RIS_(file_format). An ID may hold only A-Z and 0-9, so there is none."""
    day = work.day
    fields = [
        ("TY", "ELEC"),
        ("AU", settings.publisher.replace("*", "")),
        ("TI", work.title),
        ("T2", work.container.replace("*", "")),
        ("PY", str(day.year) if day else ""),
        ("DA", f"{day:%Y/%m/%d}/" if day else ""),
        ("ET", settings.version),
        ("PB", settings.publisher),
        ("N1", _sentences(work.notes)),
        ("UR", work.url),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())
