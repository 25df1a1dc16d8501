"""New topics and rows: what is asked, what is made, and that it passes."""

from datetime import date
from pathlib import Path

import pytest

from guide.content.pages import check_front_matter, parse_page
from guide.core.problems import UserError
from guide.data.package import Field, Resource
from guide.editing.edits import Edit, dry_run, format_diff, make_edits, read_texts, write_edits
from guide.editing.new_rows import format_row, insert_row, row_questions
from guide.editing.new_topics import (
    add_link,
    add_to_nav,
    front_matter_message,
    page_uri,
    render_topic_page,
    topic_questions,
    yaml_scalar,
)
from guide.editing.prompts import Question, answer_all, confirm
from tests.support.catalogues import real_catalogue
from tests.support.projects import front_matter

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
TOPIC = {
    "title": "Ask for help: how",
    "slug": "ask-for-help",
    "phrase": "ask for help",
    "group": "Grow",
    "summary": 'A summary with "quotes" in it.',
    "description": (
        "How to ask a friend for help # without turning the friendship into a ledger of favors."
    ),
    "serves": "For anyone who finds it hard to ask.",
    "needs": "growing-together, alone-beside-them",
    "related_1": "build-trust",
    "reason_1": "because asking is a small trust",
    "related_2": "resolve-conflicts",
    "reason_2": "if asking ends in a quarrel",
    "linked_from_1": "guide/strategies.md",
    "linked_from_2": "topics/build-trust.md",
    "safety": "no",
    "synonyms": "favor, yes, 12, a: b",
}
FINDING = {
    "id": "asking-is-hard",
    "section": "strategies",
    "statement": "People who had to ask for help underestimated who would say yes.",
    "source": "aarp2025",
    "design": "experiment",
    "status": "secondary",
    "checked_on": "2026-11-23",
    "caveat": 'Only "small", cheap favors.',
}
SOURCE = {
    "key": "zebra2024",
    "type": "journal",
    "authors": "Zebra, Z.",
    "year": "2024",
    "title": "Asking",
    "url": "https://zebra.example/",
    "confirmed_by": "abstract read",
}


def edits_of_a_topic(texts: dict[str, str]) -> dict[str, str]:
    changed = {
        "docs/topics/ask-for-help.md": render_topic_page(TOPIC, TODAY),
        "mkdocs.yml": add_to_nav(texts["mkdocs.yml"], "topics/ask-for-help.md", "Grow"),
    }
    for name in ("docs/guide/strategies.md", "docs/topics/build-trust.md"):
        changed[name] = add_link(texts[name], TOPIC["phrase"])
    return changed


def edits_of_a_row(texts: dict[str, str], name: str, values: dict[str, str]) -> dict[str, str]:
    resource = real_catalogue().package.resources[name]
    path = f"data/{resource.path}"
    after = insert_row(texts[path], resource, values, "section")
    assert len(after.split("\n")) == len(texts[path].split("\n")) + 1
    return {path: after}


def test_a_new_topic_and_new_rows_pass_every_check_of_the_real_guide():
    texts = read_texts(ROOT)
    changed = (
        edits_of_a_topic(texts)
        | edits_of_a_row(texts, "findings", FINDING)
        | edits_of_a_row(texts, "sources", SOURCE)
    )
    assert dry_run(ROOT, make_edits(texts, changed)) == []


@pytest.mark.slow
def test_a_new_topic_alone_passes_every_check_of_the_real_guide():
    texts = read_texts(ROOT)
    assert dry_run(ROOT, make_edits(texts, edits_of_a_topic(texts))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "values"), [("findings", FINDING), ("sources", SOURCE)])
def test_a_new_row_alone_passes_every_check_of_the_real_guide(name, values):
    texts = read_texts(ROOT)
    assert dry_run(ROOT, make_edits(texts, edits_of_a_row(texts, name, values))) == []


@pytest.mark.parametrize(
    "need", ["is-this-abuse", "keep-fighting", "rebuilding-trust", "finding-help"]
)
def test_a_new_topic_for_readers_in_danger_always_has_the_help_strip(need):
    text = render_topic_page(TOPIC | {"needs": f"growing-together, {need}", "safety": "no"}, TODAY)
    page, problems = parse_page(text, "topics/ask-for-help.md", "docs/topics/ask-for-help.md")
    assert problems == [] and page.meta["safety"] is True


