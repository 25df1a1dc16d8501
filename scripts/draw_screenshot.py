"""Draw the screenshot in README, hooks/docs/page.webp, from the built site.

    make site
    .venv/bin/python scripts/draw_screenshot.py

It opens one page in the browser of the tests (scripts/find_browser.py), in the light palette, and
saves what a reader sees first. The fonts are those of the machine, so the picture is committed and
not drawn in a build. Status 1: there is no browser, no built page, or the picture is too large.
"""

import argparse
from io import BytesIO
from pathlib import Path

from guide.core.problems import UserError
from scripts._cli import run_main
from scripts.bench.brotli_server import serve
from scripts.find_browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "hooks" / "docs" / "page.webp"
PAGE = "topics/build-trust/"
WIDTH, HEIGHT = 1280, 860
COLORS = 48
MAX_BYTES = 60_000


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the folder of the site")
    parser.add_argument("--page", default=PAGE, help=f"the page's address, {PAGE} unless given")
    options = parser.parse_args()
    if not (options.site / options.page / "index.html").is_file():
        raise UserError(f"{options.site} has no page {options.page}. Build it first: make site")
    picture = shrink(take_screenshot(options.site, options.page))
    PICTURE.write_bytes(picture)
    print(f"{PICTURE.relative_to(ROOT)}: {len(picture):,} bytes")
    return 0


def take_screenshot(site: Path, page_address: str) -> bytes:
    """Return the first screen of a page as PNG."""
    from playwright.sync_api import sync_playwright

    executable = find_browser(install=False)
    if executable is None:
        raise UserError("No browser was found. Install one: make browser")
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
            reduced_motion="reduce",
        )
        page.goto(address + page_address, wait_until="networkidle")
        picture = page.screenshot()
        browser.close()
    return picture


def shrink(png: bytes) -> bytes:
    """Return a PNG as WebP with few colors; raise UserError where it is still too large."""
    from PIL import Image  # installed with the book's requirements

    out = BytesIO()
    image = Image.open(BytesIO(png)).convert("RGB").quantize(COLORS).convert("RGB")
    image.save(out, "WEBP", lossless=True, method=6)
    if len(out.getvalue()) > MAX_BYTES:
        raise UserError(f"The picture has {len(out.getvalue()):,} bytes, more than {MAX_BYTES:,}.")
    return out.getvalue()


if __name__ == "__main__":
    run_main(main)
