"""The words of pages and tables: what each rule finds, what it leaves alone, and its message."""

from dataclasses import replace
from pathlib import Path

import pytest

from guide.checks.prose import check_prose
from guide.checks.prose_rules import read_prose_rules
from guide.content.loader import read_catalogue
from tests.support.pages import format_problems
from tests.support.projects import FINDINGS, GLOSSARY, PACKAGE, front_matter

ROOT = Path(__file__).resolve().parents[2]
RULES, _ = read_prose_rules(ROOT)
ROWS = """\
red-theory,science,Some say so.,,,ants,2020,ant2020,theory,verified,
red-press,science,A paper says so.,,,ants,2020,ant2020,rct,secondary,
red-trial,science,It did so.,,,ants,2020,ant2020,rct,verified,
"""
FIRST = 8  # the first line below the front matter
SOURCE = (
    "Name the source in the same sentence with [@key] or a finding: link, or make it a dialogue"
    " between parts without names."
)
CAUSE = 'Say "goes with", "is linked to" or "came with".'


def check(project, body: str, **files: str) -> list[str]:
    """Return what is said about the words of a small project with one page."""
    usual = {"docs/page.md": front_matter() + body, "data/findings.csv": FINDINGS + ROWS}
    return format_problems(check_prose(read_catalogue(project({**usual, **files}))[0], RULES))


