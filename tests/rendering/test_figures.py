"""What `table:` stands for: each template, from data to HTML."""

from collections import Counter
from datetime import date

import pytest

from guide.content.loader import read_catalogue
from guide.content.repository import Repository
from guide.rendering.figures import render_figure, render_problem
from tests.support.pages import convert, find, links, text_of, texts
from tests.support.projects import FINDINGS, GLOSSARY, PACKAGE, SOURCES, front_matter

MORE = """\
  - name: helplines
    path: helplines.csv
    title: Helplines
    schema:
      fields:
        - {name: country, type: string}
        - {name: service, type: string}
        - {name: phone, type: string}
        - {name: text_or_chat, type: string}
        - {name: for_whom, type: string}
        - {name: hours, type: string}
        - {name: languages, type: string}
        - {name: url, type: string}
        - {name: checked_on, type: date}
        - {name: free, type: string}
        - {name: confidential, type: string}
        - {name: evidence_on, type: date}
  - name: corrections
    path: corrections.csv
    title: Corrections
    schema:
      fields:
        - {name: id, type: string}
        - {name: date, type: date}
        - {name: page, type: string}
        - {name: what_was_wrong, type: string, markup: inline}
        - {name: what_it_says_now, type: string, markup: inline}
        - {name: reason, type: string, markup: inline}
  - name: claims
    path: claims.csv
    title: Claims
    schema:
      primaryKey: id
      fields:
        - {name: id, type: string}
        - {name: section, type: string}
        - {name: claim, type: string, markup: inline}
        - {name: credited_to, type: string}
        - {name: verdict, type: string}
        - {name: why, type: string, markup: inline}
        - {name: instead, type: string, markup: inline}
        - name: findings
          type: string
          list_separator: " "
          references: {resource: findings, field: id}
        - name: sources
          type: string
          list_separator: " "
          references: {resource: sources, field: key}
tables:
  - {name: helplines, template: helplines}
  - {name: corrections, template: corrections}
  - {name: claims, template: claims}
  - {name: sections, template: sections}
"""
DATA = {
    "data/datapackage.yaml": PACKAGE.replace("tables:\n", MORE),
    "data/helplines.csv": (
        "country,service,phone,text_or_chat,for_whom,hours,languages,url,checked_on,free,"
        "confidential,evidence_on\nAnt Land,Hill Line,123,Text HILL to 5,Ants,All day,Antish,"
        "https://hill.example/,2026-11-01,yes,yes,2024-11-24\nAnt"
        " Land,Nest Line,,,Larvae,,,https://nest.example/,2026-01-01,,,\nBee (North),Hive"
        " Line,456,,Bees,,,https://hive.example/,2026-11-01,no,,2024-11-22\n"
    ),
    "data/corrections.csv": (
        "id,date,page,what_was_wrong,what_it_says_now,reason\n"
        "c1,2026-10-01,page.md,*24*,25,\nc2,2026-11-02,page.md,a,b,[@ant2020]\n"
    ),
    "data/claims.csv": (
        "id,section,claim,credited_to,verdict,why,instead,findings,sources\n"
        "k1,science,*All* ants are lonely,,contradicted,No.,Some are.,ants-lonely,ant2020 "
        "bee2021\n"
        "k2,zoo,Bees hum,A bee,partly,,,,\n"
    ),
    "docs/page.md": front_matter() + "One [@ant2020].\n",
    "docs/guide/science.md": (
        front_matter(
            title="The science",
            description="A description of the section on science that is long enough to be useful.",
            kind="section",
            number=2,
            truth="Ants are social.",
            summary="A summary that is long enough.",
            safety="false",
        )
        + "Two [24%](finding:ants-lonely).\n"
    ),
    "docs/topics/hum.md": (
        front_matter(
            title="Hum well",
            description="A description of the topic of humming that is long enough to be useful.",
            kind="topic",
            phrase="hum well",
            group="Grow",
            summary="How to hum, in words that are enough.",
            serves="Bees.",
            related="[]",
            safety="false",
        )
        + "x\n"
    ),
}


