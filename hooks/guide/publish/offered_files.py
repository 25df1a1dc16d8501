"""List the offline downloads (EPUB, PDF, zip) on the page "Take it along".

The files are made from the built site, so the page is built without them and says so. The list is
added when the files have been put beside the page.
"""

import re
from collections.abc import Mapping

from guide.core.templates import render

PAGE = "about/take-along/index.html"
DOWNLOAD_FORMATS = (
    (".epub", "A book for e-readers and phones", "EPUB"),
    (".pdf", "A PDF for paper", "PDF"),
    (".zip", "A folder for any computer", "zip"),
)
_PLACEHOLDER = re.compile(r'<p id="take-along-files">.*?</p>', re.DOTALL)


def offer_files(html: str, sizes: Mapping[str, int]) -> str:
    """Replace the placeholder of a page by a list of downloads, unless there are none.

    `sizes` has the size in bytes of each file by name. Raises ValueError where the page does not
    have exactly one placeholder.
    """
    offered = [
        (name, words, form, _format_size(size))
        for ending, words, form in DOWNLOAD_FORMATS
        for name, size in sorted(sizes.items())
        if name.endswith(ending)
    ]
    if not offered:
        return html
    page, count = _PLACEHOLDER.subn(
        lambda _: render("publish/take_along.html", offered=offered), html
    )
    if count != 1:
        raise ValueError(f'{PAGE} has {count} places with the id "take-along-files"; one is wanted')
    return page


def _format_size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