CASES = {
    "hype": (
        "A game-changing habit.",
        [
            '[hype-word] docs/page.md:8:3: "game-changing" promises more than a study can show. '
            "Say what was found, in whom, and how large it was."
        ],
    ),
    "hype-over-a-line-end": (
        "It will transform\nyour marriage.",
        [
            '[hype-word] docs/page.md:8:9: "transform your marriage" promises more than a study can'
            " show. Say what was found, in whom, and how large it was."
        ],
    ),
    "invented-quotation-then-name": (
        'Try it. "I felt lost for years," says Maria Lopez. It helped.',
        [
            '[invented-quotation] docs/page.md:8:9: ""I felt lost for years," says Maria" quotes'
            " somebody whom nobody can look up. " + SOURCE
        ],
    ),
    "name-then-invented-quotation": (
        'One client told us: "I felt lost."',
        [
            '[invented-quotation] docs/page.md:8:1: "One client told us: "" quotes somebody whom'
            " nobody can look up. " + SOURCE
        ],
    ),
    "invented-person": (
        "Anna, 34, had given up.",
        [
            '[invented-quotation] docs/page.md:8:1: "Anna, 34," quotes somebody whom nobody can'
            " look up. " + SOURCE
        ],
    ),
    "certainty-on-what-is-contradicted": (
        "A report proves that [bees fall](finding:bees-fall).",
        [
            (
                '[certainty-on-weak-finding] docs/page.md:8:10: warning: "proves" is too sure for'
                ' the finding "bees-fall", whose status is contradicted. Say that it is claimed, or'
                ' who reported it, such as "is said to" or "a newspaper reported".'
            ),
            (
                '[certainty-on-weak-finding] docs/page.md:8:10: warning: "proves" says that one'
                ' thing brings about another, and the finding "bees-fall" is commercial-survey: it'
                f" shows what goes together. {CAUSE}"
            ),
        ],
    ),
    "certainty-on-what-was-only-reported": (
        "It is proven: [so](finding:red-press).",
        [
            '[certainty-on-weak-finding] docs/page.md:8:7: warning: "proven" is too sure for the'
            ' finding "red-press", whose status is secondary. Say by whom it was reported, since'
            " nobody here has read the original."
        ],
    ),
    "certainty-on-a-theory": (
        "Research shows that [so](finding:red-theory).",
        [
            '[certainty-on-weak-finding] docs/page.md:8:1: warning: "Research shows" is too sure'
            ' for the finding "red-theory", whose kind of study is theory. Say that the authors'
            " argue it, or that people described it."
        ],
    ),
    "cause-from-a-survey": (
        "Rain leads to [24%](finding:ants-lonely).",
        [
            '[certainty-on-weak-finding] docs/page.md:8:6: warning: "leads to" says that one thing'
            ' brings about another, and the finding "ants-lonely" is cross-sectional: it shows'
            f" what goes together. {CAUSE}"
        ],
    ),
    "label": (
        "He committed suicide.",
        [
            '[stigmatizing-term] docs/page.md:8:4: warning: "committed suicide" puts a label on'
            ' people, or blames them. Write "die by suicide".'
        ],
    ),
    "help-named-and-not-linked": (
        "Read [help](help.md) first.\n\nThen call\na crisis line.\n",
        [
            '[help-without-link] docs/page.md:11:3: "crisis line" stands in a paragraph that does'
            ' not lead to the page of help. Link some of its words to the page of help, such as "[a'
            ' helpline](../help.md)".'
        ],
    ),
    "help-linked-in-another-item": (
        "- See [help](help.md).\n- See a doctor.\n",
        [
            '[help-without-link] docs/page.md:9:3: "See a doctor" stands in a paragraph that does'
            ' not lead to the page of help. Link some of its words to the page of help, such as "[a'
            ' helpline](../help.md)".'
        ],
    ),
    "advice-that-is-dangerous-in-danger": (
        "Stay firm on it.",
        [
            '[risky-in-danger] docs/page.md:8:1: warning: "Stay firm" can harm a reader who is'
            " afraid of the other person. Say for whom it is meant and who should leave it alone,"
            " in other words, or leave it out."
        ],
    ),
    "advice-to-test": (
        "If unsure,\ntest them once.",
        [
            '[risky-in-danger] docs/page.md:9:1: warning: "test them" can harm a reader who is'
            " afraid of the other person. Say for whom it is meant and who should leave it alone,"
            " in other words, or leave it out."
        ],
    ),
    "empty-link": (
        "For more, [click here](page.md).",
        [
            '[empty-link-words] docs/page.md:8:12: warning: the words "click here" do not say where'
            " the link leads. Let the link's words name the page, or what it says."
        ],
    ),
    "british": (
        "Their behaviour changed.",
        [
            '[british-spelling] docs/page.md:8:7: warning: "behaviour" is a British spelling. Write'
            ' "behavior".'
        ],
    ),
    "repeated": (
        "Say it in in one breath.",
        [
            '[repeated-word] docs/page.md:8:8: warning: "in in" says a word twice. Delete one of'
            " the two."
        ],
    ),
    "repeated-over-a-line-end-and-a-link": (
        "> Say the\n> [the words](page.md).",
        [
            '[repeated-word] docs/page.md:8:7: warning: "the the" says a word twice. Delete one of'
            " the two."
        ],
    ),
    "misspelled": (
        "A good relationshp.",
        [
            '[unknown-word] docs/page.md:8:8: warning: "relationshp" is not in the dictionary. Did'
            ' you mean "relationship"? If it is right, add it to data/prose/words.txt.'
        ],
    ),
    "word-like-none": (
        "A good xqzzgrumpf.",
        [
            '[unknown-word] docs/page.md:8:8: warning: "xqzzgrumpf" is not in the dictionary. Check'
            " its letters. If it is right, add it to data/prose/words.txt."
        ],
    ),
    "misspelled-project-word": (
        "It is called phubing.",
        [
            '[unknown-word] docs/page.md:8:14: warning: "phubing" is not in the dictionary. Did you'
            ' mean "phubbing"? If it is right, add it to data/prose/words.txt.'
        ],
    ),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_each_rule_says_where_what_and_how_to_mend_it(project, body, expected):
    assert check(project, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        'The advertisement calls it "a game-changing miracle that proves it".',
        "The advertisement calls it “a game-changing\nmiracle”.",
        "> **Fact:** It is not.\n>\n> **Myth:** A game-changing habit\n> transforms your marriage.",
        "`game-changing relationshp`",
        "    x\n\n```text\ngame-changing\n```",
        "<!-- game-changing -->",
        "[the shop](https://game-changing.example/relationshp)",
        "See https://relationshp.example/ for that.",
        "It is no miracle.",
        "Nobody has found a breakthrough.",
        "It is sold as a miracle.",
        '"I felt lost," says Maria Lopez in [@ant2020].',
        'Experts say: "ants hum", [in one hill](finding:red-trial).',
        "> **You:** You said seven.\n>\n> **Your friend:** I did.",
        "It does not prove that [so](finding:red-theory).",
        "This proves [so](finding:red-trial).",
        "Nobody proves it. [So](finding:red-theory).",
        "The trial proved [so](finding:red-trial), and others [argue so](finding:red-theory).",
        "[Help and helplines](help.md) and [here is how ants hum](page.md).",
        "They had had enough. That that is so.",
        "Trust\n\ntrust",
        "- one\n- one",
        "It was 24, 24.",
        "Call [a crisis line](help.md#call-now),\nat any hour.",
        "- See a doctor.\n  [Help](help.md) lists more.",
        "Do not confront them.",
        "Never test\nthem.",
        "You don't provoke him.",
        'They say "stay firm".',
        "They check your phone.",
        "The OECD and the app's 24h line.",
        "[phubbing] and [@ant2020].",
        "![x](table:mood)",
        "Text {: .relationshp }",
        "Words&nbsp;here &gt; there, &lt;div&gt; and &#38;.",
    ],
)
def test_what_is_left_alone(project, body):
    assert check(project, body) == []


