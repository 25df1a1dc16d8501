"""The patterns of claims."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.checks.claim_patterns import KINDS, has_cue

PATTERNS = [pattern for pairs in KINDS.values() for _, pattern in pairs]


@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
def test_whatever_a_pattern_matches_has_a_cue(pattern: str) -> None:
    compiled = re.compile(pattern)

    @settings(max_examples=30)
    @given(st.from_regex(compiled))
    def holds(text: str) -> None:
        assert not compiled.search(text) or has_cue(compiled.search(text)[0])

    holds()


def test_a_sentence_without_number_or_cue_has_none() -> None:
    assert not has_cue("they talked until the tea was cold")
