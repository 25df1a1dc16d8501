"""The components of a page's source: where they stand, and what may be wrong with one."""

import pytest

from guide.content.components import check_components, find_components
from guide.content.pages import parse_page
from guide.content.references import find_references
from tests.support.pages import format_problems
from tests.support.projects import front_matter

# The front matter of these pages has seven lines, so the text begins in line 8.
PATH = "docs/page.md"
PRACTICE = """\
> **Practice: one promise**
>
> - **Time:** ten minutes
> - **Evidence:** Our suggestion.
> - **Not for you if:** you are afraid
>
> 1. Choose.
> 2. Go.
"""
MINUTE = """\
> **If you only have a minute**
>
> - One.
> - Two runs over
>   a line.
> - Three.
"""
HOW_SURE = """\
> **How sure are we?**
>
> - **Fair:** ask, because
>   [they said so](finding:a).
> - **Our idea:** wait.
"""
DIALOGUE = """\
> **Dialogue: at the sink**
>
> **You:** So?
>
> **Your sister:** So.
>
> **You:** Good.
>
> **Your sister:** Good.
"""


def make_page(text: str, kind: str = "topic"):
    return parse_page(front_matter(kind=kind) + text, "page.md", PATH)[0]


def problems(text: str, kind: str = "topic") -> list[str]:
    page = make_page(text, kind)
    return format_problems(check_components(page, find_references(page)))


def test_each_component_is_found_with_its_place():
    text = (
        f"Text.\n\n{MINUTE}\n{DIALOGUE}\n{PRACTICE}\n> **Fact:** It is so.\n>\n> **Myth:**"
        " No.\n\n> Only words.\n\n  > **Content note:** harm\n"
    )
    assert [
        (item.kind, item.label, item.title, item.line, item.column)
        for item in find_components(make_page(text))
    ] == [
        ("minute", "If you only have a minute", "", 10, 3),
        ("dialogue", "Dialogue", "at the sink", 17, 3),
        ("practice", "Practice", "one promise", 27, 3),
        ("myth-fact", "Fact", "", 36, 3),
        ("content-note", "Content note", "", 42, 5),
    ]


def test_a_label_may_run_over_a_line():
    components = find_components(
        make_page("> **Dialogue: a title that\n> goes on**\n>\n> **You:** So.\n")
    )
    assert [(item.title, item.lines[1].text) for item in components] == [
        ("a title that goes on", "**You:** So.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "> **You:** No label.",
        "> **Note** To be.",
        "> So, **if you only have a minute** one.",
        "> To be.",
        "**If you only have a minute**",
        "> ****",
        ">",
        "```\n> **Practise: code**\n```",
        "Text.\n\n    > **Practise: code**",
    ],
    ids=str,
)
def test_other_quotations_and_code_are_no_components(text):
    assert find_components(make_page(f"{text}\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        MINUTE,
        HOW_SURE,
        DIALOGUE,
        PRACTICE,
        "> **Pull quote (illustrative)**\n>\n> Words.\n",
        "> **Content note**\n>\n> Harm.\n",
        "> **Fact:** So.\n>\n> **Myth:** No.\n",
    ],
    ids=lambda text: text[4:12],
)
def test_what_is_complete_has_no_problem(text):
    assert problems(text) == []


UNKNOWN = {
    "Practise: x": ("Practise: x", "Practice: …"),
    "In short": ("In short", "If you only have a minute"),
    "Key messages:": ("Key messages", "If you only have a minute"),
    "How sure we are": ("How sure we are", "How sure are we?"),
    "Dialog: x": ("Dialog: x", "Dialogue: …"),
    "Content notes": ("Content notes", "Content note"),
    "Trigger warning": ("Trigger warning", "Content note"),
    "Exercise: x": ("Exercise: x", "Practice: …"),
    "Myths: no": ("Myths: no", "Myth: …"),
}


@pytest.mark.parametrize(
    ("label", "told_as", "meant"), [(key, *value) for key, value in UNKNOWN.items()], ids=UNKNOWN
)
def test_a_label_that_is_nearly_one_is_said(label, told_as, meant):
    assert problems(f"> **{label}**\n>\n> Words.\n") == [
        f'[unknown-component] {PATH}:8:3: "{told_as}" is not the label of a component. Did you mean'
        f' "{meant}"?'
    ]


