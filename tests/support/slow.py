"""Which cases of a test `make test` runs: some of each kind; the others are marked slow."""

from collections.abc import Iterable, Mapping

import pytest


def slow_but(fast: Iterable[object], cases: Iterable[object]) -> list[object]:
    """Return cases as parameters, those that are not in `fast` marked slow."""
    fast = list(fast)
    unknown = [case for case in fast if case not in (cases := list(cases))]
    assert not unknown, f"no such case: {unknown}"
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=() if case in fast else pytest.mark.slow,
        )
        for case in cases
    ]


def slow_but_named(fast: Iterable[str], cases: Mapping[str, object]) -> list[object]:
    """Return cases as parameters with their names, those that are not in `fast` marked slow."""
    fast = list(fast)
    assert set(fast) <= set(cases), f"no such case: {set(fast) - set(cases)}"
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name,
            marks=() if name in fast else pytest.mark.slow,
        )
        for name, case in cases.items()
    ]
