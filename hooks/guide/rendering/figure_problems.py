"""Render the problems of a table or chart in its place, where it cannot be rendered.

A strict build never publishes such a page. Under `make serve` the box shows an editor what to fix,
where they look for the figure.
"""

from collections.abc import Iterator

from guide.content.catalogue import Catalogue, find_table
from guide.content.catalogue_checks import Place, check_reference
from guide.content.references import Reference
from guide.core.problems import Problem
from guide.data.chart_specs import check_chart
from guide.rendering.figures import render_problem


def render_broken_figure(catalogue: Catalogue, kind: str, target: str) -> str:
    """Render the boxes that replace the table or chart that `target` asks for, one a problem."""
    messages = dict.fromkeys(figure_problems(catalogue, kind, target))
    return "".join(map(render_problem, messages)) or render_problem(
        f"The {kind} {target} cannot be made; the build says why."
    )


def figure_problems(catalogue: Catalogue, kind: str, target: str) -> Iterator[str]:
    """Yield the messages of a figure's problems: in its data, its description, or its name."""
    chart = None if kind == "table" else catalogue.charts.get(target)
    spec = find_table(catalogue, target)[0] if kind == "table" else chart
    if spec is not None:
        yield from map(str, catalogue.problems_of(spec.resource))
    if target.partition("?")[0] in catalogue.package.broken:
        yield from (
            str(problem) for problem in catalogue.problems if problem.path == catalogue.package.path
        )
    reference = Reference(kind, target, "", 1, 1, 0, 0, True)
    yield from (
        _capitalize(problem.message) for problem in check_reference(catalogue, Place(""), reference)
    )
    if chart is not None:
        yield from (
            _capitalize(Problem("", 1, 1, rule, what, mend).message)
            for _, rule, what, mend in check_chart(chart, catalogue.package, catalogue.records)
        )


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
