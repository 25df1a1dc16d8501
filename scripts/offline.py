"""Pack the guide built for a folder (mkdocs-offline.yml) into a zip: python scripts/offline.py --built dist/offline --out dist"""

import argparse
import sys
from pathlib import Path

from guide.finish import read_files
from guide.offline import FOLDER, pack_offline
from guide.text import format_date

from book import build_day

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--built", type=Path, default=ROOT / "dist" / "offline", help="the folder of the built pages")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to write to")
    options = parser.parse_args()
    files = read_files(options.built)
    if "index.html" not in files:
        print(f"{options.built} holds no pages. Build them first: make offline", file=sys.stderr)
        return 2
    target = options.out / f"{FOLDER}-offline.zip"
    target.write_bytes(pack_offline(files, format_date(build_day())))
    print(f"{target}: {len(files)} files, {target.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
