"""Make the book of the built site, an EPUB and a PDF.

    python scripts/book.py --site site --out dist [--epub]

The day of the edition is GUIDE_TODAY, else SOURCE_DATE_EPOCH, else today, as for the site. Status
1: the book has a gap.
"""

import argparse
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from guide.book.book import Book, Edition, gather_book
from guide.book.epub import make_epub
from guide.book.order import order_pages, read_navigation
from guide.book.pdf import make_pdf
from guide.book.print_html import print_page
from guide.content.loader import read_catalogue
from guide.core.atomic_files import write_files
from guide.core.days import build_day
from guide.core.problems import UserError
from guide.core.urls import site_url_fault
from guide.evidence.citing import PUBLISHER
from scripts._cli import project_folder, run_main

ROOT = Path(__file__).resolve().parent.parent
NAME = "strengthening-emotional-bonds"
NO_PANGO = (
    "The PDF needs Pango, which is not here. Debian and Ubuntu: apt-get install libpango-1.0-0"
    " libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew install pango. The EPUB is made."
)


def read_book(root: Path, site: Path, day: date, site_url: str) -> tuple[Book, list[str]]:
    """Gather the book from a project and its built site."""
    catalogue, _ = read_catalogue(root)
    home = catalogue.pages["index.md"]
    edition = Edition(
        home.title,
        str(home.meta.get("description", "")),
        PUBLISHER,
        catalogue.package.version,
        day,
        site_url,
    )
    places = order_pages(
        read_navigation((root / "mkdocs.yml").read_text(encoding="utf-8")), catalogue.pages
    )

    def read(path: str) -> bytes | None:
        return (site / path).read_bytes() if (site / path).is_file() else None

    return gather_book(places, read, edition)


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=project_folder, default=ROOT, help="the project's folder")
    parser.add_argument(
        "--site", type=Path, default=ROOT / "site", help="the folder of the built site"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to write to")
    parser.add_argument("--epub", action="store_true", help="make the EPUB only")
    options = parser.parse_args()
    options.root = options.root.absolute()
    site_url = os.environ.get("SITE_URL", "")
    if site_url and (fault := site_url_fault(site_url)):
        raise UserError(fault)
    book, problems = read_book(
        options.root,
        options.site,
        build_day(os.environ.get("GUIDE_TODAY"), os.environ, datetime.now(UTC)),
        site_url.rstrip("/"),
    )
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    return write_book(
        book, options.root / "hooks/guide/book/style", options.out, with_pdf=not options.epub
    )


def write_book(book: Book, style: Path, out: Path, *, with_pdf: bool) -> int:
    """Write the EPUB and the PDF, styled by the files of a folder, and return the exit status."""
    out.mkdir(parents=True, exist_ok=True)
    write(out / f"{NAME}.epub", make_epub(book, (style / "epub.css").read_text(encoding="utf-8")))
    if not with_pdf:
        return 0
    try:
        pdf = make_pdf(print_page(book, "print.css"), f"{style.as_uri()}/")
    except OSError as error:
        print(f"{NO_PANGO} ({str(error).splitlines()[0]})", file=sys.stderr)
        return 2
    write(out / f"{NAME}.pdf", pdf)
    return 0


def write(path: Path, content: bytes) -> None:
    """Write a file and say so."""
    write_files({path: content})
    print(f"{path}: {len(content) // 1024} kB")


if __name__ == "__main__":
    run_main(main)
