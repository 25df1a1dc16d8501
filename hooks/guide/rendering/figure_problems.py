"""Say at the place of a table or chart why it cannot be made. Imports problem, references, charts, catalogue, figures.

A strict build never publishes such a page. Under `make serve` the box shows an editor what to mend,
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
    """Return the boxes that stand in the place of the table or chart that `target` asks for."""
    told = dict.fromkeys(figure_problems(catalogue, kind, target))
    return "".join(map(render_problem, told)) or render_problem(
        f"The {kind} {target} cannot be made; the build says why."
    )


def figure_problems(catalogue: Catalogue, kind: str, target: str) -> Iterator[str]:
    """Yield why a figure cannot be made: its data, its description, or its name is wrong."""
    spec = find_table(catalogue, target)[0] if kind == "table" else catalogue.charts.get(target)
    if spec is not None:
        yield from map(str, catalogue.problems_of(spec.resource))
    if target.partition("?")[0] in catalogue.package.broken:
        yield from (
            str(problem) for problem in catalogue.problems if problem.path == catalogue.package.path
        )
    reference = Reference(kind, target, "", 1, 1, 0, 0, True)
    yield from (
        _sentence(problem.message) for problem in check_reference(catalogue, Place(""), reference)
    )
    if spec is not None and kind == "chart":
        yield from (
            _sentence(Problem("", 1, 1, rule, what, mend).message)
            for _, rule, what, mend in check_chart(spec, catalogue.package, catalogue.records)
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