@pytest.fixture
def show(project):
    """Return a function that gives the HTML of a figure, as it comes out of Markdown."""

    def make(target: str, today: date | None = None, **files: str) -> str:
        root = project(DATA | {f"data/{name}.csv": text for name, text in files.items()})
        return convert(read_catalogue(root, today=today)[0], f"![x](table:{target})")

    return make


def test_a_table_has_caption_scopes_units_and_download(show):
    html = show("mood")
    assert texts(html, "caption") == ["Mood by year"]
    assert [(item.get("scope"), "".join(item.itertext())) for item in find(html, "th")] == [
        ("col", "Year"),
        ("col", "Lonely (%)"),
        ("col", "Note"),
        ("col", "Source"),
        ("row", "2010"),
        ("row", "2020"),
    ]
    assert texts(html, "td") == [
        "21",
        "not reported",
        "Ant, 2020",
        "34",
        "a (Bee et al., 2021) note",
        "Bee et al., 2021",
    ]
    assert texts(html, class_="guide-table__note") == ["A note with (Ant, 2020)."]
    assert texts(html, class_="guide-table__source") == [
        "Sources: Ant, 2020; Bee et al., 2021. Download mood.csv"
    ]
    assert ("/data/mood.csv", "Download mood.csv") in links(html)


def test_a_table_is_a_region_named_by_its_caption(show):
    region, caption = find(show("mood"), role="region")[0], find(show("mood"), "caption")[0]
    assert (region.get("aria-labelledby"), region.get("tabindex")) == (caption.get("id"), "0")


def test_a_narrowed_table_shows_only_what_was_asked_for(show):
    html = show("mood?year=2010")
    assert texts(html, "td") == ["21", "not reported", "Ant, 2020"]
    assert texts(html, class_="guide-table__source") == ["Source: Ant, 2020. Download mood.csv"]


def test_the_bibliography_is_sorted_and_leads_out_and_back(show):
    html = show("sources")
    assert [(item.get("id"), text_of(item)) for item in find(html, "li")] == [
        (
            "ant2020",
            (
                "Ant, A. A. (2020). On ants. Journal of Ants. doi.org/10.1/ant Used in: The"
                " science, A page"
            ),
        ),
        ("bee2021", "Bee, B., Cow, C. & Dog, D. (2021). On bees. Bee Letters. bees.example"),
    ]
    assert links(html) == [
        ("https://doi.org/10.1/ant", "doi.org/10.1/ant"),
        ("/guide/science.md", "The science"),
        ("/page.md", "A page"),
        ("https://bees.example/", "bees.example"),
    ]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("a-a", ["ant2020"]), ("b-z", ["bee2021"]), ("a-z", ["ant2020", "bee2021"]), ("x-z", [])],
)
def test_the_bibliography_can_be_parted_by_letters(show, letters, expected):
    assert [item.get("id") for item in find(show(f"sources?letters={letters}"), "li")] == expected


def test_the_library_has_an_entry_for_each_finding(show):
    html = show("findings")
    assert [item.get("id") for item in find(html, class_="finding-entry__body")] == [
        "ants-lonely",
        "bees-fall",
    ]
    assert texts(html, class_="finding-entry__statement") == [
        "Ants say that 24% of them are lonely.",
        "Bees' scores fell by 5.54% in 2021.",
    ]
    assert texts(html, class_="finding-entry__links") == [
        "Link to this finding. Used in: The science",
        "Link to this finding",
    ]


def test_the_glossary_is_sorted_and_leads_to_evidence_and_topics(show):
    html = show(
        "glossary",
        glossary=GLOSSARY.replace("ants-lonely,", "ants-lonely,hum")
        + 'a,an Ant,,"A *small* animal, see [phubbing].",,\n',
    )
    assert [(item.get("id"), "".join(item.itertext())) for item in find(html, "dt")] == [
        ("a", "an Ant"),
        ("phubbing", "Phubbing"),
    ]
    assert texts(html, "dd")[:2] == [
        "A small animal, see phubbing.",
        "Looking at a phone instead of a person. The evidence for this. See Hum well.",
    ]
    assert ("/glossary.md#phubbing", "phubbing") in links(html)
    assert ("/topics/hum.md", "Hum well") in links(html)


