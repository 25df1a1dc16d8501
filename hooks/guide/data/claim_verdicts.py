"""Check that the verdict on a claim rests on findings of the statuses that it needs.

Which statuses a verdict needs is data: the column needs of verdicts.csv.
"""

from collections.abc import Iterator, Mapping, Sequence

from guide.core.problems import Problem, quote
from guide.core.wording import join_words
from guide.data.records import Record


def check_verdicts(records: Mapping[str, Sequence[Record]]) -> Iterator[Problem]:
    """Yield a problem for each claim none of whose findings has a status that its verdict needs."""
    verdicts = {str(row["id"]): row for row in records.get("verdicts", ())}
    statuses = {str(row["id"]): str(row["status"]) for row in records.get("findings", ())}
    if not statuses:
        return  # the findings cannot be read, which is reported elsewhere
    for claim in records.get("circulating-claims", ()):
        verdict = verdicts.get(str(claim["verdict"]))
        needs = verdict.items("needs") if verdict else []
        have = [statuses[key] for key in claim.items("findings") if key in statuses]
        if needs and not set(needs) & set(have):
            yield claim.problem(
                "verdict",
                "verdict-without-finding",
                f"the verdict is {quote(claim['verdict'])}, and no finding of the claim has the"
                f" status {join_words(needs, 'or')}",
                "Name the finding that bears on the claim, or choose the verdict that its findings"
                " allow",
            )
