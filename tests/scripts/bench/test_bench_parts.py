"""scripts/bench: the edits that are measured show on the page, and each part can be left out."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bench.bench_build import FIRST_NUMBER, build
from scripts.bench.bench_parts import PARTS, report
from scripts.bench.bench_project import EDITS, ROOT, environment, write_guide, write_plain

PAGE = "site/topics/topic-aaa/index.html"


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("guides")
    write_guide(folder / "ours", 10)
    write_plain(folder / "plain", 10)
    return folder / "ours", folder / "plain"


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_shows_on_the_page_of_both_guides(guides: tuple[Path, Path], kind: str):
    for number in (FIRST_NUMBER, FIRST_NUMBER + 1):
        for edit, folder in zip(EDITS[kind], guides, strict=True):
            text = edit(folder, number)
            build(folder)
            assert text in (folder / PAGE).read_text(encoding="utf-8")


@pytest.mark.slow
def test_without_any_part_the_site_is_the_same(guides: tuple[Path, Path]):
    folder, sites = guides[0], []
    for number in range(len(PARTS) + 1):
        shutil.rmtree(folder / "site", ignore_errors=True)
        command = [sys.executable, str(ROOT / "scripts/bench/bench_parts.py"), "--without"]
        for _ in range(2):
            subprocess.run([*command, str(number)], cwd=folder, env=environment(), check=True)
        sites.append(
            {
                path.relative_to(folder): path.read_bytes()
                for path in (folder / "site").rglob("*")
                if path.is_file()
            }
        )
    assert [PARTS[number].name for number, site in enumerate(sites[:-1]) if site != sites[-1]] == []


def test_the_table_says_what_each_part_saves():
    lines = report({"9 pages": [(3.0, 2.0)] * len(PARTS) + [(2.0, 1.0)]}).splitlines()
    assert len(lines) == len(PARTS) + 4
    assert lines[2].endswith("| +1.00 s (+33%) | +1.00 s (+50%) |")
    assert lines[-1].endswith("| 2.00 s | 1.00 s |")
