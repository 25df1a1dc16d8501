"""The environment of a build: each value as text, and a sentence for one that is none."""

import pytest

from guide.core.environment import apply_environment
from guide.core.problems import UserError


@pytest.mark.parametrize("value", ["1.10", "on", "2026-02-30", "<<", "=", "0x1F", "*a", "null"])
def test_a_value_stays_the_text_that_it_is(value):
    settings = {"extra": {"today": "", "branch": "main"}}
    apply_environment(settings, {"REPO_BRANCH": value, "GUIDE_TODAY": value, "REPO_URL": value})
    assert settings["extra"] == {"today": value, "branch": value, "repository": value}


def test_a_variable_that_is_empty_or_unset_changes_nothing():
    settings = {"site_url": "https://a.example/", "extra": {"today": "2026-11-23"}}
    apply_environment(settings, {"GUIDE_TODAY": "", "REPO_BRANCH": "", "GUIDE_REMEMBER": ""})
    assert settings == {"site_url": "https://a.example/", "extra": {"today": "2026-11-23"}}


@pytest.mark.parametrize(
    ("value", "expected"), [("false", False), ("No", False), ("0", False), ("TRUE", True)]
)
def test_the_cache_is_switched_by_the_words_for_yes_and_no(value, expected):
    settings = {}
    apply_environment(settings, {"GUIDE_REMEMBER": value})
    assert settings == {"extra": {"remember": expected}}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("GUIDE_REMEMBER", "2", 'GUIDE_REMEMBER is "2". Write true or false, or leave it unset'),
        ("SITE_URL", "", 'SITE_URL is "", which is not the address of a site'),
        ("SITE_URL", "http://[", r'SITE_URL is "http://\[", which is not the address of a site'),
    ],
)
def test_a_value_that_a_build_cannot_use_is_named(name, value, message):
    with pytest.raises(UserError, match=message):
        apply_environment({}, {name: value})
