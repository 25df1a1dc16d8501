"""Memoize results between builds: the interface of the cache, and the digest for its keys."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeAlias

# Takes a kind, a name, the digest of the inputs, and a function without arguments. Returns the
# cached value for these three, or what the function returns. Values are what JSON can hold.
Memoize: TypeAlias = Callable[[str, str, str, Callable[[], Any]], Any]


def no_cache(kind: str, name: str, basis: str, make: Callable[[], Any]) -> Any:
    """Compute the value without a cache: the null cache, for builds that keep none."""
    return make()


def digest(*parts: str) -> str:
    """Hash texts with BLAKE2b to 32 hexadecimal digits; the bounds between the texts count."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % len(data))
        state.update(data)
    return state.hexdigest()
