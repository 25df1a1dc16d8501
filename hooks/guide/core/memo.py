"""Memoize results between builds: the interface that a cache implements, and the digest of its keys."""

import hashlib
from collections.abc import Callable

# Returns what was made before under a kind, a name and a basis, or makes it.
Recall = Callable[[str, str, str, Callable[[], object]], object]


def make_anew(kind: str, name: str, basis: str, make: Callable[[], object]) -> object:
    """Remember nothing: what stands in where there is no memory."""
    return make()


def digest(*parts: str) -> str:
    """Return a short digest of texts; the bounds between them count."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()
