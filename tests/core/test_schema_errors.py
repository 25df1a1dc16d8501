"""What a JSON Schema has against a value is explained in words, which the schema may choose
itself."""

import pytest

from guide.core.regexes import is_pattern
from guide.core.schema_errors import find_faults

OWN = {
    "rule": "no-good",
    "what": "{name} ({key}) of {owner} is {value}",
    "mend": "Write {{name: value}}",
}
CASES = {
    "default": (
        {"type": "string"},
        5,
        ("rule-type", 'the value is "5", which is not text', "Write text"),
    ),
    "several types": (
        {"type": ["string", "array"]},
        {},
        (
            "rule-type",
            "the value is not text or a list in square brackets",
            "Write text or a list in square brackets",
        ),
    ),
    "own words": (
        {"type": "string", "errorMessage": {"type": OWN}},
        [1, "a"],
        ("no-good", 'the value () of us is "[1, "a"]"', "Write {name: value}"),
    ),
    "own mend only": (
        {"type": "string", "errorMessage": {"type": {"mend": "Quote it"}}},
        True,
        ("rule-type", 'the value is "true", which is not text', "Quote it"),
    ),
    "own words of another keyword": (
        {"minLength": 2, "errorMessage": {"type": OWN}},
        "a",
        (
            "rule-minLength",
            'the value is "a", which is too short (1 character)',
            "Write at least 2 characters",
        ),
    ),
    "required": (
        {"required": ["a"], "errorMessage": {"required": {"mend": "Add its {missing}"}}},
        {},
        ("rule-required", "the value has no a", "Add its a"),
    ),
    "braces in a value": (
        {"enum": ["{a}"]},
        "{b}",
        (
            "rule-enum",
            'the value is "{b}", which is not one of the allowed words',
            'Did you mean "{a}"?',
        ),
    ),
    "names of the words": (
        {"enum": ["a"], "errorMessage": {"enum": {"words": "kinds"}}},
        [],
        ("rule-enum", "the value is not one of the allowed words", "There are these kinds: a"),
    ),
    "a day": (
        {"format": "date"},
        "2026-02-30",
        (
            "rule-format",
            'the value is "2026-02-30", which is not allowed here',
            "Compare it with another one",
        ),
    ),
}


@pytest.mark.parametrize(("schema", "value", "expected"), CASES.values(), ids=CASES)
def test_an_error_is_explained(schema, value, expected):
    faults = find_faults(
        schema,
        value,
        lambda keyword: f"rule-{keyword}",
        lambda keys: {"name": "the value", "owner": "us"},
    )
    assert [(fault.rule, fault.what, fault.mend) for fault in faults] == [expected]


def test_a_fault_knows_the_way_to_its_value():
    schema = {
        "properties": {"a": {"items": {"additionalProperties": False, "properties": {"b": {}}}}}
    }
    faults = find_faults(schema, {"a": [{}, {"c": 1}]}, str, lambda keys: {"name": str(keys)})
    assert [(fault.keys, fault.what, fault.mend) for fault in faults] == [
        (
            ("a", 1, "c"),
            "('a', 1) has \"c\", which is not one of its keys",
            "There are these keys: b",
        )
    ]


@pytest.mark.parametrize(
    "text", ["[", "a{99999999999}", "(" * 5000 + ")" * 5000, "[[a]", "(?P<a>", "*"]
)
def test_what_python_does_not_read_or_reads_in_doubt_is_no_pattern(text):
    assert not is_pattern(text)
