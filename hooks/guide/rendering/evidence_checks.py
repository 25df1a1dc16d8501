"""Render how good the evidence is: how it was read, how strong it is, what second checks found."""

from collections import Counter

from guide.content.catalogue import Catalogue
from guide.core.templates import render
from guide.core.wording import format_number
from guide.evidence.strength import STRENGTHS, grade_finding

# The outcomes of a second check, by the values of findings.recheck_outcome, and the words for them.
OUTCOMES = {
    "agrees": "agreed",
    "agrees-in-part": "agreed in part, and the wording was changed",
    "corrected": "had a number or a fact wrong, and were corrected",
    "not-found": "could not be traced, because nothing public was found",
}
# Those after which a row was changed.
_FIXED = ("agrees-in-part", "corrected")


def render_evidence_checks(catalogue: Catalogue, identifier: str) -> str:
    """Render the counts of all findings as XHTML, each of them from the data."""
    rows = list(catalogue.findings.values())
    outcomes = Counter(str(row.values.get("recheck_outcome") or "") for row in rows)
    twice = sum(outcomes[name] for name in OUTCOMES)
    traced = twice - outcomes["not-found"]
    fixed = sum(outcomes[name] for name in _FIXED)
    statuses = Counter(str(row["status"]) for row in rows)
    strengths = Counter(grade_finding(catalogue, row) for row in rows)
    return render(
        "rendering/evidence_checks.html",
        id=identifier,
        total=len(rows),
        statuses=[
            (catalogue.label("statuses", name), number) for name, number in statuses.most_common()
        ],
        strengths=[(name, strengths[name]) for name in STRENGTHS if strengths[name]],
        abstracts=sum("abstract" in str(row.values.get("checked_how") or "") for row in rows),
        twice=twice,
        outcomes=[(outcomes[name], words) for name, words in OUTCOMES.items() if outcomes[name]],
        traced=traced,
        fixed=fixed,
        share=f"{format_number(round(100 * fixed / traced))}%" if traced else "",
        once=len(rows) - twice,
        to_read=catalogue.count("to-read"),
    )
