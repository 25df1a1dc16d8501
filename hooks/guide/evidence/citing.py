r"""Format citations of the guide, a page and a finding as text, BibTeX and RIS.

No library is used. pybtex reads its input as LaTeX: it keeps $ ^ \ as they are and fails on a
single brace. bibtexparser keeps the braces too, and needs pylatexenc; rispy ends its lines with a
line feed, where RIS requires CRLF. A citation here has ten fields, and the escaping below is all
that they need.

The date of a citation is the day of the page's review, the finding's check or the data's version,
never the day of a build, so that the same text makes the same citation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as quote_url

from guide.content.pages import Page
from guide.content.redirects import page_address
from guide.core.days import first_day
from guide.core.wording import collapse_whitespace, slugify
from guide.data.package import Package
from guide.data.records import Record
from guide.evidence.views import FindingView

PUBLISHER = "Strengthening Emotional Bonds (contributors)"
# The start of every key, so that it differs from the other entries of a reader's bibliography.
KEY_PREFIX = "bonds"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even after a backslash, so a single one is written by its name.
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
    """What all citations of one build share.

    `url` ends with a slash; `day` is the date of the package's version.
    """

    title: str
    url: str
    version: str
    day: date | None
    publisher: str = PUBLISHER


@dataclass(frozen=True)
class Citation:
    """One citation, ready to copy. The line ends of `ris` are CRLF, those of `bibtex` LF."""

    key: str
    text: str
    bibtex: str
    ris: str


@dataclass(frozen=True)
class _Work:
    """The work that is cited.

    `container` is the guide, where the work is a part of it; `label` replaces a long title in text.
    """

    key: str
    title: str
    url: str
    day: date | None
    container: str = ""
    label: str = ""
    notes: tuple[str, ...] = ()


def make_settings(package: Package, site_title: str, site_url: str) -> CiteSettings:
    """Make the settings: version and day from the package, title and URL from the site."""
    return CiteSettings(site_title, site_url.rstrip("/") + "/", package.version, package.day)


def cite_guide(settings: CiteSettings) -> Citation:
    """Cite the guide as a whole."""
    return _cite(_Work(KEY_PREFIX, settings.title, settings.url, settings.day), settings)


def cite_page(page: Page, settings: CiteSettings) -> Citation:
    """Cite a page, dated by its review; for the home page, cite the guide."""
    if page.kind == "home":
        return cite_guide(settings)
    day = first_day(page.meta.get("reviewed"))
    notes = (f"Reviewed {day.isoformat()}",) if day else ()
    key = f"{KEY_PREFIX}-{slugify(page_address(page.uri))}"
    return _cite(
        _Work(key, page.title, site_address(page.link, settings), day, settings.title, notes=notes),
        settings,
    )


def find_last_check(finding: Record) -> date | None:
    """Return the day on which a finding's row was last checked, or None where it has none."""
    days = (finding.values.get("checked_on"), finding.values.get("rechecked_on"))
    return max((day for day in days if isinstance(day, date)), default=None)


def cite_finding(
    finding: FindingView, settings: CiteSettings, checked_on: date | None = None
) -> Citation:
    """Cite a finding, dated by its last check.

    The notes of its BibTeX and RIS have the status, the limit, the source and the checks, so that a
    figure is not quoted without its limit.
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
    """Join citations to a BibTeX file."""
    return "\n".join(citation.bibtex for citation in citations)


def join_ris(citations: Iterable[Citation]) -> str:
    """Join citations to a RIS file; RIS has no blank line between them."""
    return "".join(citation.ris for citation in citations)


def site_address(link: str, settings: CiteSettings) -> str:
    """Return the absolute URL of a link such as /path/page.md#anchor.

    >>> site_address("/topics/index.md#trust", CiteSettings("", "https://bonds.example/", "", None))
    'https://bonds.example/topics/#trust'
    """
    uri, mark, anchor = link.partition("#")
    path = page_address(uri.strip("/")).lstrip("/")
    return settings.url + path + (f"{mark}{anchor}" if anchor else "")


def escape_bibtex(text: str) -> str:
    r"""Escape plain text for a BibTeX field; letters with accents stay as they are.

    >>> escape_bibtex("5% of A & B {x")
    '5\\% of A \\& B {\\textbraceleft}x'
    """
    return collapse_whitespace(text).translate(_BIBTEX)


def _cite(work: _Work, settings: CiteSettings) -> Citation:
    return Citation(work.key, _text(work, settings), _bibtex(work, settings), _ris(work, settings))


def _text(work: _Work, settings: CiteSettings) -> str:
    """Format the citation as text, in the APA style of a web page by a group author."""
    day = f"{work.day.year}, {work.day:%B} {work.day.day}" if work.day else "n.d."
    title = work.label or work.title
    version = f" (version {settings.version})" if settings.version else ""
    where = f"{title}. In {work.container}{version}" if work.container else f"{title}{version}"
    return f"{settings.publisher}. ({day}). {where}. {work.url}"


def _bibtex(work: _Work, settings: CiteSettings) -> str:
    """Format a BibTeX entry. Double braces keep capitals in a title, and a group's name whole."""
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
        # Styles print a URL unchanged, so it is not escaped. What could end the field is
        # percent-encoded.
        ("url", f"{{{quote_url(work.url, safe=':/?#[]@!$&()*+,;=%~')}}}"),
    ]
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@misc{{{work.key},\n{lines}\n}}\n"


def _ris(work: _Work, settings: CiteSettings) -> str:
    """Format a RIS record: https://en.wikipedia.org/wiki/RIS_(file_format).

    It has no ID, which may hold A-Z and 0-9 only.
    """
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
    lines = [f"{tag}  - {collapse_whitespace(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)
