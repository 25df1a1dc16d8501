"""What the build adds above and below a page's text."""

from datetime import date

import pytest

from guide.content.loader import read_catalogue
from tests.support.pages import convert, find, links, parse, texts
from tests.support.projects import PACKAGE, front_matter, words_of

SECTION = {
    "kind": "section",
    "number": 3,
    "truth": "Truth is a verb.",
    "summary": "A summary that is long enough.",
    "safety": "true",
}
HELP = (
    front_matter(
        title="Help",
        description="A description of the page of help that is long enough to be useful.",
        safety="true",
    )
    + "Help text.\n"
)


@pytest.fixture
def show(project):
    """Return a function that converts a page of a project."""

    def make(files: dict[str, str], uri: str = "page.md", today: date | None = None) -> str:
        catalogue, _ = read_catalogue(project(files), today=today)
        return convert(catalogue, catalogue.pages[uri].body)

    return make


def page(body: str = "Text.\n", **values) -> dict[str, str]:
    return {"docs/page.md": front_matter(**values) + body}


def test_a_plain_page_has_only_its_dates(show):
    assert texts(show(page()), "p") == [
        "Text.",
        (
            "Last reviewed November 23, 2026. Next review due by November 23, 2027. Not yet"
            " reviewed by a clinician."
        ),
    ]


def test_the_strip_has_the_line_of_its_page_in_place_of_the_usual_one(show):
    values = SECTION | {"safety_line": '"Nobody has to trust a person they <fear>."'}
    html = show(page(**values) | {"docs/help.md": HELP})
    assert "Nobody has to trust a person they &lt;fear&gt;." in html
    assert "Advice to talk or repair is not for that." not in html


def test_a_page_about_danger_opens_with_the_way_to_help_and_out(show):
    html = show(page(safety="true") | {"docs/help.md": HELP})
    assert links(html) == [("/help.md", "help and helplines")]
    assert [item.tag for item in parse(html)] == ["aside", "p", "p"]
    assert texts(html, "p")[0].startswith("Afraid of someone?")
    assert texts(html, class_="exit-note")[0].startswith("“Exit this page” leaves fast")


def test_the_page_of_help_does_not_send_readers_to_itself(show):
    html = show({"docs/help.md": HELP}, "help.md")
    assert links(html) == []
    assert find(html, "aside")[0].get("aria-label") == "Leaving this page"


def test_the_way_to_help_names_whom_to_call_by_country(show):
    package = PACKAGE.replace(
        "tables:\n",
        """\
  - name: helplines
    path: helplines.csv
    title: Helplines
    schema:
      fields:
        - {name: country, type: string}
        - {name: kind, type: string}
        - {name: service, type: string}
        - {name: phone, type: string}
        - {name: url, type: string}
tables:
""",
    )
    lines = (
        "country,kind,service,phone,url\nAnt Land,emergency,Police,112,\nAnt Land,crisis,Hill"
        " Line,5,\nBee Land,abuse,Hive Line,1 800-55,https://hive.example/\nAnt Land,directory,Find"
        " One,,https://www.one.example/a\n"
    )
    html = show(
        page(safety="true")
        | {
            "docs/help.md": HELP,
            "data/datapackage.yaml": package,
            "data/helplines.csv": lines,
        }
    )
    assert texts(html, "summary") == ["Helplines by country", "Ant Land", "Bee Land"]
    assert texts(html, "li") == ["Police: 112", "Find One: one.example", "Hive Line: 1 800-55"]
    assert links(html) == [
        ("/help.md", "help and helplines"),
        ("tel:112", "112"),
        ("https://www.one.example/a", "one.example"),
        ("/help.md#help-ant-land", "All lines, texts and chats: Ant Land"),
        ("tel:180055", "1 800-55"),
        ("/help.md#help-bee-land", "All lines, texts and chats: Bee Land"),
    ]


@pytest.mark.parametrize("values", [{}, {"safety": "false"}], ids=["not-said", "false"])
def test_another_page_has_neither(show, values):
    assert links(show(page(**values) | {"docs/help.md": HELP})) == []


def test_a_section_opens_with_its_truth(show):
    assert texts(show(page(**SECTION)), class_="truth") == ["Truth 1 of 1 Truth is a verb."]


def topics() -> dict[str, str]:
    files = {}
    for name, related in (("a", "b"), ("b", "a")):
        entries = (
            f"[{{topic: {related}, reason: because {related} follows}}, "
            "{topic: gone, reason: because it went away}]"
        )
        values = {
            "title": f"Topic {name}",
            "description": (
                f"A description of topic {name} that is long enough to be useful to people."
            ),
            "kind": "topic",
            "phrase": f"do {name}",
            "group": "Talk",
            "summary": "A summary that is long enough.",
            "serves": f"Whoever wants {name}.",
            "related": entries,
            "safety": "false",
        }
        files[f"docs/topics/{name}.md"] = front_matter(**values) + f"Text of {name}.\n"
    return files


