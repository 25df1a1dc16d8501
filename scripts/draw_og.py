"""Draw the Open Graph (social preview) images of the pages, docs/assets/og/*.png.

    python scripts/draw_og.py

Only images whose text or design has changed are drawn. With --check nothing is drawn: what is
missing or old is listed. The fonts are those of the machine (P052, a Palatino, from the package
fonts-urw-base35; Georgia where there is none), so the images are committed and not drawn in a
build. Status 1, of --check: an image is missing or old.
"""

import argparse
import json
from io import BytesIO
from pathlib import Path

import yaml

from guide.content.loader import read_catalogue
from guide.rendering.social_cards import check_cards, digest, draw_card, make_cards
from scripts._cli import report_lines, run_main

ROOT = Path(__file__).resolve().parent.parent
IMAGES = "docs/assets/og"
FOLDER = ROOT / IMAGES
RECORD = Path(__file__).with_suffix(".json")


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="draw nothing, list what is missing or old"
    )
    drawings = make_drawings()
    if parser.parse_args().check:
        lines = report_lines(check_cards(drawings, read_record(), FOLDER, IMAGES))
        print("\n".join(lines) or f"{len(drawings)} pictures are there, and as they were drawn.")
        return 1 if lines else 0
    drawn = draw(drawings)
    print(
        f"{len(drawn)} of {len(drawings)} pictures drawn{': ' if drawn else '.'}{', '.join(drawn)}"
    )
    return 0


def make_drawings() -> dict[str, str]:
    """Return the SVG of each image by the name of its file."""
    site_name = site_name_of((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    return {
        card.name: draw_card(card, site_name)
        for card in make_cards(read_catalogue(ROOT)[0], site_name)
    }


def site_name_of(settings: str) -> str:
    """Return the site's name from the text of mkdocs.yml.

    Only its own line is parsed: the tags of others (!ENV) are unknown to a plain YAML parser.
    """
    line = next(line for line in settings.splitlines() if line.startswith("site_name:"))
    return str(yaml.safe_load(line)["site_name"])


def read_record() -> dict[str, dict[str, str]]:
    """Return the digests of each image when it was drawn, by its name: of its SVG and its file."""
    if not RECORD.is_file():
        return {}
    record: dict[str, dict[str, str]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return record


def draw(drawings: dict[str, str]) -> list[str]:
    """Draw what the check reports, delete images without a page, and write the record.

    Returns the names of what was drawn.
    """
    import vl_convert  # a check does not need it

    FOLDER.mkdir(parents=True, exist_ok=True)
    record, drawn = read_record(), []
    for problem in check_cards(drawings, record, FOLDER, IMAGES):
        path = ROOT / problem.path
        if path.stem in drawings:
            path.write_bytes(shrink_png(vl_convert.svg_to_png(drawings[path.stem], ppi=72)))
            drawn.append(path.stem)
        else:
            path.unlink()
    record = {
        name: {"svg": digest(svg), "png": digest((FOLDER / f"{name}.png").read_bytes())}
        for name, svg in drawings.items()
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return drawn


def shrink_png(png: bytes, colors: int = 64) -> bytes:
    """Quantize an opaque PNG to an indexed palette, a fifth of the size for few colors."""
    from PIL import Image  # installed with the book's requirements; a check does not need it

    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(colors).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    run_main(main)
