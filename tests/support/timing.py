"""Measure how long a step takes, on a machine that has other work to do."""

import gc
import time
from collections.abc import Callable

TRIES = 5
CHEAP = 0.5  # seconds that are not worth a second try, and are slow for no input


def measure(step: Callable[[], object], *, cheap: float = CHEAP) -> float:
    """Return the least CPU seconds of some tries, the collection of older objects left out.

    What takes less than `cheap` is tried once.
    """
    best = float("inf")
    gc.freeze()  # what other tests have left would be searched again and again
    for _ in range(TRIES):
        begin = time.process_time()
        step()
        best = min(best, time.process_time() - begin)
        if best < cheap:
            break
    gc.unfreeze()
    return best
