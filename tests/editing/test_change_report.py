"""What a change does, in readers' words."""

import pytest

from guide.content.loader import read_catalogue
from guide.editing.change_report import report_changes
from tests.support.projects import FINDINGS, MOOD, SOURCES
from tests.support.reported_guide import BASE, BODY, HELPLINES, page


@pytest.fixture
def compare(project, tmp_path):
    """Return a function that gives the report's sections by heading, for files that differ."""

    def run(files: dict[str, str | None], base: dict[str, str] | None = None) -> dict[str, str]:
        before = read_catalogue(project({**BASE, **(base or {})}))[0]
        for name in BASE:
            (tmp_path / name).unlink()
        after = read_catalogue(project({**BASE, **files}))[0]
        text = report_changes(before, after)
        sections = {
            part.partition("\n")[0]: part.partition("\n")[2].strip() for part in text.split("### ")
        }
        return (
            dict.fromkeys(("Figures", "Statuses", "Pages", "Links", "Helplines"), "No change.")
            | sections
        )

    return run


def lines(section: str) -> list[str]:
    return section.split("\n")[2:]


def test_where_nothing_changes_that_is_said(compare):
    sections = compare({})
    assert sections.pop("## What this change does for readers") == "Nothing changes for readers."
    assert set(sections.values()) == {"No change."}


def test_a_figure_is_told_with_its_row_and_the_pages_it_is_on(compare):
    sections = compare(
        {
            "data/findings.csv": (
                FINDINGS.replace("24% of them", "25% of them").replace("lonely.,24,", "lonely.,25,")
            ),
            "data/mood.csv": MOOD.replace("2010,21", "2010,22"),
        }
    )
    assert lines(sections["Figures"]) == [
        (
            "| Findings: ants-lonely | statement | Ants say that 24% of them are lonely. | Ants say"
            " that 25% of them are lonely. | Ants |"
        ),
        "| Findings: ants-lonely | value | 24 | 25 | Ants |",
        "| Mood: 2010 | Lonely | 21 | 22 | Ants |",
    ]
    assert sections["Figures"].startswith(
        "| Where | What | Was | Is now | Shown on |\n| --- | --- | --- | --- | --- |\n"
    )
    assert (
        sections["## What this change does for readers"]
        == "3 changes that readers can see: 3 under Figures.\n\nThe statuses, pages, links, and"
        " helplines stay as they are."
    )


def test_a_long_text_is_cut_to_where_it_differs(compare):
    long = (
        "Ants say that "
        + "all of this is so, and that " * 20
        + "24% of them are lonely, "
        + "as far as anybody can tell, " * 20
        + "at least."
    )
    findings = FINDINGS.replace("Ants say that 24% of them are lonely.", f'"{long}"')
    before, after = (
        {"data/findings.csv": findings},
        {"data/findings.csv": findings.replace("24% of them", "42% of them")},
    )
    assert lines(compare(after, before)["Figures"]) == [
        "| Findings: ants-lonely | statement | … that all of this is so, and that all of this is"
        " so, and that 24% of them are lonely, as far as anybody can tell, as far as anybody … | …"
        " that all of this is so, and that all of this is so, and that 42% of them are lonely, as"
        " far as anybody can tell, as far as anybody … | Ants |"
    ]


def test_rows_that_come_and_go_are_told_in_their_words(compare):
    sections = compare(
        {
            "data/mood.csv": MOOD.replace("2010,21,,ant2020\n", "2011,23,,ant2020\n"),
            "data/sources.csv": (
                SOURCES + 'cow2024,"Cow, C.",2024,On cows,Barn,,https://cows.example/\n'
            ),
        }
    )
    assert lines(sections["Figures"]) == [
        "| Sources: cow2024 | the row |  | On cows | no page |",
        "| Mood: 2010 | the row | 21, ant2020 |  | Ants |",
        "| Mood: 2011 | the row |  | 23, ant2020 | Ants |",
    ]


def test_a_status_stands_under_its_own_heading(compare):
    sections = compare(
        {
            "data/findings.csv": FINDINGS.replace(
                "cross-sectional,verified", "cross-sectional,contradicted"
            ),
            "data/datapackage.yaml": (
                BASE["data/datapackage.yaml"].replace(
                    "caption: Mood by year,", "caption: Mood by year, status: mixed,"
                )
            ),
        }
    )
    assert lines(sections["Statuses"]) == [
        "| Findings: ants-lonely | status | verified | contradicted | Ants |",
        "| table mood | status | empty | mixed |  |",
    ]
    assert sections["Figures"] == "No change."


def test_words_about_a_table_are_told(compare):
    package = (
        BASE["data/datapackage.yaml"]
        .replace("caption: Mood by year", "caption: Moods")
        .replace("title: Glossary", "title: Words")
    )
    sections = compare(
        {"data/datapackage.yaml": package.replace("  - {name: topics, template: topics}\n", "")}
    )
    assert lines(sections["Figures"]) == [
        "| table mood | caption | Mood by year | Moods |  |",
        "| table topics | the whole table | there | not there |  |",
        "| data set glossary | title | Glossary | Words |  |",
    ]


