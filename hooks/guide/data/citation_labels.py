"""Write sources as citations, short and long. Imports records.

Authors are stored as "Family, I. I.; Family, I." or as the name of an organization. The short form
is the author-date form of APA style (https://apastyle.apa.org/style-grammar-guidelines/citations).
"""

from collections import defaultdict
from collections.abc import Iterable

from guide.data.records import Record


def family_names(authors: str) -> list[str]:
    """Return the family name of each author; an organization is one name.

    >>> family_names("Aron, A.; Norman, C. C.")
    ['Aron', 'Norman']
    """
    return [part.split(",")[0].strip() for part in authors.split(";") if part.strip()]


def short_citation(source: Record) -> str:
    """Return "Author, year" for one source, without regard to others of the same author and year.

    >>> # "Impett, E. A.; Park, H. G.; Muise, A.", 2024 -> "Impett et al., 2024"
    """
    given = family_names(str(source["authors"] or ""))
    more = "et al." in given
    names = [name for name in given if name != "et al."] or [str(source["title"] or source["key"])]
    who = f"{names[0]} et al." if more or len(names) > 2 else " & ".join(names)
    return f"{who}, {source['year'] or 'no date'}"


def short_citations(sources: Iterable[Record]) -> dict[str, str]:
    """Return the short citation of each source by key; those that coincide get a letter: 2024a, 2024b."""
    alike = defaultdict(list)
    for source in sources:
        alike[short_citation(source)].append(str(source["key"]))
    return {
        key: label if len(keys) == 1 else f"{label}{'-' * label.endswith('date')}{_letter(number)}"
        for label, keys in alike.items()
        for number, key in enumerate(sorted(keys))
    }


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f"-{number + 1}"
