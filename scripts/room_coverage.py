"""Report branch coverage by room.

    python scripts/room_coverage.py .cache/coverage.json

Reads the JSON report of coverage.py. A room is a folder below hooks/guide/, or hooks/incremental,
or a folder of scripts/. Below a room with less than 90 % of its branches covered are the least
covered of its files.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from scripts._cli import run_main

ENOUGH = 0.9


@dataclass
class Room:
    """The branches of one room: how many, how many covered, and the share of each file."""

    branches: int = 0
    covered: int = 0
    files: dict[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """The share of branches that were taken, from 0 to 1; 1 where there are none."""
        return self.covered / self.branches if self.branches else 1.0


def room_of(path: str) -> str:
    """Return the room that a file belongs to.

    >>> room_of("hooks/guide/core/days.py"), room_of("hooks/site_hooks.py")
    ('guide/core', 'hooks')
    """
    folder = PurePosixPath(path).parent.as_posix()
    return folder.removeprefix("hooks/") if folder != "hooks" else folder


def read_rooms(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> dict[str, Room]:
    """Return the rooms of a coverage report by name."""
    rooms: dict[str, Room] = {}
    for path, entry in sorted(report["files"].items()):
        summary = entry["summary"]
        room = rooms.setdefault(room_of(PurePosixPath(path).as_posix()), Room())
        room.branches += summary["num_branches"]
        room.covered += summary["covered_branches"]
        if summary["num_branches"]:
            room.files[path] = summary["covered_branches"] / summary["num_branches"]
    return dict(sorted(rooms.items()))


def report_lines(rooms: dict[str, Room]) -> Iterator[str]:
    """Yield a line for each room, and the worst files of a room with too few branches covered."""
    for name, room in rooms.items():
        yield f"{name:24} {room.covered:5} of {room.branches:5} branches  {room.share:6.1%}"
        if room.share < ENOUGH:
            worst = sorted(room.files.items(), key=lambda item: item[1])[:3]
            yield from (f"    {path} {share:.0%}" for path, share in worst if share < ENOUGH)


def main() -> int:
    """Print the coverage of each room."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("report", type=Path, help="the JSON report of coverage.py")
    report = json.loads(parser.parse_args().report.read_text(encoding="utf-8"))
    print("\n".join(report_lines(read_rooms(report))))
    return 0


if __name__ == "__main__":
    run_main(main)