def test_helplines_stand_by_country(show):
    html = show("helplines")
    assert [(item.get("id"), item.text) for item in find(html, "h3")] == [
        ("help-ant-land", "Ant Land"),
        ("help-bee-north", "Bee (North)"),
    ]
    assert texts(html, "li", class_="helpline") == [
        (
            "Hill Line 123 Calls Free, confidential Text or chat Text HILL to 5 For Ants"
            " Hours All day Languages Antish Website hill.example Checked November 1, 2026."
        ),
        "Nest Line For Larvae Website nest.example Checked January 1, 2026.",
        "Hive Line 456 Calls Not free For Bees Website hive.example Checked November 1, 2026.",
    ]
    assert links(html) == [
        ("#help-ant-land", "Ant Land"),
        ("#help-bee-north", "Bee (North)"),
        ("tel:123", "123"),
        ("https://hill.example/", "hill.example"),
        ("https://nest.example/", "nest.example"),
        ("tel:456", "456"),
        ("https://hive.example/", "hive.example"),
    ]


def test_a_helpline_checked_long_ago_says_so(show):
    assert texts(show("helplines", today=date(2026, 11, 23)), class_="checked") == [
        "Checked November 1, 2026.",
        "Checked January 1, 2026, more than 180 days ago: it may have changed.",
        (
            "Checked November 1, 2026. Try it first. The newest page of theirs that we could read"
            " is of 2024, so if nobody answers, try the directories at the end of the list."
        ),
    ]


def test_corrections_stand_newest_first(show):
    html = show("corrections")
    assert [(item.get("id"), text_of(item)) for item in find(html, "li")] == [
        ("c2", "November 2, 2026, A page. It said: a It now says: b Why: (Ant, 2020)"),
        ("c1", "October 1, 2026, A page. It said: 24 It now says: 25"),
    ]


def test_no_corrections_are_said_too(show):
    assert (
        texts(
            show(
                "corrections", corrections="id,date,page,what_was_wrong,what_it_says_now,reason\n"
            ),
            "p",
        )[0]
        == "No corrections so far."
    )


def test_claims_stand_by_section_with_their_verdict(show):
    html = show("claims")
    assert texts(html, "p")[0] == "2 claims checked: 1 contradicted, 1 partly."
    assert [(item.get("id"), "".join(item.itertext())) for item in find(html, "h2")] == [
        ("claims-science", "The science"),
        ("claims-zoo", "Zoo"),
    ]
    assert [item.get("id") for item in find(html, class_="claim")] == ["k1", "k2"]
    assert texts(html, class_="claim__words") == ["All ants are lonely", "Bees hum"]
    assert [item.get("data-verdict") for item in find(html, class_="claim")] == [
        "Contradicted",
        "Partly",
    ]
    assert texts(html, class_="claim__instead") == ["Say instead: Some are."]
    assert texts(html, class_="claim__source") == [
        "Credited to: no source named. Evidence: Ant, 2020.",
        "Credited to: A bee.",
    ]
    assert ("/evidence/science.md#ants-lonely", "Ant, 2020") in links(html)


def test_only_with_a_repository_a_claim_links_to_a_report_with_its_id(project):
    root = project(DATA)
    html = convert(
        read_catalogue(root, repository=Repository("https://git.example/o/r"))[0],
        "![x](table:claims)",
    )
    form = "https://git.example/o/r/issues/new?template=1-claim.yml&finding="
    assert [link for link in links(html) if link[0].startswith(form)] == [
        (f"{form}k1", "Report a problem"),
        (f"{form}k2", "Report a problem"),
    ]
    assert "Report" not in convert(read_catalogue(root)[0], "![x](table:claims)")


