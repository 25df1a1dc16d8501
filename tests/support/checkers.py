"""The programs that judge what is published: axe-core, and the W3C's checkers of HTML and of EPUBs.

Their versions are in scripts/checkers/ (npm) and requirements/test.txt. Where one of them is not
here, its tests are skipped with a sentence; in CI they fail.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.real import ROOT

_PACKAGES = ROOT / ".cache/npm/checkers/node_modules"
AXE = _PACKAGES / "axe-core/axe.min.js"
_VNU = _PACKAGES / "vnu-jar/build/dist/vnu.jar"


def need(*, here: bool, sentence: str) -> None:
    """Skip the test where something is not here; fail it in CI, where everything is."""
    if not here:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)


def need_java() -> None:
    """Skip the test where there is no Java; fail it in CI."""
    need(here=bool(shutil.which("java")), sentence="the W3C's checkers need Java, not here")


def need_axe() -> None:
    """Skip the test where there is no axe-core; fail it in CI."""
    need(here=AXE.is_file(), sentence="axe-core is not here: make test brings it where npm is")


def w3c_errors(*paths: Path) -> list[str]:
    """Return the errors that the W3C's checker finds in pages, and in all pages of folders.

    Warnings are left out: of a style that is not an error, such as the slash in <br />, and of the
    policy, against which it also judges data (application/ld+json), which no policy stops.
    """
    need_java()
    need(here=_VNU.is_file(), sentence="vnu-jar is not here: make test brings it where npm is")
    command = ["java", "-jar", str(_VNU), "--format", "json", "--exit-zero-always"]
    done = subprocess.run(
        [*command, "--errors-only", "--skip-non-html", *map(str, paths)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]