def test_front_matter_of_a_new_topic_quotes_what_yaml_would_misread():
    page, problems = parse_page(
        render_topic_page(TOPIC, TODAY), "topics/ask-for-help.md", "docs/topics/ask-for-help.md"
    )
    assert problems == [] and list(check_front_matter(page)) == []
    for name in ("title", "phrase", "group", "description", "summary", "serves"):
        assert page.meta[name] == TOPIC[name]
    assert page.meta["synonyms"] == ["favor", "yes", "12", "a: b"] and page.meta["needs"] == [
        "growing-together",
        "alone-beside-them",
    ]
    assert page.meta["related"][1] == {
        "topic": "resolve-conflicts",
        "reason": "if asking ends in a quarrel",
    }
    assert (page.meta["reviewed"], page.meta["review_by"], page.meta["safety"]) == (
        "2026-11-23",
        "2027-11-23",
        False,
    )


def test_a_topic_made_on_a_leap_day_is_due_on_a_day_that_exists():
    assert "review_by: 2029-02-28" in render_topic_page(TOPIC, date(2028, 2, 29))


@pytest.mark.parametrize(
    ("text", "in_list", "expected"),
    [
        ("plain words", False, "plain words"),
        ("a: b", False, '"a: b"'),
        ("12", False, '"12"'),
        ("true", False, '"true"'),
        ("a # b", False, '"a # b"'),
        ("a, b", True, '"a, b"'),
        ("[x]", False, '"[x]"'),
        ('say "hi"', False, 'say "hi"'),
        ('"hi" she said', False, '"\\"hi\\" she said"'),
        ("é", False, "é"),
        ("- a", False, '"- a"'),
        ("!tag", False, '"!tag"'),
        ("*a", True, '"*a"'),
        ("a\nb", False, '"a\\nb"'),
    ],
)
def test_words_are_quoted_in_yaml_where_they_must_be(text, in_list, expected):
    assert yaml_scalar(text, in_list) == expected


NAV = (
    "nav:\n  - Topics:\n      - Grow:\n          - topics/a.md\n          - B: topics/b.md\n      -"
    " Last:\n      - Get help:\n          - topics/c.md\n  - help.md\n"
)


@pytest.mark.parametrize(
    ("group", "line", "number"),
    [("Grow", "          - topics/x.md", 5), ("Get help", "          - topics/x.md", 8)],
)
def test_a_topic_comes_at_the_end_of_its_group(group, line, number):
    lines = add_to_nav(NAV, "topics/x.md", group).split("\n")
    assert lines[number] == line and len(lines) == NAV.count("\n") + 2


def test_a_topic_comes_into_an_empty_group():
    assert "      - Last:\n          - topics/x.md\n      - Get help:\n" in add_to_nav(
        NAV, "topics/x.md", "Last"
    )


def test_a_group_that_is_not_in_the_navigation_is_named():
    with pytest.raises(UserError, match=r'mkdocs\.yml has no group "Date" in its navigation'):
        add_to_nav(NAV, "topics/x.md", "Date")


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


def fault(questions: list[Question], name: str, text: str, **answers: str) -> str:
    return next(question for question in questions if question.name == name).check(text, answers)


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


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("title", "Build trust", "docs/topics/build-trust.md has the same title"),
        ("title", "x", 'title is "x", which is too short'),
        ("slug", "build-trust", "there is a page docs/topics/build-trust.md already"),
        ("slug", "Build Trust", "use lower-case letters"),
        (
            "phrase",
            "Build  trust in relationships",
            "the phrase leads to /topics/build-trust.md already",
        ),
        ("phrase", "a [b]", "leave out brackets"),
        (
            "group",
            "Tralk",
            'group is "Tralk", which is not one of the allowed words. Did you mean "Talk"?',
        ),
        (
            "description",
            "short",
            (
                'description is "short", which is too short (5 characters). Write at least 60'
                " characters."
            ),
        ),
        ("related_1", "bild-trust", 'no topic is called "bild-trust". Did you mean "build-trust"?'),
        (
            "reason_1",
            "short",
            (
                'the reason is "short", which is too short (5 characters). Write at least 15'
                " characters."
            ),
        ),
        ("needs", "love", 'entry 1 of needs is "love"'),
        ("safety", "maybe", "write yes or no"),
        (
            "linked_from_1",
            "guide/strategie.md",
            'no page is called "guide/strategie.md". Did you mean "guide/strategies.md"?',
        ),
        ("linked_from_1", "/guide/strategies/", ""),
        ("needs", "rebuilding-trust, dating-again", ""),
        ("slug", "ask-for-help", ""),
        ("safety", "yes", ""),
    ],
)
def test_an_answer_for_a_topic_is_checked_at_once(name, text, words):
    message = fault(topic_questions(real_catalogue()), name, text)
    assert message.startswith(words) and bool(message) == bool(words)


