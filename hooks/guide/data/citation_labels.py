"""Format the author-date citations of sources.

Authors are stored as "Family, I. I.; Family, I." or as the name of an organization. The form is
that of APA style (https://apastyle.apa.org/style-grammar-guidelines/citations).
"""

from collections import defaultdict
from collections.abc import Iterable

from guide.data.records import Record


def parse_family_names(authors: str) -> list[str]:
    """Parse the family name of each author; an organization is one name.

    >>> parse_family_names("Aron, A.; Norman, C. C.")
    ['Aron', 'Norman']
    """
    return [part.split(",")[0].strip() for part in authors.split(";") if part.strip()]


def format_citation(source: Record) -> str:
    """Format "Author, year" for one source, without regard to others of the same author and year.

    >>> # "Impett, E. A.; Park, H. G.; Muise, A.", 2024 -> "Impett et al., 2024"
    """
    listed = parse_family_names(str(source["authors"] or ""))
    has_more = "et al." in listed
    names = [name for name in listed if name != "et al."] or [str(source["title"] or source["key"])]
    authors = f"{names[0]} et al." if has_more or len(names) > 2 else " & ".join(names)
    return f"{authors}, {source['year'] or 'no date'}"


def format_citations(sources: Iterable[Record]) -> dict[str, str]:
    """Format the citation of each source, by key; equal ones get a letter: 2024a, 2024b."""
    keys_by_label: defaultdict[str, list[str]] = defaultdict(list)
    for source in sources:
        keys_by_label[format_citation(source)].append(str(source["key"]))
    return {
        key: label if len(keys) == 1 else f"{label}{'-' * label.endswith('date')}{_letter(number)}"
        for label, keys in keys_by_label.items()
        for number, key in enumerate(sorted(keys))
    }


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f"-{number + 1}"
