"""Offer the book and the folder on the page "Take it along". Imports render.

The files are made from the finished site, so the page is written first, without them, and says so;
where they are put beside it, it lists them.
"""

import re
from collections.abc import Mapping

from guide.core.templates import render

PAGE = "about/take-along/index.html"
FORMS = (
    (".epub", "A book for e-readers and phones", "EPUB"),
    (".pdf", "A PDF for paper", "PDF"),
    (".zip", "A folder for any computer", "zip"),
)
_WITHOUT = re.compile(r'<p id="take-along-files">.*?</p>', re.DOTALL)


def offer_files(html: str, sizes: Mapping[str, int]) -> str:
    """Return the page with a list of the files beside it, given their sizes in bytes by name; without files, as it is.

    Raises ValueError where the page has no place for them.
    """
    offered = [
        (name, words, form, _size(size))
        for ending, words, form in FORMS
        for name, size in sorted(sizes.items())
        if name.endswith(ending)
    ]
    if not offered:
        return html
    made, count = _WITHOUT.subn(lambda _: render("publish/take_along.html", offered=offered), html)
    if count != 1:
        raise ValueError(f'{PAGE} has {count} places with the id "take-along-files"; one is wanted')
    return made


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
