"""New rows: what is asked, what is made, and that it passes."""

from pathlib import Path

import pytest

from guide.core.problems import UserError
from guide.data.package import Field, Resource
from guide.editing.edits import dry_run, make_edits, read_texts
from guide.editing.new_rows import format_row, insert_row, row_questions
from tests.support.answers import FINDING, SOURCE, TODAY, edits_of_a_topic, fault
from tests.support.catalogues import real_catalogue

ROOT = Path(__file__).resolve().parents[2]


def edits_of_a_row(texts: dict[str, str], name: str, values: dict[str, str]) -> dict[str, str]:
    resource = real_catalogue().package.resources[name]
    path = f"data/{resource.path}"
    after = insert_row(texts[path], resource, values, "section")
    assert len(after.split("\n")) == len(texts[path].split("\n")) + 1
    return {path: after}


@pytest.mark.slow
def test_a_new_topic_and_new_rows_pass_every_check_of_the_real_guide():
    texts = read_texts(ROOT)
    changed = (
        edits_of_a_topic(texts)
        | edits_of_a_row(texts, "findings", FINDING)
        | edits_of_a_row(texts, "sources", SOURCE)
    )
    assert dry_run(ROOT, make_edits(texts, changed), TODAY) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "values"), [("findings", FINDING), ("sources", SOURCE)])
def test_a_new_row_alone_passes_every_check_of_the_real_guide(name, values):
    texts = read_texts(ROOT)
    assert dry_run(ROOT, make_edits(texts, edits_of_a_row(texts, name, values)), TODAY) == []


SORTED = Resource(
    "s",
    "s.csv",
    "S",
    "",
    (Field("key"), Field("section"), Field("note")),
    ("key",),
    sorted_by="key",
)
GROUPED = Resource("g", "g.csv", "G", "", (Field("key"), Field("section"), Field("note")), ("key",))
TEXT = 'key,section,note\nbee,one,"two\nlines, here"\ncow,two,\ndog,one,x\n'


@pytest.mark.parametrize(
    ("resource", "values", "expected"),
    [
        (SORTED, {"key": "ant", "note": "a, b"}, TEXT.replace("bee,one", 'ant,,"a, b"\nbee,one')),
        (SORTED, {"key": "cat", "note": "x"}, TEXT.replace("cow,two", "cat,,x\ncow,two")),
        (SORTED, {"key": "eel"}, TEXT + "eel,,\n"),
        (
            GROUPED,
            {"key": "ant", "section": "two"},
            TEXT.replace("cow,two,\n", "cow,two,\nant,two,\n"),
        ),
        (GROUPED, {"key": "ant", "section": "one"}, TEXT + "ant,one,\n"),
        (GROUPED, {"key": "ant", "section": "new"}, TEXT + "ant,new,\n"),
        (GROUPED, {"key": "ant", "note": "a\nb"}, TEXT + 'ant,,"a\nb"\n'),
    ],
)
def test_a_row_is_put_in_its_place_and_the_others_stay_as_they_are(resource, values, expected):
    assert insert_row(TEXT, resource, values, "section") == expected


def test_a_row_comes_into_an_empty_table_and_one_without_a_last_line_end():
    assert insert_row("key,section,note\n", SORTED, {"key": "ant"}) == "key,section,note\nant,,\n"
    assert (
        insert_row("key,section,note\nbee,,", SORTED, {"key": "cow"})
        == "key,section,note\nbee,,\ncow,,\n"
    )


def test_a_table_that_cannot_be_read_is_left_alone():
    with pytest.raises(UserError, match=r"data/s\.csv cannot be read as it is\. Run make check"):
        insert_row("key,note\n", SORTED, {"key": "a"})


def test_a_row_is_quoted_where_it_must_be():
    assert format_row(["a,b", 'say "x"', "", "plain"]) == '"a,b","say ""x""",,plain'


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "id",
            "gallup-us-march-2020",
            '"gallup-us-march-2020" is there already. Choose another name',
        ),
        ("id", "Not An Id", 'id is "Not An Id", which does not have the form of this column.'),
        (
            "source",
            "aarp2026",
            'no row of sources has "aarp2026" as its key. Did you mean "aarp2025"?',
        ),
        (
            "status",
            "verifed",
            'status is "verifed", which is not one of the allowed words. Did you mean "verified"?',
        ),
        ("value", "24%", 'value is "24%", which is not a number. Write digits, such as 34.'),
        ("caveat", "=1+1", 'caveat is "=1+1", which a spreadsheet would run as a formula.'),
        ("value", "-5.54", ""),
        ("source", "aarp2025", ""),
        ("id", "quite-new", ""),
    ],
)
def test_an_answer_for_a_row_is_checked_at_once(name, text, words):
    message = fault(
        row_questions(real_catalogue(), real_catalogue().package.resources["findings"], TODAY),
        name,
        text,
    )
    assert message.startswith(words) and bool(message) == bool(words)


def test_usual_answers_come_from_what_was_told_before():
    questions = {
        name: row_questions(real_catalogue(), real_catalogue().package.resources[name], TODAY)
        for name in ("sources", "findings")
    }
    assert [items[-1].name for items in questions.values()] == ["key", "id"]
    assert (
        questions["sources"][-1].default({"authors": "O'Ant, A.; Bee, B.", "year": "2024"})
        == "oant2024"
    )
    assert (
        questions["findings"][-1].default({"statement": "Ants who ask for help get it."})
        == "ants-who-ask-for-help"
    )
    assert (
        next(item for item in questions["findings"] if item.name == "checked_on").default({})
        == "2026-11-23"
    )
