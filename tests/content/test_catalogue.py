"""What is wrong between the parts of a project: references, phrases, topics, Markdown in data."""

import pytest

from guide.content.catalogue import in_letters, resolve_link
from guide.content.loader import read_catalogue
from tests.support.pages import format_problems, problems_of
from tests.support.projects import FINDINGS, GLOSSARY, MOOD, PACKAGE, front_matter

PAGE = "docs/page.md"
PHRASES = (
    "There are these phrases: phubbed, phubbing, snubbing by phone "
    "(plain square brackets are written \\[ and \\])."
)
FINDINGS_THERE = "There are these findings: ants-lonely, bees-fall."
SCHEMES = (
    "which the guide does not use. Link with https:, mailto:, tel: or sms:, to a page, or with"
    " finding:, table: or chart:."
)
SOURCES = "There are these sources: ant2020, bee2021."


def topic(name: str, related=("b", "c"), **values) -> str:
    """Return the front matter of a topic page with a phrase of its own."""
    entries = ", ".join(f"{{topic: {slug}, reason: because it goes on there}}" for slug in related)
    usual = {
        "title": f"Topic {name}",
        "description": (
            f"What the topic called {name} is about, in words that are enough for a search page."
        ),
        "kind": "topic",
        "phrase": f"do {name} well",
        "group": "Talk",
        "summary": f"A summary of {name} that is long enough.",
        "serves": "Somebody who is there to be served.",
        "related": f"[{entries}]",
        "safety": "false",
    }
    return front_matter(**{**usual, **values})


TOPICS = {
    "docs/topics/a.md": topic("a") + "Do [do b well] and [do c well].\n",
    "docs/topics/b.md": topic("b", ("a", "c")) + "Then [do a well], [do c well].\n",
    "docs/topics/c.md": topic("c", ("a", "b")) + "Then [do a well] or [do b well].\n",
}


def other(**values) -> str:
    return front_matter(
        **{
            "title": "Other page",
            "description": "Another description, of another page, that is long enough for people.",
            **values,
        }
    )


