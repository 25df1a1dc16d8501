"""The cache can be dropped: without hooks/incremental and its switch the site is the same."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.real import ROOT

# MkDocs, with this project's packages from the folder it runs in and not from where they are
# installed.
RUN = """
import sys
sys.meta_path = [one for one in sys.meta_path if "Editable" not in getattr(one, "__name__", "")]
sys.path.insert(0, "hooks")
from mkdocs.__main__ import cli
cli()
"""


def build(project: Path, site: Path) -> dict[str, bytes]:
    command = [sys.executable, "-c", RUN, "build", "--strict", "--quiet", "--site-dir", str(site)]
    more = {"NO_MKDOCS_2_WARNING": "true", "PYTHONPATH": ""}
    done = subprocess.run(
        command, cwd=project, env={**os.environ, **more}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_the_site_is_the_same_without_the_folder_and_the_switch(tmp_path: Path):
    project = tmp_path / "project"
    for name in ("data", "docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", project)
    cold, warm = build(project, tmp_path / "cold"), build(project, tmp_path / "warm")
    shutil.rmtree(project / "hooks" / "incremental")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    lines = [line for line in settings.splitlines(keepends=True) if "GUIDE_REMEMBER" not in line]
    assert len(lines) == settings.count("\n") - 1
    (project / "mkdocs.yml").write_text("".join(lines), encoding="utf-8")
    shutil.rmtree(project / ".cache")
    without = build(project, tmp_path / "without")
    assert not (project / ".cache").exists()
    assert sorted(without) == sorted(cold) == sorted(warm)
    assert [name for name, data in without.items() if not cold[name] == warm[name] == data] == []


def test_only_a_missing_folder_is_passed_over(tmp_path: Path):
    """A folder that is there and broken is an error."""
    (tmp_path / "incremental").mkdir()
    (tmp_path / "incremental" / "__init__.py").write_text("import no_such_module\n")
    code = f"import sys; sys.path[:0] = {[str(tmp_path), str(ROOT / 'hooks')]}; import site_hooks; "
    done = [
        subprocess.run(
            [sys.executable, "-c", code + after + "print(site_hooks._build_class().__name__)"],
            capture_output=True,
            text=True,
        )
        for after in ("", "sys.modules['incremental'] = None; ")
    ]
    assert "No module named 'no_such_module'" in done[0].stderr
    assert done[1].stdout == "FullBuild\n"
