"""Format problems for a terminal, for GitHub Actions and for editors' tools."""

import json
from collections.abc import Sequence

from guide.core.problems import Problem, end_sentence, printable, report, see_rule, sort_by_severity
from guide.core.rules import rule_url

FORMATS = ("text", "github", "json")
# The version of the JSON: it grows when a key is renamed, taken out or given another meaning.
_VERSION = 1


def format_as(form: str, problems: Sequence[Problem], site_url: str, sound: str) -> str:
    """Format problems in one of FORMATS, without the line end.

    The text says `sound` where there is no problem. "github" is the text below an annotation for
    each problem. "json" is one object:

        version: 1; errors, warnings: how many; problems: a list, errors first, then by place, each
        with path, line and column (from 1), rule (its id), severity ("error" or "warning"), message
        (both sentences), what, fix (a sentence each) and url (of the rule).
    """
    if form == "json":
        return json.dumps(_describe(problems, site_url), indent=1)
    annotations = [_annotate(problem, site_url) for problem in sort_by_severity(problems)]
    return "\n".join(
        [*(annotations if form == "github" else []), *(report(problems, site_url) or [sound])]
    )


def _describe(problems: Sequence[Problem], site_url: str) -> dict[str, object]:
    ordered = sort_by_severity(problems)
    warnings = sum(problem.severity == "warning" for problem in ordered)
    return {
        "version": _VERSION,
        "errors": len(ordered) - warnings,
        "warnings": warnings,
        "problems": [
            {
                "path": problem.path,
                "line": problem.line,
                "column": problem.column,
                "rule": problem.rule,
                "severity": problem.severity,
                "message": problem.message,
                "what": printable(end_sentence(problem.what)),
                "fix": printable(end_sentence(problem.mend)),
                "url": rule_url(problem.rule, site_url),
            }
            for problem in ordered
        ],
    }


def _annotate(problem: Problem, site_url: str) -> str:
    """Return a problem as a workflow command of GitHub Actions, which shows it at the line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    place = {
        "file": problem.path,
        "line": problem.line,
        "col": problem.column,
        "title": problem.rule,
    }
    values = ",".join(
        f"{name}={_encode(printable(str(value)), ':,')}" for name, value in place.items()
    )
    message = f"{problem.message} {see_rule(problem, site_url)}"
    return f"::{problem.severity} {values}::{_encode(message)}"


def _encode(text: str, also: str = "") -> str:
    """Percent-encode what would end a workflow command or one of its values."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