def test_a_topic_lists_its_readers_related_topics_and_mentions(show):
    files = (
        topics()
        | page("See [do a].\n")
        | {
            "docs/guide/one.md": (
                front_matter(
                    title="One",
                    description="A description of section one that is long enough to be useful.",
                    **SECTION,
                )
                + "Then [do a] and [do a].\n"
            )
        }
    )
    html = show(files, "topics/a.md")
    assert texts(html, class_="serves") == ["Is this page for you? Whoever wants a."]
    assert texts(html, "h2") == ["Related topics", "Also mentioned in"]
    assert texts(html, "li") == [
        "Topic b: because b follows",
        "One",
    ]  # plain pages are no part of the guide proper
    assert links(html) == [("/topics/b.md", "Topic b"), ("/guide/one.md", "One")]


EVIDENCE = (
    "[24%](finding:ants-lonely), [fell by 5.54%](finding:bees-fall), [ants](finding:ants-lonely)\n"
)


def test_the_evidence_of_a_page_stands_once_in_the_order_of_its_text(show):
    html = show(page(EVIDENCE))
    assert texts(html, "h2") == ["Evidence on this page"]
    assert [item.get("id") for item in find(html, class_="finding-entry__body")] == [
        "evidence-ants-lonely",
        "evidence-bees-fall",
    ]
    assert texts(html, class_="finding-entry__links") == [
        "Back to the text: 1, 2. Permanent link.",
        "Back to the text. Permanent link.",
    ]
    assert [address for address, words in links(html) if words == "Permanent link"] == [
        "/evidence/science.md#ants-lonely",
        "/evidence/science.md#bees-fall",
    ]


def test_every_link_within_a_page_leads_to_an_id_that_is_there_once(show):
    html = show(page(EVIDENCE + "\n![Mood](table:mood)\n\n![Mood](table:mood)\n"))
    ids = [item.get("id") for item in find(html) if item.get("id")]
    assert len(ids) == len(set(ids))
    within = [address[1:] for address, _ in links(html) if address.startswith("#")]
    assert len(within) == 6
    assert set(within) <= set(ids)


def test_an_entry_says_who_when_how_and_the_limit(show):
    html = show(page("[24%](finding:ants-lonely)\n") | words_of(PACKAGE))
    names = texts(html, "dt")
    assert dict(zip(names, texts(html, "dd"), strict=True)) == {
        "Value": "24% of ants",
        "In whom": "1,200 ants in 3 hills",
        "When": "2020",
        "Strength": "thin",
        "How it was read": "Read at source.",
        "Limit": "Only red ants.",
        "Source": "Ant, 2020",
    }


@pytest.mark.parametrize(
    ("body", "today", "expected"),
    [
        ("[24%](finding:ants-lonely)", None, "Its evidence was published in 2020."),
        (EVIDENCE, None, "Its evidence was published from 2020 to 2021."),
        (
            EVIDENCE,
            date(2021, 5, 1),
            (
                "Its evidence was published from 2020 to 2021. The newest is less than a year old, "
                "the oldest 1 year."
            ),
        ),
        (
            "[24%](finding:ants-lonely)",
            date(2026, 5, 1),
            "Its evidence was published in 2020. The newest is 6 years old.",
        ),
    ],
    ids=["one-year", "two-years", "young", "old"],
)
def test_a_page_says_how_old_its_evidence_is(show, body, today, expected):
    assert texts(show(page(body), today=today), class_="reviewed")[0].endswith(
        f"clinician. {expected}"
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (None, []),
        (date(2027, 11, 23), []),
        (
            date(2027, 11, 24),
            [
                "This page is overdue for review. It was to be reviewed by November 23, 2027. Its"
                " figures may be out of date."
            ],
        ),
    ],
    ids=["no-day-given", "last-day", "day-after"],
)
def test_a_page_says_when_its_review_is_overdue(show, today, expected):
    assert texts(show(page(), today=today), class_="overdue") == expected


@pytest.mark.parametrize("reviewed", ["2026-02-30", "soon", ""])
def test_a_date_that_is_none_is_left_out(show, reviewed):
    assert texts(show(page(reviewed=reviewed)), "p") == ["Text."]


def test_a_corrected_page_says_so(show):
    package = PACKAGE.replace(
        "tables:\n",
        """\
  - name: corrections
    path: corrections.csv
    title: Corrections
    schema:
      fields: [{name: id, type: string}, {name: date, type: date}, {name: page, type: string}]
tables:
""",
    )
    html = show(
        page()
        | {
            "data/datapackage.yaml": package,
            "data/corrections.csv": "id,date,page\nc1,2026-10-01,page.md\nc2,2026-11-02,page.md\n",
        }
    )
    assert texts(html, class_="correction") == [
        "Corrected November 2, 2026. What was wrong.",
        "Corrected October 1, 2026. What was wrong.",
    ]
    assert links(html) == [
        ("/about/corrections.md#c2", "What was wrong"),
        ("/about/corrections.md#c1", "What was wrong"),
    ]
