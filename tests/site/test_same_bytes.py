"""The same text, built for the same day, makes the same bytes: in another folder, at another time, on another system."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.real import ROOT

pytestmark = pytest.mark.slow

# What a build reads.
PARTS = ("mkdocs.yml", "pyproject.toml", "docs", "data", "hooks", "overrides", "scripts")
EPOCH = "1803859200"  # 2027-03-01, which is later than any day in the content
# Whatever may differ between two machines and must not show: zone, language, order of sets, rights
# of new files.
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def build(folder: Path, settings: dict[str, str], umask: int) -> Path:
    """Copy the project to a folder, build it there as `make site` does, and return the site."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(
                source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
            )
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / part)
    environment = {
        **os.environ,
        **settings,
        "SOURCE_DATE_EPOCH": EPOCH,
        "NO_MKDOCS_2_WARNING": "true",
        "PYTHONPATH": os.pathsep.join((str(folder / "hooks"), str(folder))),
        "GUIDE_TODAY": "",
    }
    for command in (
        ["-m", "mkdocs", "build", "--strict"],
        ["scripts/finish.py", "site", "--compress"],
    ):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env=environment,
            umask=umask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


# One test, so that tests shared among processes do not build the sites once in each.
def test_two_builds_in_two_folders_are_the_same_to_the_byte(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "elsewhere, in a folder" / "deeper"]
    first, second = (
        contents(build(folder, *how))
        for folder, how in zip(folders, ((HERE, 0o022), (THERE, 0o077)), strict=True)
    )
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {
        "index.html",
        "build.json",
        "sitemap.xml",
        "feed.xml",
        "search/search_index.json",
    } <= set(first)
    assert {".zip", ".br", ".gz", ".png"} <= {Path(name).suffix for name in first}
    # No file holds the folder that it was built in.
    assert [name for name, content in first.items() if str(folders[0]).encode() in content] == []
    # The day is the one that was given. It is recorded, and no page is dated by it.
    assert json.loads(first["build.json"])["built_for"] == "2027-03-01"
    days = {
        entry.text
        for entry in ElementTree.fromstring(first["sitemap.xml"]).iter(f"{SITEMAP}lastmod")
    }
    assert days and max(days) < "2027-03-01"