def test_sections_and_topics_are_listed(show):
    assert texts(show("sections"), "li") == [
        "The science Truth 2: Ants are social. A summary that is long enough."
    ]
    html = show("topics")
    assert [(item.get("id"), item.text) for item in find(html, "h2")] == [("group-grow", "Grow")]
    assert (texts(html, "dt"), texts(html, "dd")) == (
        ["Hum well"],
        ["How to hum, in words that are enough."],
    )


def test_each_figure_of_a_page_has_an_id_of_its_own(project):
    catalogue, _ = read_catalogue(project())
    ids: Counter = Counter()
    figures = [
        render_figure(catalogue, target, ids)
        for target in ("mood", "mood?year=2010", "glossary", "mood")
    ]
    assert [find(html)[0].get("id") for html in figures] == [
        "table-mood",
        "table-mood-2",
        "table-glossary",
        "table-mood-3",
    ]


@pytest.mark.parametrize("target", ["moods", "", "mood?nope=1", "mood?nope="])
def test_what_cannot_be_made_is_none(project, target):
    assert render_figure(read_catalogue(project())[0], target, Counter()) is None


BROKEN = {
    "no-such-table": ({}, "moods"),
    "no-such-column": ({}, "mood?nope=1"),
    "no-rows-of-computed-column": (
        {
            "data/datapackage.yaml": PACKAGE.replace(
                "row_header: year,",
                "computed: [{name: c, title: C, of: lonely_pct, op: change-from-first}], columns:"
                " [year, c],",
            )
        },
        "mood?year=1999",
    ),
    "no-such-template": (
        {"data/datapackage.yaml": PACKAGE.replace("template: definitions", "template: nope")},
        "glossary",
    ),
    "no-such-column-in-the-description": (
        {"data/datapackage.yaml": PACKAGE.replace("row_header: year,", "sort: [nope],")},
        "mood",
    ),
    "no-file": ({"data/mood.csv": None}, "mood"),
    "no-columns-for-the-template": (
        {
            "data/datapackage.yaml": PACKAGE.replace(
                "{name: mood, caption: Mood by year,", "{name: mood, template: helplines,"
            )
        },
        "mood",
    ),
    "date-that-is-none": (
        DATA | {"data/helplines.csv": DATA["data/helplines.csv"].replace("2026-11-01", "soon")},
        "helplines",
    ),
    "correction-without-date": (
        DATA | {"data/corrections.csv": DATA["data/corrections.csv"].replace("2026-10-01", "")},
        "corrections",
    ),
    "term-left-empty": ({"data/glossary.csv": GLOSSARY.replace("Phubbing,", ",", 1)}, "glossary"),
    "source-without-a-key": ({"data/sources.csv": SOURCES.replace("ant2020,", ",", 1)}, "sources"),
    "claims-without-sources": (DATA | {"data/sources.csv": None}, "claims"),
    "two-findings-of-one-id": (
        {
            "data/findings.csv": (
                f"{FINDINGS.splitlines()[0]}\n" + "a,b,c,1,,,,ant2020,,verified,\n" * 2
            )
        },
        "findings",
    ),
    "two-sources-of-one-key": (
        {"data/sources.csv": f"{SOURCES.splitlines()[0]}\n" + "ant2020,A,2020,T,,,\n" * 2},
        "sources",
    ),
}


@pytest.mark.parametrize(("files", "target"), BROKEN.values(), ids=BROKEN)
def test_broken_data_never_stops_a_preview(project, files, target):
    html = convert(
        read_catalogue(project(files), today=date(2026, 11, 23))[0],
        f"Before.\n\n![x](table:{target})\n\nAfter.",
    )
    assert texts(html, "p")[0] == "Before."
    assert "After." in texts(html, "p")
    assert "None" not in " ".join(texts(html, "p") + texts(html, "dt") + texts(html, "li"))


def test_a_box_says_what_is_broken():
    assert texts(render_problem("There is no <table>."), "p") == [
        "This figure is broken. There is no <table>."
    ]
