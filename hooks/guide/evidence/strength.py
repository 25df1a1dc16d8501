"""Grade the strength of evidence: firm, fair or thin, by the design and the status of a finding.

The rule is data: designs.csv names every design and its strength at best, statuses.csv how many
steps lower a finding is that was read in another way than at its source. A status without a number
of steps (no source was found, the source says otherwise) has no strength.
"""

from guide.content.catalogue import Catalogue
from guide.data.records import Record

# From the strongest to the weakest.
STRENGTHS = ("firm", "fair", "thin")


def grade_finding(catalogue: Catalogue, finding: Record) -> str:
    """Return the strength of a finding, or "" where it has none or the tables do not name it.

    >>> # a meta-analysis read at source is firm, read second-hand fair; a survey is thin either way
    """
    design = catalogue.words("designs").get(str(finding["design"]))
    status = catalogue.words("statuses").get(str(finding["status"]))
    if design is None or status is None or design["strength"] not in STRENGTHS:
        return ""
    steps = status["steps_down"]
    if not isinstance(steps, int):
        return ""
    return STRENGTHS[min(STRENGTHS.index(str(design["strength"])) + steps, len(STRENGTHS) - 1)]