def test_a_quotation_does_not_reach_over_an_empty_line(project):
    assert [line[:34] for line in check(project, 'A 6" rule.\n\nA miracle.\n\nA 7" rule.')] == [
        '[hype-word] docs/page.md:10:3: "mi'
    ]


def test_front_matter_is_read_and_reported_at_its_key(project):
    page = front_matter(title="A miracle") + "x\n"
    assert check(project, "", **{"docs/page.md": page}) == [
        '[hype-word] docs/page.md:2:1: "miracle" promises more than a study can show. '
        "Say what was found, in whom, and how large it was."
    ]


def test_cells_are_read_with_their_lines_and_doubled_quotation_marks(project):
    rows = 'x,Term,,"Say ""hello"" to\nall, or ""so"", a miracle, a game-changer",ants-lonely,\n'
    assert [
        line.partition('"')[0]
        for line in check(project, "", **{"data/glossary.csv": GLOSSARY + rows})
    ] == ["[hype-word] data/glossary.csv:4:19: ", "[hype-word] data/glossary.csv:4:30: "]


def test_the_words_of_a_finding_are_held_to_its_own_row(project):
    row = "red-two,science,A hormone proves that ants hum.,,,ants,2020,ant2020,theory,verified,\n"
    assert check(project, "", **{"data/findings.csv": FINDINGS + row}) == [
        '[certainty-on-weak-finding] data/findings.csv:4:27: warning: "proves" is too sure for the'
        ' finding "red-two", whose kind of study is theory. Say that the authors argue it, or that'
        " people described it."
    ]


def test_the_words_of_the_data_package_are_read_and_reported_at_their_key(project):
    package = PACKAGE.replace(
        "    title: Sources\n",
        """\
    title: Sources of a miracle
    notes: [Plain words., 'An advertisement said "a miracle".', A miracle.]
    sources: [{title: A miracle}]
""",
        1,
    )
    mend = "promises more than a study can show. Say what was found, in whom, and how large it was."
    assert check(project, "", **{"data/datapackage.yaml": package}) == [
        f'[hype-word] data/datapackage.yaml:7:5: "miracle" {mend}',
        f'[hype-word] data/datapackage.yaml:8:65: "miracle" {mend}',
    ]


def test_what_others_say_is_not_read(project):
    assert (
        check(
            project,
            "",
            **{
                "data/sources.csv": (
                    "key,authors,year,title,container,doi,url\n"
                    "ant2020,A,2020,A game-changing miracle for relationshps,J,,\n"
                )
            },
        )
        == []
    )


def test_a_column_that_no_table_has_is_passed_over(project):
    rules = replace(RULES, columns={"findings": ["nothing"], "nothing": ["statement"]})
    catalogue = read_catalogue(project({"docs/page.md": front_matter() + "A miracle.\n"}))[0]
    assert [problem.rule for problem in check_prose(catalogue, rules)] == ["hype-word"]
