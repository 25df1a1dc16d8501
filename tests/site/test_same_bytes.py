"""The same text, built for the same day, makes the same bytes: in another folder, at another time, on another system."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a build reads.
PARTS = ("mkdocs.yml", "pyproject.toml", "docs", "data", "hooks", "overrides", "scripts")
EPOCH = "1795910400"  # 2026-11-29
# Whatever may differ between two machines and must not show: zone, language, order of sets, rights of new files.
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def build(folder: Path, settings: dict[str, str], umask: int) -> Path:
    """Copy the project to a folder, build it there as `make site` does, and return the site."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / part)
    environment = {**os.environ, **settings, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "true",
                   "PYTHONPATH": str(folder / "hooks"), "GUIDE_TODAY": ""}
    finish = [["scripts/finish.py", "site", "--compress"]] if (folder / "scripts/finish.py").exists() else []
    for command in (["-m", "mkdocs", "build", "--strict"], *finish):
        done = subprocess.run([sys.executable, *command], cwd=folder, env=environment, umask=umask,
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two sites of the same text, made in two folders with names of different lengths."""
    return (build(tmp_path_factory.mktemp("a"), HERE, 0o022),
            build(tmp_path_factory.mktemp("elsewhere") / "in a folder" / "deeper", THERE, 0o077))


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def test_two_builds_in_two_folders_are_the_same_to_the_byte(sites):
    first, second = map(contents, sites)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {"index.html", "build.json", "sitemap.xml", "search/search_index.json"} <= set(first)
    assert any(name.endswith(".zip") for name in first)


def test_no_file_holds_the_folder_that_it_was_built_in(sites):
    for site in sites:
        folder = str(site.parent).encode()
        held = [name for name, content in contents(site).items()
                if folder in (gzip.decompress(content) if name.endswith(".gz") else content)]
        assert held == []


def test_the_day_is_the_one_that_was_given_and_is_recorded(sites):
    assert json.loads((sites[0] / "build.json").read_text(encoding="utf-8"))["built_for"] == "2026-11-29"


def test_the_sitemap_does_not_tell_the_day_of_the_build(sites):
    days = {entry.text for entry in ElementTree.parse(sites[0] / "sitemap.xml").getroot().iter(f"{SITEMAP}lastmod")}
    assert days and max(days) < "2026-11-29"