def test_pages_that_come_go_and_move(compare):
    sections = compare(
        {
            "docs/b.md": None,
            "docs/c.md": page("New & <b>", "Three words here.\n"),
            "docs/deep/a.md": page("Ants", BODY),
            "docs/a.md": None,
            "data/redirects.csv": "old,new,date\n/a/,/deep/a/,2026-11-23\n",
        }
    )
    assert lines(sections["Pages"]) == [
        "| Ants | moved from /a/ to /deep/a/, with a redirect |",
        "| Bees | taken out; ITS ADDRESS LEADS NOWHERE: add a redirect |",
        "| New &amp; &lt;b&gt; | new page at /c/, with 3 words |",
    ]
    sections = compare(
        {"docs/b.md": None, "data/redirects.csv": "old,new,date\n/b/,/a/,2026-11-23\n"}
    )
    assert lines(sections["Pages"]) == ["| Bees | taken out; its address leads to /a/ |"]


def test_what_a_page_says_of_itself(compare):
    sections = compare(
        {
            "docs/b.md": page(
                "Honey bees", "Text [a](a.md).\n", reviewed="2027-01-02", synonyms="[hive]"
            )
        }
    )
    assert lines(sections["Pages"]) == [
        '| Bees | retitled "Honey bees"; LOSES the help strip and the Exit link; description for'
        " search engines: changed; words people search for: changed; day of the last review:"
        " 2026-11-23 → 2027-01-02 |"
    ]
    sections = compare({"docs/a.md": page("Ants", BODY, safety="true")})
    assert lines(sections["Pages"]) == ["| Ants | gets the help strip and the Exit link |"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            BODY.replace("One paragraph", "Two long paragraphs"),
            'reworded under "How it goes" (2 words out, 3 words in)',
        ),
        (
            BODY.replace("An opening", "The opening"),
            "reworded in its opening (1 word out, 1 word in)",
        ),
        (
            BODY.replace("An opening", "The opening").replace("## How it goes", "## How it went"),
            (
                'reworded under its opening, "How it went", and "How it goes" (2 words out, 2'
                " words in)"
            ),
        ),
        (BODY.replace("One paragraph about", "One\nparagraph\nabout"), None),
    ],
)
def test_a_reworded_page_says_where(compare, body, words):
    sections = compare({"docs/a.md": page("Ants", body)})
    assert (
        sections["Pages"] == "No change."
        if words is None
        else lines(sections["Pages"]) == [f"| Ants | {words} |"]
    )


def test_links_that_come_go_and_say_something_else(compare):
    sections = compare(
        {
            "docs/a.md": page(
                "Ants",
                BODY.replace("[24% of ants]", "[24%\nof all ants]").replace(
                    "[@bee2021]", "[@ant2020]"
                )
                + "\n> [two\n> lines](b.md)\n",
            )
        }
    )
    assert lines(sections["Links"]) == [
        "| Ants | other words | 24% of ants → 24% of all ants | the finding ants-lonely |",
        "| Ants | gone | @\u200bbee2021 | the source @\u200bbee2021 |",
        "| Ants | new | @\u200bant2020 | the source @\u200bant2020 |",
        "| Ants | new | two lines | b.md |",
    ]


def test_helplines_stand_apart(compare):
    sections = compare(
        {
            "data/helplines.csv": (
                HELPLINES.replace("0800 1,x,2026-11-23", "0800 2,y,2027-01-02").replace(
                    "us,US,Care Line,911", "nz,NZ,New Line,111"
                )
            )
        }
    )
    assert lines(sections["Helplines"]) == [
        "| UK: Bond Line | Phone | 0800 1 | 0800 2 |",
        "| UK: Bond Line | Confirmed by | x | y |",
        "| UK: Bond Line | Checked on | 2026-11-23 | 2027-01-02 |",
        "| US: Care Line | the service | 911 | TAKEN OUT |",
        "| NZ: New Line | the service |  | 111 |",
    ]
    assert sections["Figures"] == "No change."


def test_a_table_that_cannot_be_read_is_not_told_as_lost(compare):
    assert compare({"data/mood.csv": "year\n"})["Figures"] == "No change."


def test_columns_that_no_reader_sees_are_left_out(compare, project):
    text = BASE["data/datapackage.yaml"].replace(
        "{name: container, type: string}", "{name: container, type: string, internal: true}"
    )
    assert (
        compare(
            {
                "data/datapackage.yaml": text,
                "data/sources.csv": SOURCES.replace("Bee Letters", "Letters"),
            }
        )["Figures"]
        == "No change."
    )


def test_a_long_list_is_cut(compare):
    rows = "".join(f"{year},34,,ant2020\n" for year in range(1900, 1970))
    figures = compare({"data/mood.csv": MOOD + rows})["Figures"]
    assert figures.endswith("\n\n… and 10 more changes.") and figures.count("\n|") == 61


def test_a_report_fits_into_a_comment(compare):
    rows = "".join(f'{year},34,"{"|" * 300}",ant2020\n' for year in range(1900, 1970))
    pages = {
        f"docs/p{number}.md": page(f"{'*' * 60} {number}", "[b](b.md) " * 60 + f"{number}\n")
        for number in range(70)
    }
    sections = compare(
        {
            "data/mood.csv": MOOD + rows,
            **pages,
            "docs/a.md": page("Ants", "Text.\n" + f"[{'_' * 300} ](b.md)\n" * 70),
        }
    )
    assert sum(map(len, sections.values())) < 62_000 and "more changes" in sections["Figures"]