BODIES = {
    "all-is-well": (
        (
            "Hello [24% of ants](finding:ants-lonely) [@ant2020; @bee2021, p. 3] [phubbing]"
            " [it][phubbed] [x](page.md#a) [y](/page.md) [z](/data/mood.csv) [w](https://a.example)"
            " [two in three](number:example).\n\n![Mood](table:mood)\n"
        ),
        [],
    ),
    "unknown-finding": (
        "[24%](finding:ants-lonly)",
        [
            f'[unknown-finding] {PAGE}:8:1: no finding is called "ants-lonly". Did you mean'
            ' "ants-lonely"?'
        ],
    ),
    "number-that-disagrees": (
        "Hello, [25% of ants](finding:ants-lonely) here.",
        [
            f'[number-disagrees] {PAGE}:8:8: the link says "25", but not so the finding'
            ' "ants-lonely", which has 24. Write the figure as the row has it, or correct the row.'
        ],
    ),
    "number-word-that-disagrees": (
        "[half of the ants](finding:ants-lonely)",
        [
            f'[number-disagrees] {PAGE}:8:1: the link says "half", but not so the finding'
            ' "ants-lonely", which has 24. Write the figure as the row has it, or correct the row.'
        ],
    ),
    "number-without-a-row": (
        "Of them 24% agreed.",
        [
            f'[number-without-row] {PAGE}:8:9: "24%" is a percentage with no finding behind it. Put'
            " it into the words of a finding: link, or, if it claims nothing, write"
            " [it](number:example)."
        ],
    ),
    "unknown-source": (
        "a\n\nb [@ant2021].",
        [f'[unknown-source] {PAGE}:10:3: no source has the key "ant2021". Did you mean "ant2020"?'],
    ),
    "one-source-of-two-unknown": (
        "[@ant2020; @wasp1999]",
        [f'[unknown-source] {PAGE}:8:1: no source has the key "wasp1999". {SOURCES}'],
    ),
    "citation-without-its-comma": (
        "[@ant2020 p. 3]",
        [
            f'[unknown-source] {PAGE}:8:1: no source has the key "ant2020 p. 3". Did you mean'
            ' "ant2020"?'
        ],
    ),
    "unknown-phrase": (
        "Do [phubing].",
        [
            f'[unknown-phrase] {PAGE}:8:4: "phubing" is neither the phrase of a topic nor a'
            ' glossary term. Did you mean "phubbing"? (plain square brackets are written \\[ and'
            " \\])."
        ],
    ),
    "unknown-phrase-with-other-words": (
        "[words][no such phrase]",
        [
            f'[unknown-phrase] {PAGE}:8:1: "no such phrase" is neither the phrase of a topic nor a'
            f" glossary term. {PHRASES}"
        ],
    ),
    "phrase-with-idle-spaces": (
        "[ phubbing ]",
        [
            f'[unknown-phrase] {PAGE}:8:1: " phubbing " is neither the phrase of a topic nor a'
            ' glossary term. Did you mean "phubbing"? (plain square brackets are written \\[ and'
            " \\])."
        ],
    ),
    "unknown-table": (
        "![Mood](table:moods)",
        [f'[unknown-table] {PAGE}:8:1: no table is called "moods". Did you mean "mood"?'],
    ),
    "unknown-column": (
        "![Mood](table:mood?yeer=2010)",
        [
            f'[unknown-column] {PAGE}:8:1: the table "mood" has no column "yeer". Did you mean'
            ' "year"?'
        ],
    ),
    "empty-table": (
        "![Mood](table:mood?year=1999)",
        [
            f'[empty-table] {PAGE}:8:1: the table "mood?year=1999" would be empty. Check what it'
            " asks for."
        ],
    ),
    "letters-that-are-none": (
        "![Sources](table:sources?letters=a)",
        [
            (
                f'[letters-missing] {PAGE}:8:1: no page shows the sources of "Ant, 2020" and 1'
                " more. Let the letters of the pages with sources reach from a to z."
            ),
            (
                f'[not-letters] {PAGE}:8:1: the letters of "sources?letters=a" are not two with a'
                " hyphen. Write letters=a-k."
            ),
        ],
    ),
    "no-letters": (
        "![Sources](table:sources?letters=)",
        [
            (
                f'[letters-missing] {PAGE}:8:1: no page shows the sources of "Ant, 2020" and 1'
                " more. Let the letters of the pages with sources reach from a to z."
            ),
            (
                f'[not-letters] {PAGE}:8:1: the letters of "sources?letters=" are not two with a'
                " hyphen. Write letters=a-k."
            ),
        ],
    ),
    "unknown-chart": (
        "![Mood](chart:mood)",
        [
            f'[unknown-chart] {PAGE}:8:1: no chart is called "mood". There are these charts: none'
            " yet."
        ],
    ),
    "chart-in-a-sentence": (
        "See ![Mood](chart:mood).",
        [
            (
                f'[figure-in-line] {PAGE}:8:5: the chart "mood" does not stand on a line of its'
                " own. Write ![words](chart:mood) alone on its line, with a blank line around it."
            ),
            (
                f'[unknown-chart] {PAGE}:8:5: no chart is called "mood". There are these charts:'
                " none yet."
            ),
        ],
    ),
    "table-in-a-sentence": (
        "See ![Mood](table:mood) here.",
        [
            f'[figure-in-line] {PAGE}:8:5: the table "mood" does not stand on a line of its own. '
            "Write ![words](table:mood) alone on its line, with a blank line around it."
        ],
    ),
    "table-as-a-link": (
        "[Mood](table:mood)",
        [
            f'[figure-in-line] {PAGE}:8:1: the table "mood" does not stand on a line of its own. '
            "Write ![words](table:mood) alone on its line, with a blank line around it."
        ],
    ),
    "finding-as-an-image": (
        "![ants](finding:ants-lonely)",
        [f'[not-a-figure] {PAGE}:8:1: "ants" has a ! before it, as an image does. Delete the !'],
    ),
    "broken-link": (
        "[x](pages.md)",
        [
            f'[broken-link] {PAGE}:8:1: the link to "pages.md" leads to no page or file. Did you'
            ' mean "/page.md"?'
        ],
    ),
    "broken-link-from-the-root": (
        "[x](/topics/a.md#b)",
        [
            f'[broken-link] {PAGE}:8:1: the link to "/topics/a.md#b" leads to no page or file. Did'
            ' you mean "/page.md"?'
        ],
    ),
    "missing-picture": (
        "![x](assets/a.svg)",
        [
            f'[broken-link] {PAGE}:8:1: the link to "assets/a.svg" leads to no page or file. There'
            " are these pages: /page.md."
        ],
    ),
    "unknown-scheme": (
        "[x](javascript:alert(1))",
        [
            f'[unknown-scheme] {PAGE}:8:1: the address "javascript:alert(1)" begins with'
            f' "javascript:", {SCHEMES}'
        ],
    ),
    "script-dressed-as-an-address": (
        "[x](javascript://a/%0aalert(1))",
        [
            f'[unknown-scheme] {PAGE}:8:1: the address "javascript://a/%0aalert(1)" begins with'
            f' "javascript:", {SCHEMES}'
        ],
    ),
    "misspelt-scheme": (
        "[24%](findings:ants-lonely)",
        [
            (
                f'[unknown-scheme] {PAGE}:8:1: the address "findings:ants-lonely" begins with'
                ' "findings:", which the guide does not use. Did you mean "finding:"?'
            ),
            (
                f'[number-without-row] {PAGE}:8:2: "24%" is a percentage with no finding behind it.'
                " Put it into the words of a finding: link, or, if it claims nothing, write"
                " [it](number:example)."
            ),
        ],
    ),
    "nothing-in-code": ("`[y](finding:x) [@x] [x]`\n\n```\n![x](table:x)\n```\n", []),
    "all-in-one-run": (
        "[@x]\n\n[y](finding:z)\n",
        [
            f'[unknown-source] {PAGE}:8:1: no source has the key "x". {SOURCES}',
            f'[unknown-finding] {PAGE}:10:1: no finding is called "z". {FINDINGS_THERE}',
        ],
    ),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_the_references_of_a_page(project, body, expected):
    assert problems_of(project({"docs/page.md": front_matter() + body})) == expected


def test_files_below_docs_can_be_linked(project):
    body = "![A drawing](assets/a.svg) and [a PDF](/assets/b.pdf)"
    assert (
        problems_of(
            project(
                {
                    "docs/page.md": front_matter() + body,
                    "docs/assets/a.svg": "",
                    "docs/assets/b.pdf": "",
                }
            )
        )
        == []
    )


NOTE = "year,lonely_pct,note,source\n2010,21,{},ant2020\n"
CELLS = {
    "all-is-well": ("[24%](finding:ants-lonely) [@ant2020] [phubbing] [x](/page.md)", []),
    "unknown-finding": (
        "see [it](finding:ant)",
        [f'[unknown-finding] data/mood.csv:2:13: no finding is called "ant". {FINDINGS_THERE}'],
    ),
    "number-that-disagrees": (
        "[25%](finding:ants-lonely)",
        [
            '[number-disagrees] data/mood.csv:2:9: the link says "25", but not so the finding'
            ' "ants-lonely", which has 24. Write the figure as the row has it, or correct the row.'
        ],
    ),
    "between-backticks": (
        "`[it](finding:ant)`",
        [f'[unknown-finding] data/mood.csv:2:10: no finding is called "ant". {FINDINGS_THERE}'],
    ),
    "in-quotation-marks": (
        '"so, [it](finding:ant)"',
        [f'[unknown-finding] data/mood.csv:2:14: no finding is called "ant". {FINDINGS_THERE}'],
    ),
    "on-a-second-line": (
        '"so,\n[it](finding:ant)"',
        [f'[unknown-finding] data/mood.csv:3:1: no finding is called "ant". {FINDINGS_THERE}'],
    ),
    "unknown-source": (
        "[@wasp1999]",
        [f'[unknown-source] data/mood.csv:2:9: no source has the key "wasp1999". {SOURCES}'],
    ),
    "unknown-phrase": (
        "[no such phrase]",
        [
            '[unknown-phrase] data/mood.csv:2:9: "no such phrase" is neither the phrase of a topic'
            f" nor a glossary term. {PHRASES}"
        ],
    ),
    "broken-link": (
        "[x](/nowhere.md)",
        [
            '[broken-link] data/mood.csv:2:9: the link to "/nowhere.md" leads to no page or file.'
            " There are these pages: /page.md."
        ],
    ),
    "relative-link": (
        "[x](page.md)",
        [
            '[link-in-data] data/mood.csv:2:9: the link to "page.md" stands in data, which has no'
            " page to start from. Begin the address with a slash, such as /topics/build-trust.md."
        ],
    ),
    "script": (
        "[x](javascript:alert(1))",
        [
            '[unknown-scheme] data/mood.csv:2:9: the address "javascript:alert(1)" begins with'
            f' "javascript:", {SCHEMES}'
        ],
    ),
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.values(), ids=CELLS)
def test_the_references_of_a_cell(project, cell, expected):
    assert (
        problems_of(
            project(
                {"data/mood.csv": NOTE.format(cell), "docs/page.md": front_matter() + "Text.\n"}
            )
        )
        == expected
    )


def test_a_cell_without_inline_markup_is_only_text(project):
    package = PACKAGE.replace("title: Note, markup: inline", "title: Note")
    assert (
        problems_of(
            project({"data/datapackage.yaml": package, "data/mood.csv": NOTE.format("[@wasp1999]")})
        )
        == []
    )


def test_the_references_of_a_table_note_stand_at_the_note(project):
    package = PACKAGE.replace(
        'notes: ["A note with [@ant2020]."]', 'notes: ["A note.", "With [@wasp1999]."]'
    )
    assert problems_of(project({"data/datapackage.yaml": package})) == [
        f'[unknown-source] data/datapackage.yaml:63:78: no source has the key "wasp1999". {SOURCES}'
    ]


TOPIC_CASES = {
    "all-is-well": ({}, []),
    "phrase-of-two-topics": (
        {
            "docs/topics/c.md": (
                topic("c", ("a", "b"), phrase="Do B  well") + "Then [do a well] or [do b well]."
            )
        },
        [
            (
                '[unknown-phrase] docs/topics/a.md:14:20: "do c well" is neither the phrase of a'
                ' topic nor a glossary term. Did you mean "do b well"? (plain square brackets are'
                " written \\[ and \\])."
            ),
            (
                '[unknown-phrase] docs/topics/b.md:14:19: "do c well" is neither the phrase of a'
                ' topic nor a glossary term. Did you mean "do b well"? (plain square brackets are'
                " written \\[ and \\])."
            ),
            (
                "[orphan-topic] docs/topics/c.md:7:1: no other page links to this topic. "
                "Use [Do B  well] in the text of two other pages at least."
            ),
            (
                '[phrase-twice] docs/topics/c.md:7:1: the phrase "do b well" is taken already, in'
                " docs/topics/b.md line 7. Give each topic and each glossary term phrases of its"
                " own."
            ),
        ],
    ),
    "phrase-of-a-glossary-term": (
        {"data/glossary.csv": GLOSSARY.replace("| phubbed", "| Do a well")},
        [
            '[phrase-twice] data/glossary.csv:2:19: the phrase "do a well" is taken already, in'
            " docs/topics/a.md line 7. Give each topic and each glossary term phrases of its own."
        ],
    ),
    "title-twice": (
        {
            "docs/topics/c.md": (
                topic("c", ("a", "b"), title="Topic a") + "Then [do a well] or [do b well].\n"
            )
        },
        [
            "[title-twice] docs/topics/c.md:2:1: docs/topics/a.md has the same title. Give each"
            " page a title of its own."
        ],
    ),
    "description-twice": (
        {
            "docs/page.md": front_matter() + "x",
            "docs/q.md": (
                other(description=None).replace(
                    "kind:",
                    "description: A description of this page that is long enough to be useful to"
                    " people.\nkind:",
                )
                + "y"
            ),
        },
        [
            "[description-twice] docs/q.md:3:1: docs/page.md has the same description. "
            "Give each page a description of its own."
        ],
    ),
    "address-twice": (
        {"docs/page.md": front_matter() + "One.\n", "docs/page/index.md": other() + "Other.\n"},
        [
            '[address-twice] docs/page.md:1:1: this page has the address "/page/", as'
            " docs/page/index.md has. Rename one of the two, or put them together."
        ],
    ),
    "address-of-a-generated-page": (
        {"docs/about/rules.md": front_matter() + "One.\n"},
        [
            "[address-twice] docs/about/rules.md:1:1: this page would be written to"
            ' "about/rules/index.html", where "about/rules/index.html" is. Rename the page.'
        ],
    ),
    "address-in-a-file": (
        {"docs/feed.xml.md": front_matter() + "One.\n"},
        [
            "[address-twice] docs/feed.xml.md:1:1: this page would be written to"
            ' "feed.xml/index.html", where "feed.xml" is. Rename the page.'
        ],
    ),
    "address-in-an-asset": (
        {"docs/a.css": "p {}", "docs/a.css.md": front_matter() + "One.\n"},
        [
            "[address-twice] docs/a.css.md:1:1: this page would be written to"
            ' "a.css/index.html", where "a.css" is. Rename the page.'
        ],
    ),
    "generated-file": (
        {
            "docs/data/mood.csv": "year\n",
            "docs/feed.xml": "<feed/>",
            "docs/search/search_index.json": "{}",
            "docs/robots.txt": "User-agent: *\n",
        },
        [
            f'[generated-file] docs/{uri}:1:1: the build makes "{uri}" itself, and this file is'
            " left out. Rename it, or delete it."
            for uri in ("data/mood.csv", "feed.xml", "search/search_index.json")
        ],
    ),
    "page-twice": (
        {"docs/page.md": front_matter() + "The same.\n", "docs/q.md": other() + "\nThe same.\n"},
        ["[page-twice] docs/q.md:8:1: docs/page.md has the same text. Keep one of the two pages."],
    ),
    "related-to-itself": (
        {"docs/topics/a.md": topic("a", ("a", "b")) + "Do [do b well] and [do c well].\n"},
        [
            '[related-twice] docs/topics/a.md:11:12: the related topic "a" is this page or named'
            " twice. Name another topic."
        ],
    ),
    "related-twice": (
        {"docs/topics/a.md": topic("a", ("b", "b")) + "Do [do b well] and [do c well].\n"},
        [
            '[related-twice] docs/topics/a.md:11:58: the related topic "b" is this page or named'
            " twice. Name another topic."
        ],
    ),
    "unknown-topic": (
        {"docs/topics/a.md": topic("a", ("b", "d")) + "Do [do b well] and [do c well].\n"},
        [
            '[unknown-topic] docs/topics/a.md:11:58: no topic is called "d". There are these'
            " topics: a, b, c."
        ],
    ),
    "related-to-a-list": (
        {"docs/topics/a.md": topic("a", ("[b]", "c")) + "Do [do b well] and [do c well].\n"},
        [
            "[front-matter-type] docs/topics/a.md:11:12: topic in entry 1 of related is not text."
            " Write text."
        ],
    ),
    "linked-by-one-page": (
        {"docs/topics/a.md": topic("a") + "Do [do b well].\n"},
        [
            "[orphan-topic] docs/topics/c.md:7:1: only one other page links to this topic. "
            "Use [do c well] in the text of two other pages at least."
        ],
    ),
    "linked-by-nobody": (
        {"docs/topics/d.md": topic("d", ("a", "b")) + "[do d well] twice: [do d well]."},
        [
            "[orphan-topic] docs/topics/d.md:7:1: no other page links to this topic. "
            "Use [do d well] in the text of two other pages at least."
        ],
    ),
    "linked-by-address": (
        {"docs/topics/a.md": topic("a") + "Do [do b well] and [this](c.md).\n"},
        [],
    ),
    "linked-before-a-colon": (
        {"docs/topics/a.md": topic("a") + "Do [do b well] and [do c well]: so.\n"},
        [],
    ),
    "phrase-left-empty": (
        {"docs/topics/d.md": topic("d", ("a", "b"), phrase="") + "x"},
        [
            "[front-matter-type] docs/topics/d.md:7:1: phrase is not text. Write text.",
            (
                "[orphan-topic] docs/topics/d.md:7:1: no other page links to this topic. "
                "Use [its phrase] in the text of two other pages at least."
            ),
        ],
    ),
    "glossary-names-no-topic": (
        {"data/glossary.csv": GLOSSARY.replace("ants-lonely,", "ants-lonely,d")},
        [
            '[unknown-topic] data/glossary.csv:2:99: no topic is called "d". There are these'
            " topics: a, b, c."
        ],
    ),
}


@pytest.mark.parametrize(("files", "expected"), TOPIC_CASES.values(), ids=TOPIC_CASES)
def test_pages_topics_and_phrases_among_each_other(project, files, expected):
    assert problems_of(project(TOPICS | files)) == expected


def test_a_term_left_empty_makes_no_phrase(project):
    terms = "id,term,phrases,definition,finding,see_also\na,,,d,,\nb,,,d,,\n"
    catalogue, _ = read_catalogue(project({"data/glossary.csv": terms}))
    assert catalogue.phrases == {}


CORRECTIONS = """\
  - name: corrections
    path: corrections.csv
    title: Corrections
    schema:
      fields:
        - {name: id, type: string}
        - {name: date, type: date}
        - {name: page, type: string}
tables:
"""


def test_a_correction_names_a_page(project):
    problems = problems_of(
        project(
            {
                "data/datapackage.yaml": PACKAGE.replace("tables:\n", CORRECTIONS),
                "data/corrections.csv": (
                    "id,date,page\nc1,2026-11-01,pages.md\nc2,2026-11-02,page.md\n"
                ),
                "docs/page.md": front_matter() + "Text.\n",
            }
        )
    )
    assert problems == [
        '[unknown-page] data/corrections.csv:2:15: no page is at "pages.md". Did you mean'
        ' "page.md"?'
    ]


def test_what_could_not_be_read_is_not_reported_again_at_every_link(project):
    body = (
        front_matter() + "[24%](finding:ants-lonely) [@ant2020] [phubbing]\n\n![Mood](table:mood)\n"
    )
    broken = {f"data/{name}.csv": "" for name in ("findings", "sources", "glossary", "mood")}
    assert problems_of(project({"docs/page.md": body, **broken})) == [
        f"[empty-file] data/{name}.csv:1:1: this file is empty. Put the header row and the data"
        " back."
        for name in ("findings", "glossary", "mood", "sources")
    ]


def test_pages_are_met_in_the_order_of_the_guide(project):
    section = {"kind": "section", "summary": "A summary that is long enough.", "safety": "false"}
    files = {
        "docs/index.md": other(kind="home"),
        "docs/about.md": front_matter(),
        "docs/guide/a.md": other(title="Two", **section, number=2),
        "docs/guide/b.md": other(title="One", **section, number=1),
    }
    catalogue, _ = read_catalogue(project(TOPICS | files))
    assert [page.uri for page in catalogue.reading_order] == [
        "index.md",
        "guide/b.md",
        "guide/a.md",
        "topics/a.md",
        "topics/b.md",
        "topics/c.md",
        "about.md",
    ]


def test_a_source_knows_the_pages_that_rest_on_it(project):
    catalogue, _ = read_catalogue(
        project(
            {
                "docs/a.md": front_matter() + "[24%](finding:ants-lonely)",
                "docs/b.md": other() + "[@bee2021; @ant2020] and [@ant2020]",
            }
        )
    )
    uses = {key: [page.uri for page in pages] for key, pages in catalogue.source_pages.items()}
    assert uses == {"ant2020": ["a.md", "b.md"], "bee2021": ["b.md"]}
    assert [page.uri for page in catalogue.finding_pages["ants-lonely"]] == ["a.md"]
    assert catalogue.finding_link("ants-lonely") == "/evidence/science.md#ants-lonely"


def test_a_citation_leads_to_the_page_that_has_its_letter(project):
    pages = {
        "docs/a.md": front_matter() + "![Sources](table:sources?letters=a-a)\n",
        "docs/b.md": other() + "![Sources](table:sources?letters=b-z)\n",
    }
    catalogue, problems = read_catalogue(project(pages))
    assert problems == []
    assert [catalogue.source_link(key) for key in ("ant2020", "bee2021", "wasp1999")] == [
        "/a.md#ant2020",
        "/b.md#bee2021",
        "/sources.md",
    ]


def test_a_source_whose_letter_stands_on_no_page_is_said(project):
    assert problems_of(
        project({"docs/a.md": front_matter() + "![Sources](table:sources?letters=a-a)\n"})
    ) == [
        '[letters-missing] docs/a.md:8:1: no page shows the sources of "Bee et al., 2021". '
        "Let the letters of the pages with sources reach from a to z."
    ]


@pytest.mark.parametrize(
    ("label", "letters", "expected"),
    [
        ("Ant, 2020", "a-k", True),
        ("Zoo, 2020", "a-k", False),
        ("Øland, 2020", "n-z", True),
        ("de Waal, 2020", "d-d", True),
        ("2020", "a-k", True),
        ("Éclair, 2020", "e-e", True),
        ("Łaguna, 2020", "l-l", True),
        ("Đorđević, 2020", "d-d", True),
        ("Ægisdottir, 2020", "a-a", True),
        ("Þórsson, 2020", "t-t", True),
        ("Жуков, 2020", "z-z", True),
        ("Фет, 2020", "f-f", True),
        ("Σωκράτης, 2020", "s-s", True),
        ("張, 2020", "z-z", True),
        ("김, 2020", "k-k", True),
    ],
)
def test_letters_of_a_label(label, letters, expected):
    assert in_letters(label, letters) is expected


@pytest.mark.parametrize(
    ("uri", "target", "expected"),
    [
        ("topics/a.md", "b.md", ("topics/b.md", "")),
        ("topics/a.md", "../help.md#now", ("help.md", "now")),
        ("topics/a.md", "/help.md", ("help.md", "")),
        ("topics/a.md", "#here", ("topics/a.md", "here")),
        ("a.md", "./b/../c%20d.md", ("c d.md", "")),
        ("a.md", "../../x.md", ("../../x.md", "")),
    ],
)
def test_where_a_link_leads(uri, target, expected):
    assert resolve_link(uri, target) == expected


def test_findings_csv_and_mood_csv_of_the_tests_are_right(project):
    assert problems_of(project({"data/findings.csv": FINDINGS, "data/mood.csv": MOOD})) == []


def test_a_filter_that_fits_no_row_is_named_in_the_description(project):
    package = PACKAGE.replace("row_header: year,", 'row_header: year, where: {year: "1999"},')
    files = {"data/datapackage.yaml": package, "docs/a.md": front_matter() + "![M](table:mood)\n"}
    assert format_problems(
        problem for problem in read_catalogue(project(files))[1] if problem.rule == "empty-table"
    ) == [
        '[empty-table] data/datapackage.yaml:63:59: the table "mood" would be empty. Check what it'
        " asks for."
    ]


def test_a_table_of_a_header_alone_is_not_shown(project):
    files = {
        "data/mood.csv": "year,lonely_pct,note,source\n",
        "docs/a.md": front_matter() + "![M](table:mood)\n",
    }
    assert format_problems(
        problem for problem in read_catalogue(project(files))[1] if problem.rule == "empty-table"
    ) == ['[empty-table] docs/a.md:8:1: the table "mood" would be empty. Check what it asks for.']
