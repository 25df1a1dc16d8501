"""Front matter: each kind of page has its keys, and what is wrong with them is said at the key."""

import pytest

from guide.content.pages import parse_page, read_pages
from tests.support.pages import format_problems
from tests.support.projects import front_matter

PATH = "docs/topics/a.md"
SECTION = {
    "kind": "section",
    "number": 3,
    "summary": "A summary that is long enough.",
    "safety": "false",
}
KINDS = "There are these kinds: home, page, section, topic."
RELATED = "[{topic: b, reason: because it goes on}, {topic: c, reason: because it goes on}]"
TOPIC = {
    "kind": "topic",
    "phrase": "be kind",
    "group": "Talk",
    "summary": "A summary that is long enough.",
    "serves": "Somebody who is there to be served.",
    "related": RELATED,
    "safety": "true",
}


def read(text: str):
    return parse_page(text, "topics/a.md", PATH)


def problems(**values) -> list[str]:
    return format_problems(read(front_matter(**values))[1])


@pytest.mark.parametrize(
    "values",
    [{}, {"kind": "home"}, SECTION, TOPIC, {"safety": "true", "synonyms": "[a, b]"}],
    ids=["page", "home", "section", "topic", "page-with-safety"],
)
def test_each_kind_of_page_can_be_right(values):
    page, problems = read(front_matter(**values) + "\nText.\n")
    assert (format_problems(problems), page.kind, page.body) == (
        [],
        values.get("kind", "page"),
        "\nText.\n",
    )


def test_a_page_knows_its_names():
    page, _ = read(front_matter(title="Why") + "Text.\n")
    assert (page.uri, page.link, page.slug, page.title, page.body_line) == (
        "topics/a.md",
        "/topics/a.md",
        "a",
        "Why",
        8,
    )


def test_a_page_without_title_is_called_by_its_file():
    assert read("Text.\n")[0].title == "a"


def test_windows_line_ends_are_no_problem():
    page, problems = read((front_matter() + "\nText.\n").replace("\n", "\r\n"))
    assert (format_problems(problems), page.body, page.body_line) == ([], "\nText.\n", 8)


def test_a_line_of_hyphens_in_the_text_is_no_end_of_the_front_matter():
    page, problems = read(front_matter() + "One.\n\n---\n\nTwo.\n")
    assert (format_problems(problems), page.body) == ([], "One.\n\n---\n\nTwo.\n")


