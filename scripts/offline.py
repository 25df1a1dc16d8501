"""Pack the guide that was built for a folder (mkdocs-offline.yml) into a zip.

python scripts/offline.py --built dist/offline --out dist
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from guide.core.atomic_files import write_files
from guide.core.days import build_day
from guide.core.wording import format_date
from guide.publish.offline_zip import FOLDER, pack_offline
from guide.publish.pipeline import read_files
from scripts._cli import run_main

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--built",
        type=Path,
        default=ROOT / "dist" / "offline",
        help="the folder of the built pages",
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to write to")
    options = parser.parse_args()
    files = read_files(options.built)
    if "index.html" not in files:
        print(f"{options.built} holds no pages. Build them first: make offline", file=sys.stderr)
        return 2
    target = options.out / f"{FOLDER}-offline.zip"
    day = build_day(os.environ.get("GUIDE_TODAY"), os.environ, datetime.now(UTC))
    write_files({target: pack_offline(files, format_date(day))})
    print(f"{target}: {len(files)} files, {target.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    run_main(main)
