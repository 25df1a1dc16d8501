"""The page of rules: an anchor for each rule, its texts as text, and how large it is."""

import re

import pytest

from guide.core.rules import Rule, RuleGroup, rules_by_id
from guide.data.published_paths import RULES_NAME
from guide.exports import rules_page
from guide.exports.rules_page import make_rules_page
from tests.support.pages import find, text_of, texts


def page(title: str = "Bonds") -> str:
    return make_rules_page(title)[RULES_NAME].decode()


def test_it_has_an_anchor_for_each_rule_and_no_other_rule():
    headings = find(page(), "h3")
    assert [heading.get("id") for heading in headings] == list(rules_by_id())
    assert [text_of(heading) for heading in headings] == [
        rule.title.replace("`", "") for rule in rules_by_id().values()
    ]


def test_it_shows_both_examples_of_each_rule_as_they_are_written():
    blocks = ["".join(block.itertext()) for block in find(page(), "pre")]
    assert blocks == [
        text.lstrip("\n") for rule in rules_by_id().values() for text in (rule.bad, rule.good)
    ]


def test_it_is_for_editors_and_not_for_search_engines():
    assert '<meta name="robots" content="noindex">' in page()
    assert texts(page("Bonds & <b>"), "h1") == ["Rules of the checks - Bonds & <b>"]


def test_it_is_read_in_one_piece():
    without_styles = re.sub("<style>.*?</style>", "", page(), flags=re.DOTALL)
    assert len(without_styles.encode()) < 170_000  # for editors, one entry for each rule


@pytest.fixture
def hostile(monkeypatch):
    words = '"><script>x</script> & `<b>` {{ 1 }}'
    rule = Rule("a-rule", words, words, words, words, words)
    monkeypatch.setattr(rules_page, "rule_groups", lambda: (RuleGroup(words, words, (rule,)),))
    return words


def test_its_texts_are_text(hostile):
    html = page(hostile)
    assert find(html, "script") == find(html, "b") == []
    assert [text_of(block) for block in find(html, "pre")] == [hostile] * 2
    assert texts(html, "h3") == [hostile.replace("`", "")]
