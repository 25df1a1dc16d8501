"""Live preview through the real door: a served guide, a cell saved, a mistake, and the mistake mended."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.support.projects import MOOD, front_matter
from tests.support.real import ROOT

SETTINGS = f"""\
site_name: Test
site_url: https://guide.example/
theme: {{name: mkdocs}}
hooks: ["{ROOT / "hooks" / "site_hooks.py"}"]
watch: [data]
markdown_extensions: [attr_list, guide.extension]
plugins: []
validation: {{links: {{absolute_links: relative_to_docs}}}}
"""
# A busy machine may take long; a save is served in about half a second.
PATIENCE = 60


@pytest.fixture
def served(project):
    """A small guide, served as `make serve` does it: its folder, its address, and the process."""
    folder = project(
        {
            "mkdocs.yml": SETTINGS,
            "docs/index.md": front_matter(title="Home") + "![Mood](table:mood)\n",
            "docs/sources.md": (
                front_matter(
                    title="Sources",
                    description="A page of sources, with a description that is long enough for it.",
                )
                + "![Sources](table:sources)\n"
            ),
        }
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "log.txt").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=folder,
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true", "GUIDE_TODAY": "2026-11-24"},
    )
    yield folder, f"http://127.0.0.1:{port}/", process
    process.terminate()
    process.wait(timeout=PATIENCE)
    log.close()


def wait_for(address: str, words: str) -> str:
    """Return the page when it shows the words."""
    end, html = time.monotonic() + PATIENCE, ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                html = answer.read().decode()
        except OSError:
            html = ""  # the server is not there yet
        if words in html:
            return html
        time.sleep(0.1)
    raise AssertionError(f"{words!r} was not served; the page is {html!r}")


def cells(html: str) -> list[str]:
    return re.findall(r"<td[^>]*>([\d.]+)</td>", html)


def test_a_saved_cell_a_mistake_and_its_mending_are_served(
    served,
):
    folder, address, process = served
    data = folder / "data" / "mood.csv"
    assert cells(wait_for(address, "<table")) == ["21", "34"]

    data.write_text(MOOD.replace("2020,34", "2020,36"), encoding="utf-8")
    assert cells(wait_for(address, ">36<")) == ["21", "36"]

    data.write_text(MOOD.replace("2020,34", "2020,abc"), encoding="utf-8")
    html = wait_for(address, "guide-problem")
    box, table = html.index("data/mood.csv:3:6: lonely_pct is"), html.index("<table")
    assert "which is not a number. Write digits, such as 34." in html[box : box + 200]
    assert box < table, "the box stands above the table"

    data.write_text('year,lonely_pct,note,source\n2010,"21\n', encoding="utf-8")
    html = wait_for(address, "that is never closed")
    assert "<caption" not in html, "what cannot be read is not shown"

    data.write_text(MOOD, encoding="utf-8")
    html = wait_for(address, "<caption")
    assert cells(html) == ["21", "34"]
    assert "guide-problem" not in html

    assert process.poll() is None, "the server is up"
    log = (folder / "log.txt").read_text(encoding="utf-8")
    assert "data/mood.csv:3:6: lonely_pct is" in log
    assert "Traceback" not in log
