"""The regular expressions of editors: which could take for ever."""

import pytest
import yaml

from guide.core.regexes import is_linear_pattern
from tests.support.real import ROOT


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a*)*",
        "(a|aa)+",
        "(aa+)+",
        "(aa?)+",
        r"(\w+\s?)+",
        "((a|b+))*c",
        "(?:x(y+)*)+",
        "(.*a){20}",
        r"(\d+-?)*",
        "(-[^x]+)*",
    ],
)
def test_what_could_take_for_ever_is_known(pattern: str) -> None:
    assert not is_linear_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[a-z]+(-[a-z]+)*",
        "(ab){2,5}",
        "(a|b)*",
        "/([a-z0-9_-]*/)+",
        r"\d+( \d+)*",
        "(a|bb)+",
        "[a-z",
    ],
)
def test_what_ends_or_is_no_pattern_is_left_alone(pattern: str) -> None:
    assert is_linear_pattern(pattern)


def test_the_patterns_of_the_guides_own_description_end() -> None:
    package = yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))
    patterns = {
        field["constraints"]["pattern"]
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
        if "pattern" in field.get("constraints", {})
    }
    assert [pattern for pattern in sorted(patterns) if not is_linear_pattern(pattern)] == []