NONE = (
    f"[no-front-matter] {PATH}:1:1: this page does not begin with front matter between two ---"
    " lines. Begin it with ---, then title, description, kind, reviewed and review_by, then ---."
)
WITHOUT = {
    "none": ("# Heading\n\nText.\n", [NONE]),
    "empty-page": ("", [NONE]),
    "a-line-that-looks-like-it": ("Note: this is text.\n\nText.\n", [NONE]),
    "not-closed": (
        "---\ntitle: A\n\nText.\n",
        [
            f"[no-front-matter] {PATH}:1:1: the front matter, which begins here, is not closed."
            " Write --- on a line of its own below its last key."
        ],
    ),
    "not-at-the-start": ("\n---\ntitle: A\n---\n", [NONE]),
    "empty": (
        "---\n---\nText.\n",
        [f"[unknown-kind] {PATH}:2:1: the front matter has no kind. {KINDS}"],
    ),
    "not-yaml": (
        "---\ntitle: Why: not\n---\nText.\n",
        [
            f"[not-yaml] {PATH}:2:11: this is not valid YAML: mapping values are not allowed here."
            " Put text that holds a colon, a # or a quotation mark in double quotes, and check the"
            " indent."
        ],
    ),
    "a-list": (
        "---\n- a\n---\nText.\n",
        [f"[unknown-kind] {PATH}:2:1: the front matter has no kind. {KINDS}"],
    ),
    "key-twice": (
        "---\ntitle: A\ntitle: B\n---\n",
        [
            f'[duplicate-key] {PATH}:3:1: the key "title" stands twice. Keep one of the two and'
            " delete the other."
        ],
    ),
    "control-character": (
        "---\ntitle: A\n\x07: B\n---\n",
        [
            f'[not-yaml] {PATH}:3:1: this holds a control character, "\\x07". '
            "Delete it; such characters come in with text that is pasted from a PDF."
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WITHOUT.values(), ids=WITHOUT)
def test_front_matter_that_is_not_there_or_cannot_be_read(text, expected):
    assert format_problems(read(text)[1]) == expected


KEYS = {
    "unknown-kind": (
        {"kind": "topics"},
        [
            f'[unknown-kind] {PATH}:4:1: kind is "topics", which is not a kind of page. Did you'
            ' mean "topic"?'
        ],
    ),
    "no-kind": (
        {"kind": None},
        [f"[unknown-kind] {PATH}:2:1: the front matter has no kind. {KINDS}"],
    ),
    "kind-is-a-list": (
        {"kind": "[page]"},
        [f'[unknown-kind] {PATH}:4:1: kind is not a kind of page. Did you mean "page"?'],
    ),
    "no-description": (
        {"description": None},
        [
            f"[front-matter-required] {PATH}:2:1: the front matter has no description. Add a line"
            ' "description: …".'
        ],
    ),
    "unknown-key": (
        {"titel": "A page"},
        [
            f'[front-matter-additional-properties] {PATH}:7:1: the front matter has "titel", which'
            ' is not a key of this kind of page. Did you mean "title"?'
        ],
    ),
    "key-that-is-a-number": (
        {"2026": "x"},
        [
            f'[front-matter-additional-properties] {PATH}:7:1: the front matter has "2026", which'
            " is not a key of this kind of page. There are these keys: description, kind,"
            " lang, needs, review_by, reviewed, safety, safety_line, synonyms, title, translations."
        ],
    ),
    "key-of-another-kind": (
        {"phrase": "be kind"},
        [
            f'[front-matter-additional-properties] {PATH}:7:1: the front matter has "phrase", which'
            " is not a key of this kind of page. There are these keys: description, kind,"
            " lang, needs, review_by, reviewed, safety, safety_line, synonyms, title, translations."
        ],
    ),
    "too-short": (
        {"title": "A"},
        [
            f'[front-matter-min-length] {PATH}:2:1: title is "A", which is too short (1 character).'
            " Write at least 2 characters."
        ],
    ),
    "too-long": (
        {"title": "x" * 81},
        [
            f'[front-matter-max-length] {PATH}:2:1: title is "{"x" * 60}…", which is too long (81'
            " characters). Write at most 80 characters."
        ],
    ),
    "a-number-for-a-title": (
        {"title": "2026"},
        [f'[front-matter-type] {PATH}:2:1: title is "2026", which is not text. Write text.'],
    ),
    "true-for-a-title": (
        {"title": "true"},
        [f'[front-matter-type] {PATH}:2:1: title is "true", which is not text. Write text.'],
    ),
    "empty-title": (
        {"title": ""},
        [f"[front-matter-type] {PATH}:2:1: title is not text. Write text."],
    ),
    "list-for-a-title": (
        {"title": "[a]"},
        [f"[front-matter-type] {PATH}:2:1: title is not text. Write text."],
    ),
    "text-for-a-list": (
        {"synonyms": "cheating"},
        [
            f'[front-matter-type] {PATH}:7:1: synonyms is "cheating", which is not a list in square'
            " brackets. Write a list in square brackets."
        ],
    ),
    "yes-for-true": (
        {"safety": "yes"},
        [
            f'[front-matter-type] {PATH}:7:1: safety is "yes", which is not true or false. Write'
            " true or false."
        ],
    ),
    "not-a-date": (
        {"reviewed": "23 November 2026"},
        [
            f'[front-matter-pattern] {PATH}:5:1: reviewed is "23 November 2026", which is not a'
            " date. Write year, month and day, such as 2026-11-23."
        ],
    ),
    "no-such-day": (
        {"reviewed": "2026-02-30"},
        [
            f'[no-such-day] {PATH}:5:1: reviewed is "2026-02-30", a day that does not exist. Check'
            " the day of the month."
        ],
    ),
    "review-in-the-past": (
        {"review_by": "2025-11-23"},
        [
            f"[review-in-the-past] {PATH}:6:1: review_by is before reviewed. Set review_by to the"
            " day by which the page is to be reviewed next."
        ],
    ),
    "danger-without-strip": (
        TOPIC | {"needs": "[growing-together, keep-fighting]", "safety": "false"},
        [
            f'[danger-without-strip] {PATH}:12:1: safety is "false", and needs names'
            ' "keep-fighting". Write "safety: true", which puts the help strip and the exit on the'
            " page."
        ],
    ),
    "number-too-high": (
        SECTION | {"number": 10},
        [f'[front-matter-maximum] {PATH}:7:1: number is "10", which is above 9. Check the number.'],
    ),
    "number-too-low": (
        SECTION | {"number": 0},
        [f'[front-matter-minimum] {PATH}:7:1: number is "0", which is below 1. Check the number.'],
    ),
    "number-in-words": (
        SECTION | {"number": "three"},
        [
            f'[front-matter-type] {PATH}:7:1: number is "three", which is not a whole number. Write'
            " a whole number."
        ],
    ),
    "unknown-group": (
        TOPIC | {"group": "Talks"},
        [
            f'[front-matter-enum] {PATH}:8:1: group is "Talks", which is not one of the allowed'
            ' words. Did you mean "Talk"?'
        ],
    ),
    "one-related-topic": (
        TOPIC | {"related": "[{topic: b, reason: because it goes on}]"},
        [f"[front-matter-min-items] {PATH}:11:1: related has 1 entry. Give at least 2."],
    ),
    "seven-related-topics": (
        TOPIC | {"related": f"[{', '.join(['{topic: b, reason: because it goes on}'] * 7)}]"},
        [f"[front-matter-max-items] {PATH}:11:1: related has 7 entries. Give at most 6."],
    ),
    "related-without-reason": (
        TOPIC | {"related": "[{topic: b, reason: because it goes on}, {topic: c}]"},
        [
            f"[front-matter-required] {PATH}:11:51: entry 2 of related has no reason. Add a line"
            ' "reason: …".'
        ],
    ),
    "related-topic-with-a-path": (
        TOPIC | {"related": RELATED.replace("topic: b", "topic: b.md")},
        [
            f'[front-matter-pattern] {PATH}:11:12: topic in entry 1 of related is "b.md", which'
            " does not have the right form. Use lower-case letters, digits and hyphens."
        ],
    ),
    "related-with-an-unknown-key": (
        TOPIC | {"related": RELATED.replace("{topic: b,", "{topic: b, why: x,")},
        [
            f'[front-matter-additional-properties] {PATH}:11:22: the front matter has "why", which'
            " is not a key of this kind of page. There are these keys: reason, topic."
        ],
    ),
    "two-at-once": (
        {"title": "A", "reviewed": "soon"},
        [
            (
                f'[front-matter-min-length] {PATH}:2:1: title is "A", which is too short (1'
                " character). Write at least 2 characters."
            ),
            (
                f'[front-matter-pattern] {PATH}:5:1: reviewed is "soon", which is not a date. Write'
                " year, month and day, such as 2026-11-23."
            ),
        ],
    ),
}


@pytest.mark.parametrize(("values", "expected"), KEYS.values(), ids=KEYS)
def test_each_key_that_is_wrong_is_said_at_its_place(values, expected):
    assert problems(**values) == expected


def test_pages_are_read_in_the_order_of_their_paths(tmp_path):
    for name in ("b.md", "a/z.md", "a.md", "picture.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(front_matter(), encoding="utf-8-sig")
    pages, problems = read_pages(tmp_path, "docs")
    assert ([page.uri for page in pages], format_problems(problems)) == (
        ["a/z.md", "a.md", "b.md"],
        [],
    )


def test_a_page_that_is_not_utf_8_is_said_and_left_out(tmp_path):
    (tmp_path / "a.md").write_bytes(front_matter(title="Caf\xe9").encode("latin-1"))
    pages, problems = read_pages(tmp_path, "docs")
    assert (pages, format_problems(problems)) == (
        [],
        ["[not-utf-8] docs/a.md:1:1: this page is not saved as UTF-8. Save it again as UTF-8."],
    )
