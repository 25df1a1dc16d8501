"""Twenty slips that editors make, in a copy of the real project, and the sentences that answer them.

Each is a change of one file: (file, old, new, the words at which the slip is reported, the whole
message). Without old and new, the file is saved in another encoding.
"""

import shutil
from pathlib import Path

import pytest

from guide.core.problems import sort_by_severity
from scripts import check
from tests.support.real import ROOT
from tests.support.slow import slow_but_named

MISTAKES = {
    "unit-in-the-cell": (
        "data/findings.csv",
        ",5.54,",
        ",-5.54%,",
        "-5.54%,",
        (
            'value is "-5.54%", which a spreadsheet would run as a formula. Write digits only, such'
            " as 34 or -5.54."
        ),
    ),
    "number-of-the-sentence-not-brought-along": (
        "docs/topics/improve-empathy.md",
        "[25 experiments]",
        "[52 experiments]",
        None,
        (
            'the link says "52", but not so the finding "perspective-getting", which has 25.'
            " Write the figure as the row has it, or correct the row."
        ),
    ),
    "key-of-a-source-misspelled": (
        "data/findings.csv",
        ",gallup2020covid,",
        ",galup2020covid,",
        "galup2020covid",
        (
            'source is "galup2020covid", which no row of sources has as its key. Did you mean'
            ' "gallup2020covid"?'
        ),
    ),
    "id-that-is-taken": (
        "data/findings.csv",
        "\ngallup-us-peak-2021,",
        "\ngallup-us-march-2020,",
        'gallup-us-march-2020,why-bonds-break,,"Daily',
        'id is "gallup-us-march-2020", as in line 2 already. Give each row its own id.',
    ),
    "status-misspelled": (
        "data/findings.csv",
        ",verified,",
        ",verifed,",
        "verifed",
        'status is "verifed", which is not one of the allowed words. Did you mean "verified"?',
    ),
    "day-as-a-spreadsheet-writes-it": (
        "data/findings.csv",
        ",2026-11-23,page read",
        ",11/23/2026,page read",
        "11/23/2026",
        (
            'checked_on is "11/23/2026", which is not a date. Write year, month and day, such as'
            " 2026-11-23."
        ),
    ),
    "comma-without-quotation-marks": (
        "data/glossary.csv",
        "\nphubbing,",
        "\nnew-term,New term,,One, two,,\nphubbing,",
        None,
        (
            "this row has 7 cells and the header has 6. Put a cell that holds a comma in quotation"
            " marks, or delete the extra cell."
        ),
    ),
    "cell-left-out": (
        "data/loneliness_trends.csv",
        "\n2010,",
        "\n2005,20\n2010,",
        "2005,20",
        (
            "this row has 2 cells and the header has 3. Add what is missing; an empty cell still"
            " needs its comma."
        ),
    ),
    "heading-misspelled": (
        "data/glossary.csv",
        "id,term,",
        "id,trem,",
        "trem",
        '"trem" is not a column of this table. Did you mean "term"?',
    ),
    "range-turned-into-a-date": (
        "data/findings.csv",
        "24-29 Mar 2020",
        "5-Jan",
        "5-Jan",
        (
            'period is "5-Jan", which looks like a date that a spreadsheet made of something else,'
            " such as 1-5 or Mar 2021. Give the column the format Text and write it again."
        ),
    ),
    "saved-with-semicolons": (
        "data/loneliness_trends.csv",
        ",",
        ";",
        ";",
        (
            "this file is separated by semicolons, as some spreadsheet settings do. Save it again"
            ' as "CSV UTF-8 (comma delimited)".'
        ),
    ),
    "saved-in-an-old-encoding": (
        "data/series.csv",
        None,
        None,
        None,
        (
            "this file is not saved as UTF-8, but in an older encoding, as with a spreadsheet's"
            ' plain CSV. Save it again as "CSV UTF-8 (comma delimited)".'
        ),
    ),
    "finding-misspelled": (
        "docs/topics/build-trust.md",
        "(finding:appreciation-cycle)",
        "(finding:appreciaton-cycle)",
        "[felt\nappreciated]",
        'no finding is called "appreciaton-cycle". Did you mean "appreciation-cycle"?',
    ),
    "phrase-misspelled": (
        "docs/topics/relationship-communication-strategies.md",
        "[cost-effective coaching]",
        "[cost-efective coaching]",
        "[cost-efective c",
        (
            '"cost-efective coaching" is neither the phrase of a topic nor a glossary term.'
            ' Did you mean "cost-effective coaching"? (plain square brackets are written \\['
            " and \\])."
        ),
    ),
    "link-to-no-page": (
        "docs/topics/build-trust.md",
        "(../help.md) alone.",
        "(../hepl.md) alone.",
        "[talk to a helpline](../hepl",
        'the link to "../hepl.md" leads to no page or file. Did you mean "/help.md"?',
    ),
    "table-misspelled": (
        "docs/evidence/findings.md",
        "(table:findings-index)",
        "(table:findngs-index)",
        None,
        'no table is called "findngs-index". Did you mean "findings-index"?',
    ),
    "number-without-a-source": (
        "docs/topics/build-trust.md",
        "Belief comes back when",
        "Of couples, 60% forgive. Belief comes back when",
        "60%",
        (
            '"60%" is a percentage with no finding behind it. Put it into the words of a finding:'
            " link, or, if it claims nothing, write [it](number:example)."
        ),
    ),
    "colon-in-the-front-matter": (
        "docs/topics/build-trust.md",
        "title: Build trust",
        "title: Build trust: a guide",
        ": a guide",
        (
            "this is not valid YAML: mapping values are not allowed here. Put text that holds a"
            " colon, a # or a quotation mark in double quotes, and check the indent."
        ),
    ),
    "front-matter-without-a-key": (
        "docs/topics/build-trust.md",
        "group: Trust\n",
        "",
        "title: Build",
        'the front matter has no group. Add a line "group: …".',
    ),
    "practice-without-its-warning": (
        "docs/topics/build-trust.md",
        "> - **Not for you if:**",
        "> - **Not for anyone if:**",
        "- **Not for anyone",
        '"Not for anyone if" is not a field of a practice card. Did you mean "Not for you if"?',
    ),
    "hype": (
        "docs/topics/build-trust.md",
        "Researchers followed couples",
        "It is a game-changer. Researchers followed couples",
        "game-changer",
        (
            '"game-changer" promises more than a study can show. Say what was found, in whom, and'
            " how large it was."
        ),
    ),
    "hidden-character": (
        "docs/topics/build-trust.md",
        "Agree on what may be",
        "Agree\u200b on what may be",
        "\u200b",
        (
            'this line holds a character that cannot be seen, "\\u200b". Delete it; such characters'
            " come in with text that is pasted."
        ),
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


# Slips that hide others, or that others hide: each round is one run of the check.
HEADERS = [
    "id-that-is-taken",
    "heading-misspelled",
    "saved-with-semicolons",
    "colon-in-the-front-matter",
]
ALONE = ["front-matter-without-a-key", "hidden-character"]
ROUNDS = {
    "side by side": [name for name in MISTAKES if name not in (*HEADERS, *ALONE)],
    "headers": HEADERS,
    "others": ALONE,
}


def make(copy: Path, names: list[str]) -> dict[str, str]:
    """Make each of these slips, and return the text of each file that has some."""
    texts: dict[str, str] = {}
    for name, old, new, _, _ in (MISTAKES[name] for name in names):
        text = texts.get(name) or (copy / name).read_text(encoding="utf-8")
        assert old is None or old in text, old
        texts[name] = text if old is None else text.replace(old, new, -1 if old == "," else 1)
        encoding = "cp1252" if old is None else "utf-8"
        (copy / name).write_bytes(texts[name].encode(encoding, "replace"))
    return texts


@pytest.fixture
def mistaken(copy: Path):
    """Return a function that makes slips, and mend them all when the test is over."""
    yield lambda names: make(copy, names)
    shutil.copytree(ROOT / "data", copy / "data", dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs", copy / "docs", dirs_exist_ok=True)


def place(text: str, words: str) -> str:
    """Return the line and column at which words first stand."""
    before = text[: text.index(words)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def is_answered(slip: str, text: str, problems: list[str]) -> bool:
    """Say whether a problem has the sentence of a slip, and its place where that is one of words."""
    name, _, _, words, expected = MISTAKES[slip]
    start = f"{name}:{place(text, words)}: " if words is not None else f"{name}:"
    return any(line.startswith(start) and line.endswith(f": {expected}") for line in problems)


@pytest.mark.parametrize("slips", slow_but_named(["side by side"], ROUNDS))
def test_a_mistake_is_answered_with_the_sentence_that_mends_it(copy, mistaken, slips):
    texts = mistaken(slips)
    problems = [str(problem) for problem in sort_by_severity(check.find_problems(copy)[0])]
    assert [
        slip for slip in slips if not is_answered(slip, texts[MISTAKES[slip][0]], problems)
    ] == [], problems
    assert len(slips) <= len(problems) <= len(slips) + 3, problems  # nothing buries them


def test_there_are_twenty_and_each_is_in_a_round():
    assert len(MISTAKES) >= 20
    assert sorted(slip for slips in ROUNDS.values() for slip in slips) == sorted(MISTAKES)


@pytest.mark.slow
def test_the_copy_has_no_other_problem(copy):
    assert check.find_problems(copy)[0] == []
