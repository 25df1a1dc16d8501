"""Draw the Open Graph images (social previews): one a section, one for topics, one for the rest.

scripts/draw_og.py makes an image from its SVG, and the image is committed. A record of the digests
of what was drawn lets a check report, without drawing, which images are missing or out of date.
"""

import hashlib
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.core.problems import Problem
from guide.core.templates import render
from guide.rendering.section_path import make_path, make_path_label

# Of 1200 x 630 pixels, what a line of the large letters holds; more lines than four take the
# smaller letters.
_LARGE, _SMALL = 25, 31
_MEND = "Run python scripts/draw_og.py, and commit the picture with scripts/draw_og.json"


@dataclass(frozen=True)
class Card:
    """One image: its name, the small text above, the large text, the number of its mark or None."""

    name: str
    above: str
    words: str
    mark: int | None = None


def make_cards(catalogue: Catalogue, site_name: str) -> list[Card]:
    """List the cards of a site: the default, that of the topics, those of the sections in order."""
    cards = [
        Card("default", "An evidence-first guide", site_name),
        Card("topics", "Topics", "Start from what you need today"),
    ]
    for step in make_path(catalogue):
        above = (
            make_path_label(catalogue, step.page)
            or f"Part {step.page.meta.get('number')} of the guide"
        )
        cards.append(
            Card(
                step.page.slug,
                above,
                step.words,
                step.page.meta.get("number") if step.place else None,
            )
        )
    return cards


def draw_card(card: Card, site_name: str) -> str:
    """Draw a card as an SVG of 1200 x 630 pixels."""
    lines = textwrap.wrap(card.words, _LARGE)
    is_small = len(lines) > 3
    if is_small:
        lines = textwrap.wrap(card.words, _SMALL)
    return render(
        "rendering/card.html",
        card=card,
        lines=lines,
        size=60 if is_small else 76,
        site_name=site_name,
    )


def digest(content: str | bytes) -> str:
    """Return the SHA-256 digest of a text or of a file's bytes, as hexadecimal digits."""
    return hashlib.sha256(
        content.encode("utf-8") if isinstance(content, str) else content
    ).hexdigest()


def check_cards(
    drawings: Mapping[str, str], record: Mapping[str, Mapping[str, str]], folder: Path, shown: str
) -> Iterator[Problem]:
    """Check the images: yield a problem for each that is missing, changed, or of no page.

    `drawings` has the SVG of each card by name; `record` has, for each image drawn, the digests of
    its SVG and its file; `folder` holds the images, and `shown` is its name in the project.
    Problems: card-missing, card-old (the SVG differs from the recorded one), card-changed (the file
    does), card-of-no-page.
    """
    for name, svg in drawings.items():
        path, digests = folder / f"{name}.png", record.get(name, {})
        at = (f"{shown}/{name}.png", 1, 1)
        if not path.is_file():
            yield Problem(*at, "card-missing", f"there is no picture for the page {name}", _MEND)
        elif digests.get("svg") != digest(svg):
            what = "the picture's words or its design have changed since it was drawn"
            yield Problem(*at, "card-old", what, _MEND)
        elif digests.get("png") != digest(path.read_bytes()):
            yield Problem(*at, "card-changed", "the picture is not the one that was drawn", _MEND)
    for path in sorted(folder.glob("*.png")):
        if path.stem not in drawings:
            yield Problem(
                f"{shown}/{path.name}",
                1,
                1,
                "card-of-no-page",
                "the picture belongs to no page",
                "Delete it",
            )