CASES = {
    "two-bullets": (
        MINUTE.replace("> - Three.\n", ""),
        [
            f'[minute-length] {PATH}:8:3: "If you only have a minute" has 2 bullets. Give three'
            " to five things to do, say or believe."
        ],
    ),
    "six-bullets": (
        MINUTE + "> - Four.\n" * 3,
        [
            f'[minute-length] {PATH}:8:3: "If you only have a minute" has 6 bullets. Give three'
            " to five things to do, say or believe."
        ],
    ),
    "no-bullets": (
        "> **If you only have a minute**\n>\n> Words.\n",
        [
            f'[minute-length] {PATH}:8:3: "If you only have a minute" has 0 bullets. Give three'
            " to five things to do, say or believe."
        ],
    ),
    "no-grades": (
        "> **How sure are we?**\n>\n> Quite.\n",
        [
            f'[how-sure-empty] {PATH}:8:3: "How sure are we?" grades nothing. Write a bullet for'
            " each piece of advice, such as - **Fair:** ask, because …."
        ],
    ),
    "another-grade": (
        HOW_SURE.replace("**Fair:**", "**Strong:**"),
        [
            f'[how-sure-grade] {PATH}:10:3: "strong" is not a grade. Begin the line with **Firm:**,'
            " **Fair:**, **Thin:** or **Our idea:**."
        ],
    ),
    "no-grade": (
        HOW_SURE.replace("**Our idea:** wait", "Wait"),
        [
            f"[how-sure-grade] {PATH}:12:3: this line has no grade. Begin the line with **Firm:**,"
            " **Fair:**, **Thin:** or **Our idea:**."
        ],
    ),
    "grade-without-finding": (
        HOW_SURE.replace("(finding:a)", "(other.md)"),
        [
            f'[how-sure-without-finding] {PATH}:10:3: nothing backs the grade "fair". Link the'
            " words that name the study, as [words](finding:id), or write **Our idea:**."
        ],
    ),
    "finding-in-code": (
        HOW_SURE.replace("[they said so](finding:a)", "`[they said so](finding:a)`"),
        [
            f'[how-sure-without-finding] {PATH}:10:3: nothing backs the grade "fair". Link the'
            " words that name the study, as [words](finding:id), or write **Our idea:**."
        ],
    ),
    "no-time": (
        PRACTICE.replace("> - **Time:** ten minutes\n", ""),
        [
            f'[practice-field-missing] {PATH}:8:3: "Practice: one promise" has no "Time". Add a'
            ' line "- **Time:** …" that says how long it takes and how often.'
        ],
    ),
    "no-evidence": (
        PRACTICE.replace("> - **Evidence:** Our suggestion.\n", ""),
        [
            f'[practice-field-missing] {PATH}:8:3: "Practice: one promise" has no "Evidence". Add a'
            ' line "- **Evidence:** …" that says the kind of evidence behind the steps, or that'
            " nobody has tested them."
        ],
    ),
    "not-for-nobody": (
        PRACTICE.replace("> - **Not for you if:** you are afraid\n", ""),
        [
            f'[practice-field-missing] {PATH}:8:3: "Practice: one promise" has no "Not for you if".'
            ' Add a line "- **Not for you if:** …" that says whom it could harm, with a link to'
            " help."
        ],
    ),
    "empty-field": (
        PRACTICE.replace(" you are afraid", " …"),
        [
            f'[practice-field-empty] {PATH}:12:3: "Not for you if" is empty. Say whom it could'
            " harm, with a link to help."
        ],
    ),
    "field-by-another-name": (
        PRACTICE.replace("Not for you if", "Not for you when"),
        [
            f'[practice-field-unknown] {PATH}:12:3: "Not for you when" is not a field of a practice'
            ' card. Did you mean "Not for you if"?'
        ],
    ),
    "one-step": (
        PRACTICE.replace("> 2. Go.\n", ""),
        [
            f'[practice-steps] {PATH}:8:3: "Practice: one promise" has 1 numbered step. Write two'
            ' or more, each on a line that begins with its number, below a line with only ">".'
        ],
    ),
    "steps-that-run-on-from-the-facts": (
        PRACTICE.replace(">\n> 1.", "> 1."),
        [
            f'[practice-steps] {PATH}:8:3: "Practice: one promise" has 0 numbered steps. Write two'
            ' or more, each on a line that begins with its number, below a line with only ">".'
        ],
    ),
    "one-speaker": (
        DIALOGUE.replace("Your sister", "You"),
        [
            f'[dialogue-too-short] {PATH}:8:3: "Dialogue: at the sink" has fewer than two speakers'
            " who speak twice. Begin each turn with its speaker in bold, such as **You:** or"
            " **Your sister:**, and give both two turns."
        ],
    ),
    "one-turn-each": (
        DIALOGUE[: DIALOGUE.index(">\n> **You:** Good")],
        [
            f'[dialogue-too-short] {PATH}:8:3: "Dialogue: at the sink" has fewer than two speakers'
            " who speak twice. Begin each turn with its speaker in bold, such as **You:** or"
            " **Your sister:**, and give both two turns."
        ],
    ),
    "turn-in-a-paragraph": (
        DIALOGUE.replace("Good.\n>\n", "Good.\n"),
        [
            f'[turn-in-paragraph] {PATH}:15:3: the turn of "Your sister" runs on from the one'
            ' before. Put a line with only ">" above it.'
        ],
    ),
    "a-name": (
        DIALOGUE.replace("Your sister", "Jamie"),
        [
            f'[dialogue-name] {PATH}:12:3: the speaker "Jamie" reads like a name. The people of the'
            ' guide are made up, so name the part they play: "Your friend", "The coach".'
        ],
    ),
    "label-and-list-together": (
        MINUTE.replace("**\n>\n", "**\n"),
        [
            f'[label-not-alone] {PATH}:8:3: the label "If you only have a minute" does not stand'
            ' alone. Put a line with only ">" below it.'
        ],
    ),
    "words-after-a-label": (
        "> **Pull quote (illustrative)** Words.\n>\n> More.\n",
        [
            f'[label-not-alone] {PATH}:8:3: the label "Pull quote (illustrative)" does not stand'
            ' alone. Put a line with only ">" below it.'
        ],
    ),
    "two-pull-quotes": (
        "> **Pull quote (illustrative)**\n>\n> Words.\n\n" * 2,
        [
            f"[pull-quote-twice] {PATH}:12:3: this page has a pull quote already. Keep one of the"
            " two."
        ],
    ),
    "an-empty-pull-quote": (
        "> **Pull quote (illustrative)**\n",
        [
            f"[pull-quote-empty] {PATH}:8:3: this pull quote has no words. Put them below its"
            ' label, after a line with only ">".'
        ],
    ),
    "a-pull-quote-that-seems-real": (
        "> **Pull quote**\n>\n> Words.\n",
        [
            f"[pull-quote-not-illustrative] {PATH}:8:3: this pull quote does not say that nobody"
            " said it. Write its label as **Pull quote (illustrative)**."
        ],
    ),
    "the-myth-first": (
        "> **Myth:** No.\n>\n> **Fact:** So.\n",
        [
            f"[myth-first] {PATH}:8:3: the myth stands before the fact. Begin with **Fact:** and"
            " let **Myth:** follow, so that readers meet what is so first."
        ],
    ),
    "a-fact-alone": (
        "> **Fact:** So.\n",
        [
            f"[fact-without-myth] {PATH}:8:3: this fact has no myth. Add a paragraph that begins"
            " with **Myth:** below it."
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_is_wrong_is_said_at_its_place(text, expected):
    assert sorted(problems(text)) == sorted(expected)


def test_a_line_that_goes_on_without_its_mark_is_part_of_the_quotation():
    assert (
        problems(
            PRACTICE.replace(
                "> - **Evidence:** Our suggestion.", "> - **Evidence:**\nOur suggestion."
            )
        )
        == []
    )


def test_a_third_speaker_may_speak_once():
    assert problems(DIALOGUE + ">\n> **The waiter:** Coffee?\n") == []
