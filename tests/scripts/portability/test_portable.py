"""What `make portable` says and exits with: the builds and comparisons are stand-ins here."""

import importlib.util
import sys
from pathlib import Path

import pytest

from guide.core.problems import UserError
from scripts._cli import run_main
from scripts.portability.comparison import Difference, Explanation

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


@pytest.fixture
def portable(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    spec = importlib.util.spec_from_file_location(
        "portable", SCRIPTS / "portability" / "portable.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(sys, "argv", ["portable.py", "zensical"])
    return module


@pytest.mark.parametrize(("is_well", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_says_whether_all_is_explained(portable, monkeypatch, is_well, code):
    asked = []
    monkeypatch.setattr(
        portable, "compare", lambda generators, *_: (asked.append(generators) or is_well, {})
    )
    assert (portable.main(), asked) == (code, [["zensical"]])


def test_a_build_that_fails_is_told_with_what_it_said(portable, monkeypatch, capsys):
    def fail(*_):
        raise UserError("mkdocs failed:\nno such page")

    monkeypatch.setattr(portable, "compare", fail)
    with pytest.raises(SystemExit) as end:
        run_main(portable.main, refused=2)
    assert end.value.code == 2
    assert capsys.readouterr().err == "mkdocs failed:\nno such page.\n"


@pytest.mark.parametrize(
    ("links", "shown", "is_well"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_broken_links_and_differences_each_spoil_the_whole(
    portable, monkeypatch, tmp_path, links, shown, is_well
):
    monkeypatch.setattr(portable, "build", lambda generator, work, environment: work / generator)
    monkeypatch.setattr(portable, "read_built_site", lambda folder: {})
    monkeypatch.setattr(portable, "check_links", lambda *_: links)
    monkeypatch.setattr(portable, "show", lambda *_: shown)
    assert portable.compare(["zensical"], tmp_path, {}) == (is_well, {"zensical": []})


ADDED = Difference("page/", "ids", "+", "__skip")


@pytest.mark.parametrize(
    ("differences", "explanations", "is_well", "sentences"),
    [
        (
            [],
            [],
            True,
            ["zensical: 0 pages and files compared, 0 lines differ, 0 of them unexplained."],
        ),
        (
            [ADDED],
            [],
            False,
            [
                "page/ ids",
                "  + __skip",
                "zensical: 0 pages and files compared, 1 line differs, 1 of them unexplained.",
            ],
        ),
        (
            [ADDED],
            [Explanation("ids", "Why.", 3, added="__skip")],
            True,
            [
                "scripts/portability/portable.yaml:3: ids: 1 line. Why.",
                "zensical: 0 pages and files compared, 1 line differs, 0 of them unexplained.",
            ],
        ),
        (
            [],
            [Explanation("ids", "Why.", 3, added="__skip")],
            False,
            [
                (
                    "scripts/portability/portable.yaml:3: ids: stale: no such difference is there"
                    " any more. Delete the explanation."
                ),
                "zensical: 0 pages and files compared, 0 lines differ, 0 of them unexplained.",
            ],
        ),
    ],
    ids=["alike", "unexplained", "explained", "stale"],
)
def test_differences_want_an_explanation_and_explanations_a_difference(
    portable, capsys, differences, explanations, is_well, sentences
):
    assert portable.show("zensical", {}, differences, explanations) is is_well
    assert capsys.readouterr().out.splitlines() == sentences