def test_two_pages_and_two_topics_are_wanted():
    questions = topic_questions(real_catalogue())
    assert (
        fault(questions, "related_2", "build-trust", related_1="build-trust")
        == "name two topics, and not one twice"
    )
    assert (
        fault(questions, "linked_from_2", "docs/help.md", linked_from_1="help.md")
        == "name two pages, and not one twice"
    )


def test_front_matter_of_other_keys_is_not_asked_for_with_each_answer():
    assert front_matter_message("title", "Two words") == ""


@pytest.mark.parametrize(
    "text",
    [
        "docs/guide/strategies.md",
        "guide/strategies.md",
        "/guide/strategies/",
        "guide/strategies",
        " ./guide/strategies.md",
    ],
)
def test_a_page_is_understood_however_it_is_written(text):
    assert page_uri(text) == "guide/strategies.md"


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


ASKED = [
    Question("name", "Your name", lambda text, _: "" if text.istitle() else "begin with a capital"),
    Question("note", "Note", needed=False),
    Question("nick", "Nickname", default=lambda answers: answers["name"].lower()),
]


def test_what_is_missing_or_wrong_is_told_all_at_once():
    with pytest.raises(UserError) as error:
        answer_all([*ASKED, Question("last_one", "The last")], {"name": "ann"})
    assert str(error.value) == "--name: begin with a capital\n--last-one: this is needed (The last)"


def test_what_is_not_given_is_asked_for_until_it_fits():
    replies, asked, printed = iter(["", "ann", "Ann", "", ""]), [], []
    answers = answer_all(
        ASKED, {}, lambda words: asked.append(words) or next(replies), printed.append
    )
    assert answers == {"name": "Ann", "note": "", "nick": "ann"}
    assert asked == ["Your name\n> "] * 3 + ["Note (may stay empty)\n> ", "Nickname [ann]\n> "]
    assert printed == ["  this is needed (Your name)", "  begin with a capital"]


@pytest.mark.parametrize(
    ("said_yes", "reply", "expected"),
    [
        (True, None, True),
        (False, None, False),
        (False, "y", True),
        (False, "YES", True),
        (False, "", False),
        (False, "n", False),
    ],
)
def test_nothing_is_written_without_a_yes(said_yes, reply, expected):
    assert confirm("Write?", said_yes, None if reply is None else lambda _: reply) is expected


def test_edits_are_shown_as_a_difference_in_which_nothing_runs():
    edits = [
        Edit("a.md", "one\ntwo\nthree\nfour\n", "one\n2\x1b[2J\nthree\nfour\n"),
        Edit("b.md", None, "new\n"),
        Edit("c.md", "old\n", None),
    ]
    assert (
        format_diff(edits)
        == "--- a.md\n one\n-two\n+2\\x1b[2J\n three\n--- b.md is new\n+new\n \n--- c.md is deleted"
    )


def test_only_what_differs_is_an_edit(project):
    assert make_edits({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": None, "d": "4"}) == [
        Edit("b", "2", "3"),
        Edit("d", None, "4"),
    ]
    texts = read_texts(project({"docs/a.md": "\ufeffx\r\ny\n", "docs/bad.md": "x"}))
    assert texts["docs/a.md"] == "x\ny\n" and "data/findings.csv" in texts


def test_only_problems_that_were_not_there_before_are_told(project):
    root = project({"docs/a.md": front_matter() + "[@nobody]\n"})
    assert (
        dry_run(root, [Edit("docs/a.md", "", front_matter() + "\nOne line down: [@nobody]\n")])
        == []
    )
    problems = dry_run(
        root,
        [
            Edit("docs/a.md", "", front_matter() + "[@nobody] [@noone]\n"),
            Edit("data/mood.csv", "", None),
        ],
    )
    assert [problem.rule for problem in problems] == ["no-such-file", "unknown-source"]
    assert (root / "data/mood.csv").exists()


def test_edits_are_written_with_the_line_ends_they_have(tmp_path):
    write_edits(tmp_path, [Edit("gone.md", "x", None), Edit("deep/er/a.md", None, "a\nb\n")])
    assert (tmp_path / "deep/er/a.md").read_bytes() == b"a\nb\n"
