"""Keep Python's collector of cycles from going through the whole site again and again. Used by site_hooks.py.

While a site is built, what is alive only grows. The collector's third kind of run goes through all
of it each time it has grown by a quarter, and finds next to nothing: a tenth of the time of a large
build. So there are no such runs during a build (the two kinds that look at what is young go on).
Under `serve`, where one build follows another in one process, what the last one left is collected
when a second has passed, by when the page that was saved has been served. Nor is anything collected
when the process ends, since all of it goes then.
"""

import atexit
import gc
import threading

# In runs of the second kind; a build of ten thousand pages has some ten thousand.
_NEVER = 1_000_000
_QUIET_SECONDS = 1.0


def collect_the_young_only() -> None:
    """Leave out the runs that go through everything, from now on."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def collect_soon() -> None:
    """Go through everything once, a little later, if the process is still there by then."""
    timer = threading.Timer(_QUIET_SECONDS, gc.collect)
    timer.daemon = True
    timer.start()
