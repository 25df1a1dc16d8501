"""The addresses at the repository, and the form that a report is made on."""

import re
from pathlib import Path

import pytest
import yaml

from guide.content.repository import CLAIM_FORM, Repository, parse_repository

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "url",
    [
        "https://git.example/o/guide",
        "https://git.example/o/guide/",
        " https://git.example/o/guide.git\n",
    ],
)
def test_an_address_is_taken_however_it_is_copied(url):
    assert parse_repository(url) == Repository("https://git.example/o/guide", "main")


@pytest.mark.parametrize("url", ["", "  "])
def test_without_an_address_there_is_no_repository(url):
    assert parse_repository(url, "main") is None


@pytest.mark.parametrize(
    "url",
    [
        "git.example/o/guide",
        "http://git.example/o/guide",
        "https://git.example",
        "https://git.example/o",
        "https://git.example/o/guide?x=1",
        'https://git.example/o/"><b>',
        "git@git.example:o/guide.git",
    ],
)
def test_another_address_is_refused(url):
    with pytest.raises(
        ValueError,
        match=re.escape(
            "which is not the address of a repository. Write it as https://github.com/OWNER/NAME"
        ),
    ):
        parse_repository(url)


def test_another_branch_is_refused():
    with pytest.raises(
        ValueError,
        match=re.escape(
            'REPO_BRANCH is "a b", which is not the name of a branch. Write it as main.'
        ),
    ):
        parse_repository("https://git.example/o/guide", "a b")


def test_the_form_has_the_fields_that_are_filled_in():
    form = yaml.safe_load(
        (ROOT / ".github/ISSUE_TEMPLATE" / CLAIM_FORM).read_text(encoding="utf-8")
    )
    assert {"page", "finding"} <= {part.get("id") for part in form["body"]}
    assert form["name"] == "Report a problem with a claim"


def test_nothing_in_the_project_names_an_owner():
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert 'repository: ""' in settings
    assert "\nrepo_url:" not in settings and "\nedit_uri:" not in settings
