"""Every rule that the engine can report has a test that shows its whole message.

The rules are read from the source; the tests show a message as "[rule] path:line:column: what.
Mend." (tests.support.pages.format_problems).
"""

from tests.support.rules import composed_rules, reported_rules, shown_rules, written_rules


def test_the_rules_are_found_in_the_source():
    assert {
        "unknown-finding",
        "number-disagrees",
        "quote-not-closed",
        "broken-anchor",
        "no-front-matter",
        "empty-cell",
    } <= written_rules()


def test_rules_of_one_word_are_found_too():
    assert sorted(written_rules() - reported_rules()) == []
    assert {"form", "enum", "unknown-finding", "mixed-units", "broken-anchor"} <= reported_rules()


def test_every_rule_has_a_test_with_its_message():
    assert sorted((written_rules() | composed_rules()) - shown_rules()) == []


def test_every_message_that_the_tests_show_has_a_rule_in_the_source():
    assert sorted(shown_rules() - composed_rules() - written_rules()) == []
