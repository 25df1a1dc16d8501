"""Draw the pictures that stand for a page where its link is shared, docs/assets/og/*.png: python scripts/draw_og.py

Only pictures whose words or design have changed are drawn. With --check nothing is drawn: what is
missing or old is listed, and the exit status says whether there is any. The letters are those of
the machine (P052, a Palatino, from the package fonts-urw-base35; Georgia where there is none), so
the pictures are committed and not drawn in a build.
"""

import argparse
import json
from io import BytesIO
from pathlib import Path

import yaml

from guide.content.loader import read_catalogue
from guide.core.problems import report
from guide.rendering.social_cards import check_cards, digest, draw_card, make_cards
from scripts._cli import run_main

ROOT = Path(__file__).resolve().parent.parent
SHOWN = "docs/assets/og"
FOLDER = ROOT / SHOWN
RECORD = Path(__file__).with_suffix(".json")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="draw nothing, list what is missing or old"
    )
    drawings = make_drawings()
    if parser.parse_args().check:
        lines = report(check_cards(drawings, read_record(), FOLDER, SHOWN))
        print("\n".join(lines) or f"{len(drawings)} pictures are there, and as they were drawn.")
        return 1 if lines else 0
    drawn = draw(drawings)
    print(
        f"{len(drawn)} of {len(drawings)} pictures drawn{': ' if drawn else '.'}{', '.join(drawn)}"
    )
    return 0


def make_drawings() -> dict[str, str]:
    """Return the SVG of each picture by the name of its file."""
    site_name = site_name_of((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    return {
        card.name: draw_card(card, site_name)
        for card in make_cards(read_catalogue(ROOT)[0], site_name)
    }


def site_name_of(settings: str) -> str:
    """Return the site's name from the text of mkdocs.yml, whose tags (!ENV) no plain reader of YAML knows."""
    line = next(line for line in settings.splitlines() if line.startswith("site_name:"))
    return str(yaml.safe_load(line)["site_name"])


def read_record() -> dict[str, dict[str, str]]:
    """Return the digests of what was drawn: for each picture, of its SVG and of its file."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}


def draw(drawings: dict[str, str]) -> list[str]:
    """Draw what a check complains of, delete what is of no page, write the record; return what was drawn."""
    import vl_convert  # a check does not need it

    FOLDER.mkdir(parents=True, exist_ok=True)
    record, drawn = read_record(), []
    for problem in check_cards(drawings, record, FOLDER, SHOWN):
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
    """Return an opaque PNG quantized to an indexed palette: a fifth of the size for drawings of few colors."""
    from PIL import Image  # installed with the book's requirements; a check does not need it

    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(colors).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    run_main(main)
