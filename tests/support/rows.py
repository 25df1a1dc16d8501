"""One sentence about many rows, in one test that lists every row for which it does not hold."""

from collections.abc import Callable, Mapping


def failures(check: Callable[..., None], rows: Mapping[str, object]) -> list[str]:
    """Return "name: what went wrong" of each row for which `check` raises, in order.

    A row that is a plain tuple gives the arguments of `check`; any other row is its one argument.
    Without rows nothing would be checked, so that is an error.
    """
    assert rows, "there is no row to check"
    failed = []
    for name, row in rows.items():
        try:
            check(*row) if type(row) is tuple else check(row)
        except Exception as error:
            failed.append(f"{name}: {error!r}")
    return failed
