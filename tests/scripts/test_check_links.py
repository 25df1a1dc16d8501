"""scripts/check_links.py as an editor and CI run it: what it prints, and how it ends."""

import json

import pytest

from tests.support.commands import run_script

PAGE = "<!doctype html><html><head><title>{}</title></head><body>{}</body></html>"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "made.html").write_text(
        PAGE.format("A page", '<a href="nope/">x</a>'), encoding="utf-8"
    )
    (tmp_path / "sound.html").write_text(PAGE.format("Another", "Text."), encoding="utf-8")
    return tmp_path


def test_a_broken_link_ends_with_1(site):
    done = run_script("check_links", str(site))
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        [
            'made.html:1:1: the link to "nope/" leads to no page or file. Correct the address, or'
            " link to the page's .md file. (see /about/rules/#broken-link)",
            "1 problem found",
        ],
    )


def test_a_sound_site_ends_with_0(site):
    (site / "made.html").unlink()
    done = run_script("check_links", str(site))
    sentence = "1 page checked: every internal link and anchor leads somewhere.\n"
    assert (done.returncode, done.stdout) == (0, sentence)


def test_its_forms_are_those_of_the_check(site):
    problems = json.loads(run_script("check_links", str(site), "--format", "json").stdout)
    assert [problem["rule"] for problem in problems["problems"]] == ["broken-link"]
    annotation = run_script("check_links", str(site), "--format", "github").stdout.split("\n")[0]
    assert annotation.startswith("::error file=made.html,line=1,col=1,title=broken-link::")
    assert annotation.endswith("(see /about/rules/#broken-link)")
