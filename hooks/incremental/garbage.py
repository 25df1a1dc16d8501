"""Suppress generation-2 garbage collection during a build.

While a site is built, what is alive only grows. A full collection (generation 2) goes through all
of it each time it has grown by a quarter, and finds next to nothing: a tenth of the time of a large
build. So a build has no full collections; those of the younger generations go on. Under `serve`,
where one build follows another in one process, a full collection runs a second after a build, when
the saved page has been served. None runs when the process ends, since all memory is freed then.
"""

import atexit
import gc
import threading

# Counted in collections of generation 1; a build of ten thousand pages has some ten thousand.
_UNREACHABLE_THRESHOLD = 1_000_000
_DELAY_SECONDS = 1.0


def disable_full_gc() -> None:
    """Disable full collections from now on, and the one at the end of the process."""
    youngest, middle, _ = gc.get_threshold()
    gc.set_threshold(youngest, middle, _UNREACHABLE_THRESHOLD)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def schedule_full_gc() -> None:
    """Run one full collection a little later, if the process still exists by then."""
    timer = threading.Timer(_DELAY_SECONDS, gc.collect)
    timer.daemon = True
    timer.start()
