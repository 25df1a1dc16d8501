"""Finish a built site for its host: python scripts/finish.py site [--compress]"""

import argparse
import sys
from pathlib import Path

from guide.finish import STEPS, compress_texts, finish, read_files, why_not, write_files
from guide.problem import report

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "site", help="the folder of the built site")
    parser.add_argument("--compress", action="store_true", help="put .br and .gz files beside each text file, for nginx and Caddy")
    options = parser.parse_args()
    before = read_files(options.site)
    if fault := why_not(before):
        print(f"{options.site}: {fault}", file=sys.stderr)
        return 2
    after, problems = finish(before, [*STEPS, *([compress_texts] if options.compress else [])])
    if problems:
        print("\n".join(report(problems)), file=sys.stderr)
        return 1
    write_files(options.site, before, after)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
