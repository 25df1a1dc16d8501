"""Find the findings that rest on a work that was retracted.

What the registers of works answered last is in the table source-checks. A finding that the guide
gives as contradicted rests on nothing, and may keep such a source.

This is no part of a build, which stops at a warning: readers must see a retraction on the day it is
merged, even where nobody has rewritten the finding yet.
"""

from collections.abc import Iterator

from guide.content.catalogue import Catalogue
from guide.core.problems import Problem, quote
from guide.data.records import Record


def is_retracted(catalogue: Catalogue, source: object) -> bool:
    """Say whether a register has the work of a source as retracted."""
    row = catalogue.source_checks.get(str(source))
    return row is not None and row["outcome"] == "retracted"


def retracted_findings(catalogue: Catalogue) -> Iterator[Record]:
    """Yield each finding that rests on a retracted work."""
    for finding in catalogue.findings.values():
        if finding["status"] != "contradicted" and is_retracted(catalogue, finding["source"]):
            yield finding


def check_retractions(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each finding that rests on a retracted work."""
    for finding in retracted_findings(catalogue):
        yield finding.problem(
            "source",
            "retracted-source",
            f"{quote(finding['id'])} rests on {quote(finding['source'])}, which was retracted",
            "Rest it on another source, give it the status contradicted, or delete it, and tell "
            "readers in data/corrections.csv",
        )
