"""Every check takes linear time, whatever is repeated on a page or in a cell."""

import time
from datetime import date

import pytest
from markdown import Markdown

from guide.checks.autofix import check_form
from guide.checks.page_form import EXTENSIONS
from guide.checks.project_checks import read_and_check
from guide.checks.prose import check_prose
from guide.checks.prose_rules import read_prose_rules
from guide.rendering.extension import GuideExtension
from tests.support.projects import front_matter
from tests.support.real import ROOT
from tests.support.timing import CHEAP, measure

# What a page may repeat: signs of Markdown and HTML, numbers, references, words that rules know.
PIECES = [
    *("<!--", "1,", "5% ", "[", "![", "**", "`", "``` ", "> ", "- ", "&", "|", "<", "<a ", "]("),
    *(
        "[a](",
        "[^1]",
        "{",
        "}",
        "\\",
        "_a_ ",
        "*a* ",
        '"',
        "'",
        "“",
        "a",
        "a ",
        "\n",
        "a\n",
        "# \n",
    ),
    *(
        "# \n",
        "- a\n",
        "> a\n",
        "| a |\n",
        "```\n",
        "<div>\n",
        "1. a\n",
        "0",
        "1.",
        "1 in ",
        "half ",
        "%",
    ),
    *("twenty ", "$1 ", "&amp;", "&#", "http://", "https://a,", "www.", "a@b.", "<p>", "</p>"),
    *(":   a\n", "[a]: b\n", "*[a]: b\n", "![a](table:mood)\n", "[24%](finding:ants-lonely) "),
    *("[@ant2020] ", "[phubbing][phubbing] ", "**Do:** ", "(", ")", "\t", "    a\n", "---\n", "="),
    *("—", "not ", "you you ", "1-", "1–2 ", "a-", "--", "a'", "[a", "a.", "x\n:   ", "1 %", "a/b"),
    *("__", "_", "*a", "~~~\n", "[[", "<b>", "</b>", "\\[", "{: .a}", "{: ", "&lt;", "  \n", "->"),
]
LENGTH = 1_900  # of a block, which has a limit; the page grows by blocks
FEW, MANY = 3, 12


def seconds(root, piece, blocks, rules):
    """Return the CPU seconds of each kind of check, the least of some tries."""
    block = (piece * LENGTH)[:LENGTH]
    (root / "docs/a.md").write_text(front_matter() + "\n\n".join([block] * blocks) + "\n")

    def read():
        found[:] = [read_and_check(root, today=date(2026, 11, 23))]

    def convert():
        for page in found[-1][0].pages.values():
            extension = GuideExtension(catalogue=found[-1][0])
            Markdown(extensions=[*EXTENSIONS, extension]).convert(page.body)

    found: list = []
    steps = {
        "read and check": read,
        "form": lambda: list(check_form(root, found[-1][0].package)),
        "prose": lambda: list(check_prose(found[-1][0], rules)),
        "convert": convert,
    }
    return {name: measure(step) for name, step in steps.items()}


@pytest.fixture
def root(project):
    return project({"docs/a.md": front_matter() + "Text.\n"})


@pytest.mark.slow
@pytest.mark.parametrize(
    "first", [0, *(pytest.param(one, marks=pytest.mark.nightly) for one in (1, 2, 3))]
)
def test_four_times_the_text_takes_less_than_eight_times_as_long(root, first):
    rules, _ = read_prose_rules(ROOT)
    slow = []
    for piece in PIECES[first::4]:
        many = seconds(root, piece, MANY, rules)
        if max(many.values()) < CHEAP:
            continue
        few = seconds(root, piece, FEW, rules)
        slow += [
            f"{piece!r}, {name}: {few[name]:.2f} s, then {many[name]:.2f} s"
            for name in many
            if many[name] > CHEAP and many[name] > 8 * few[name]
        ]
    assert slow == []


# What took quadratic time once, in one block as large as can be.
@pytest.mark.parametrize("piece", ["a-", "1.", "www.", "“", "1-"])
def test_a_block_as_large_as_can_be_is_checked_at_once(root, piece):
    rules, _ = read_prose_rules(ROOT)
    text = (piece * 8_000)[:7_990]
    (root / "docs/a.md").write_text(front_matter() + text + "\n", encoding="utf-8")
    catalogue = read_and_check(root)[0]
    begin = time.process_time()
    list(check_prose(catalogue, rules))
    assert time.process_time() - begin < 1
