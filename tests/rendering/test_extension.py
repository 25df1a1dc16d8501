"""The Markdown extension: claims, citations, phrases, figures and components; nothing in code."""

import logging

import markdown
import pytest

from guide.content.loader import read_catalogue
from tests.support.pages import (
    EXTENSIONS,
    SOURCES_PAGE,
    convert,
    convert_page,
    find,
    links,
    parse,
    skeleton,
    text_of,
    texts,
    without_rule_addresses,
)
from tests.support.projects import FINDINGS, PACKAGE, front_matter, words_of


@pytest.fixture
def to_html(project):
    """Return a function that converts a text, which is no page, with the data of the tests."""

    def make(text: str, files: dict[str, str] | None = None) -> str:
        return convert(read_catalogue(project(SOURCES_PAGE | (files or {})))[0], text)

    return make


GLOSSARY_LINK = "/glossary.md#phubbing"
PHRASES = {
    "term": ("[Phubbing] hurts", [(GLOSSARY_LINK, "Phubbing")]),
    "phrase": ("[snubbing by phone] hurts", [(GLOSSARY_LINK, "snubbing by phone")]),
    "other-case": ("[SNUBBING by Phone] hurts", [(GLOSSARY_LINK, "SNUBBING by Phone")]),
    "over-a-line-break": ("[snubbing\nby phone] hurts", [(GLOSSARY_LINK, "snubbing by phone")]),
    "other-words": ("[looking away][phubbed] hurts", [(GLOSSARY_LINK, "looking away")]),
    "other-words-over-a-line-break": (
        "[looking away][snubbing\nby phone] hurts",
        [(GLOSSARY_LINK, "looking away")],
    ),
    "empty-second-brackets": ("[phubbing][] hurts", [(GLOSSARY_LINK, "phubbing")]),
    "before-a-colon": ("On [phubbing]: it hurts", [(GLOSSARY_LINK, "phubbing")]),
    "in-bold": ("**[phubbing]**", [(GLOSSARY_LINK, "phubbing")]),
    "own-reference-goes-first": (
        "[phubbing]\n\n[phubbing]: https://a.example/\n",
        [("https://a.example/", "phubbing")],
    ),
    "unknown-stays-text": ("[no such phrase]", []),
    "escaped": (r"\[phubbing\]", []),
}


@pytest.mark.parametrize(("text", "expected"), PHRASES.values(), ids=PHRASES)
def test_phrases_become_links(to_html, text, expected):
    assert links(to_html(text)) == expected


ANT, BEE = ("/sources.md#ant2020", "Ant, 2020"), ("/sources.md#bee2021", "Bee et al., 2021")
CITATIONS = {
    "one": ("It is so [@ant2020].", "It is so (Ant, 2020).", [ANT]),
    "two": ("[@ant2020; @bee2021]", "(Ant, 2020; Bee et al., 2021)", [ANT, BEE]),
    "locator": (
        "[@ant2020, p. 3; @bee2021]",
        "(Ant, 2020, p. 3; Bee et al., 2021)",
        [(ANT[0], "Ant, 2020, p. 3"), BEE],
    ),
    "side-by-side": ("[@ant2020][@bee2021]", "(Ant, 2020)(Bee et al., 2021)", [ANT, BEE]),
    "over-a-line-break": ("[@ant2020;\n@bee2021]", "(Ant, 2020; Bee et al., 2021)", [ANT, BEE]),
    "unknown-stays-text": ("[@wasp1999]", "[@wasp1999]", []),
    "one-of-two-unknown": ("[@ant2020; @wasp1999]", "[@ant2020; @wasp1999]", []),
    "an-address-is-none": ("write to a@ant2020", "write to a@ant2020", []),
    "markup-in-a-locator-is-text": (
        "[@ant2020, *p.* <b>]",
        "(Ant, 2020, *p.* <b>)",
        [(ANT[0], "Ant, 2020, *p.* <b>")],
    ),
}


@pytest.mark.parametrize(("text", "words", "expected"), CITATIONS.values(), ids=CITATIONS)
def test_citations_become_author_and_year(to_html, text, words, expected):
    html = to_html(text)
    assert (texts(html, "p"), links(html)) == ([words], expected)


def test_a_claim_is_marked_by_words_only_where_it_is_an_exception(to_html):
    html = to_html(
        "Ants: [24% of *ants*](finding:ants-lonely), bees: [fell by 5.54%](finding:bees-fall)."
    )
    assert texts(html, "p") == ["Ants: 24% of ants, bees: fell by 5.54% contradicted."]
    claims = find(html, "a", class_="finding")
    assert [(item.get("class"), item.get("href"), item.get("id")) for item in claims] == [
        ("finding finding--verified", "#evidence-ants-lonely", "use-ants-lonely-1"),
        ("finding finding--contradicted", "#evidence-bees-fall", "use-bees-fall-1"),
    ]


def test_the_ring_of_a_claim_names_the_strength_of_its_finding(project):
    files = {**words_of(PACKAGE), "docs/page.md": front_matter() + "[24%](finding:ants-lonely)\n"}
    html = convert_page(project(files))
    rings = [item for item in find(html, "span") if "mark__ring" in (item.get("class") or "")]
    assert [(item.get("class"), item.get("role"), item.get("aria-label")) for item in rings] == [
        ("ring ring--thin mark__ring", "img", "thin evidence")
    ]


def test_a_claim_about_people_says_how_many_people(to_html):
    files = {
        "data/datapackage.yaml": PACKAGE.replace(
            "        - {name: caveat, type: string}",
            "        - {name: caveat, type: string}\n        - {name: measures, type: string}",
        ),
        "data/findings.csv": (
            "\n".join(
                f"{line},{word}"
                for line, word in zip(
                    FINDINGS.splitlines(),
                    ("measures", "percent-of-people", "percent-change"),
                    strict=True,
                )
            )
            + "\n"
        ),
    }
    html = to_html("[24% of ants](finding:ants-lonely), [5.54%](finding:bees-fall)", files)
    assert texts(html, class_="frequency") == ["(about 1 in 4)"]


def test_a_claim_without_a_finding_is_marked_as_broken(to_html):
    html = to_html("[24%](finding:nope)")
    broken = find(html, class_="guide-problem")[0]
    assert (broken.tag, text_of(broken), broken.get("title")) == (
        "span",
        "24%",
        "There is no finding called nope.",
    )
    assert links(html) == []


def test_a_number_that_claims_nothing_is_plain_text(to_html):
    assert skeleton(to_html("Try [two in three](number:example) evenings.")) == skeleton(
        "<p>x <span>x</span> x</p>"
    )


def test_a_claim_in_a_heading_leaves_the_heading_its_words(to_html):
    html = to_html("## Why [24%](finding:ants-lonely)")
    assert [(item.tag, item.get("id")) for item in parse(html)] == [("h2", "why-24")]


CODE = {
    "inline": "Write `[phubbing] [@ant2020] [24%](finding:ants-lonely) ![x](table:mood)`.",
    "fence": "```\n[phubbing] [@ant2020]\n\n![x](table:mood)\n\n[24%](finding:ants-lonely)\n```",
    "indented": "Text:\n\n    [phubbing] [@ant2020]\n\n    ![x](table:mood)\n",
    "in-a-list": "- one\n\n        ![x](table:mood)\n",
}


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_code_stays_as_it_is(to_html, text):
    html = to_html(text)
    assert (find(html, "a"), find(html, "figure"), find(html, "img")) == ([], [], [])
    assert "![x](table:mood)" in " ".join(texts(html, "code"))


FIGURES = {
    "alone": ("![x](table:mood)", ["figure"]),
    "between-paragraphs": ("One.\n\n![x](table:mood)\n\nTwo.", ["p", "figure", "p"]),
    "no-blank-lines": ("One.\n![x](table:mood)\nTwo.", ["p", "figure", "p"]),
    "two-together": ("![x](table:mood)\n![x](table:mood)", ["figure", "figure"]),
    "indented-a-little": ("   ![x](table:mood)", ["figure"]),
    "after-a-heading": ("## A\n![x](table:mood)", ["h2", "figure"]),
    "empty-words": ("![](table:mood)", ["figure"]),
    "table-that-is-not-there": ("One.\n\n![x](table:moods)\n\nTwo.", ["p", "div", "p"]),
    "chart-that-is-not-there": ("![x](chart:moods)", ["div"]),
}


@pytest.mark.parametrize(("text", "expected"), FIGURES.values(), ids=FIGURES)
def test_a_figure_stands_where_its_line_stands(to_html, text, expected):
    html = to_html(text)
    assert [item.tag for item in parse(html)] == expected
    assert len(find(html, "table")) == expected.count("figure")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("- one\n\n    ![x](table:mood)\n\n- two", ["ul", "li", "figure"]),
        ("1. ![x](table:mood)\n2. two", ["ol", "li", "figure"]),
        ("> ![x](table:mood)", ["blockquote", "figure"]),
        ("> One.\n>\n> ![x](table:mood)", ["blockquote", "figure"]),
    ],
    ids=["in-a-list", "as-a-list-item", "in-a-quotation", "later-in-a-quotation"],
)
def test_a_figure_stands_inside_what_it_stands_in(to_html, text, path):
    nodes = [parse(to_html(text))]
    for tag in path:
        nodes = [child for node in nodes for child in node if child.tag == tag]
    assert [node.get("id") for node in nodes] == ["table-mood"]


def test_a_broken_figure_is_a_box_and_the_rest_of_the_page_is_there(to_html):
    html = to_html("One.\n\n![x](table:moods)\n\nTwo.")
    assert texts(html, class_="guide-problem") == [
        'This figure is broken. No table is called "moods". Did you mean "mood"?'
    ]


def test_two_tables_of_a_page_share_no_id(to_html):
    html = to_html("![x](table:mood)\n\nText.\n\n![x](table:mood)")
    ids = [item.get("id") for item in find(html) if item.get("id")]
    assert ids == ["table-mood", "table-mood-caption", "table-mood-2", "table-mood-2-caption"]
    regions = [item.get("aria-labelledby") for item in find(html, role="region")]
    assert regions == ["table-mood-caption", "table-mood-2-caption"]


def test_pages_do_not_share_the_count_of_their_tables(project):
    catalogue, _ = read_catalogue(project())
    md = markdown.Markdown(
        extensions=EXTENSIONS, extension_configs={"guide.extension": {"catalogue": catalogue}}
    )
    assert [
        find(md.reset().convert("![x](table:mood)"), "figure")[0].get("id") for _ in range(2)
    ] == ["table-mood", "table-mood"]


def test_a_claim_in_a_cell_counts_as_one_of_the_page(project):
    root = project(
        {
            "data/mood.csv": (
                'year,lonely_pct,note,source\n2010,24,"so [24%](finding:ants-lonely), *yes* '
                '[phubbing]",ant2020\n'
            ),
            "docs/page.md": front_matter() + "[24%](finding:ants-lonely)\n\n![Mood](table:mood)\n",
        }
    )
    html = convert_page(root)
    assert [item.get("id") for item in find(html, "a", class_="finding")] == [
        "use-ants-lonely-1",
        "use-ants-lonely-2",
    ]
    assert texts(html, "td")[1] == "so 24%, yes phubbing"
    assert texts(html, class_="finding-entry__links") == ["Back to the text: 1, 2. Permanent link."]


def test_a_finding_named_by_a_cell_reads_as_a_link_to_it(project):
    root = project(
        {
            "data/datapackage.yaml": PACKAGE.replace(
                "title: Note, markup: inline", "title: Note, markup: finding"
            ),
            "data/mood.csv": "year,lonely_pct,note,source\n2010,24,ants-lonely,ant2020\n",
            "docs/page.md": front_matter() + "![Mood](table:mood)\n",
        }
    )
    assert ("#evidence-ants-lonely", "Evidence") in links(convert_page(root))


COMPONENTS = {
    "minute": ("> **If you only have a minute**\n>\n> - One.", "component component--minute", None),
    "dialogue": (
        "> **Dialogue: The thing & the job**\n>\n> **You:** So.",
        "component component--dialogue",
        "dialogue-the-thing-the-job",
    ),
    "practice": (
        "> **Practice: one promise**\n>\n> 1. Go.",
        "component component--practice",
        "practice-one-promise",
    ),
    "pull-quote": (
        "> **Pull quote (illustrative)**\n>\n> Words.",
        "component component--pull-quote",
        None,
    ),
    "content-note": (
        "> **Content note:** this page speaks of harm.",
        "component component--content-note",
        None,
    ),
    "fact": ("> **Fact:** it is so.", "component component--myth-fact", None),
    "other-case": (
        "> **IF YOU ONLY HAVE A MINUTE**\n>\n> One.",
        "component component--minute",
        None,
    ),
    "plain-quotation": ("> To be.", None, None),
    "another-label": ("> **Note** To be.", None, None),
    "words-before-the-label": ("> So, **in short** one.", None, None),
}


@pytest.mark.parametrize(("text", "classes", "identifier"), COMPONENTS.values(), ids=COMPONENTS)
def test_quotations_with_a_known_label_become_components(to_html, text, classes, identifier):
    element = parse(to_html(text))[0]
    assert (element.get("class"), element.get("id")) == (classes, identifier)
    assert element.tag == "blockquote" or classes


def test_components_that_follow_each_other_stay_apart(to_html):
    html = to_html(
        "> **If you only have a minute**\n>\n> One.\n\n"
        "> **Dialogue: a job**\n>\n> **You:** So.\n\n> **Fact:** yes."
    )
    assert [(item.get("class"), text_of(item).split()[-1]) for item in parse(html)] == [
        ("component component--minute", "One."),
        ("component component--dialogue", "So."),
        ("component component--myth-fact", "yes."),
    ]


def test_a_component_keeps_its_words(to_html):
    words = text_of(
        parse(to_html("> **Practice: one promise**\n>\n> - **Time:** a week\n>\n> 1. Go."))
    )
    assert words.replace(":", "").split() == [
        "Practice",
        "one",
        "promise",
        "Time",
        "a",
        "week",
        "Go.",
    ]


def test_a_text_that_is_no_page_gets_nothing_added(to_html):
    assert to_html("Text.") == "<p>Text.</p>"


def test_the_extension_works_without_a_hook(project, caplog):
    root = project(
        {
            "docs/page.md": (
                front_matter() + "[24%](finding:ants-lonely) [@ant2020] "
                "[phubbing]\n\n![Mood](table:mood)\n\n[@nope]\n"
            )
        }
    )
    text = (root / "docs/page.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    with caplog.at_level(logging.WARNING):
        html = markdown.Markdown(
            extensions=["guide.extension"],
            extension_configs={"guide.extension": {"root": str(root)}},
        ).convert(text)
    assert len(find(html, "table")) == 1
    assert texts(html, "h2") == ["Evidence on this page"]
    records = [
        (record.name, without_rule_addresses(record.getMessage())) for record in caplog.records
    ]
    assert records == [
        (
            "mkdocs.guide",
            (
                'docs/page.md:12:1: no source has the key "nope". There are these sources: ant2020,'
                " bee2021."
            ),
        ),
        ("mkdocs.guide", "1 problem found"),
    ]


REPOSITORY = "https://git.example/someone/guide"


def convert_alone(root, settings):
    text = (root / "docs/page.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    configs = {"guide.extension": {"root": str(root), **settings}}
    return markdown.Markdown(extensions=["guide.extension"], extension_configs=configs).convert(
        text
    )


def test_with_a_repository_the_extension_alone_links_to_edit_and_report(project):
    root = project(
        {
            "docs/page.md": (
                front_matter() + "[24%](finding:ants-lonely)\n\n![Mood](table:mood)\n\n"
                "![Glossary](table:glossary)\n\n![Findings](table:findings?id=bees-fall)\n"
            )
        }
    )
    wanted = ("Edit this page", "Edit this data", "Report a problem with this claim")
    addresses = [
        link for link in links(convert_alone(root, {"repository": REPOSITORY})) if link[1] in wanted
    ]
    form = f"{REPOSITORY}/issues/new?template=1-claim.yml&finding="
    assert addresses == [
        (f"{REPOSITORY}/edit/main/data/mood.csv", "Edit this data"),
        (f"{REPOSITORY}/edit/main/data/glossary.csv", "Edit this data"),
        (f"{form}bees-fall", "Report a problem with this claim"),
        (f"{REPOSITORY}/edit/main/data/findings.csv", "Edit this data"),
        (f"{form}ants-lonely", "Report a problem with this claim"),
        (f"{REPOSITORY}/edit/main/docs/page.md", "Edit this page"),
    ]
    assert [link for link in links(convert_alone(root, {})) if link[1] in wanted] == []


def test_another_branch_is_edited(project):
    root = project({"docs/page.md": front_matter() + "Text.\n"})
    html = convert_alone(root, {"repository": REPOSITORY + ".git", "branch": "next/edition"})
    assert (f"{REPOSITORY}/edit/next/edition/docs/page.md", "Edit this page") in links(html)


def test_an_address_that_is_no_repository_is_told_and_leaves_no_link(project, caplog):
    root = project({"docs/page.md": front_matter() + "Text.\n"})
    with caplog.at_level(logging.WARNING):
        html = convert_alone(root, {"repository": "javascript:alert(1)"})
    assert links(html) == []
    assert [record.getMessage() for record in caplog.records] == [
        'REPO_URL is "javascript:alert(1)", which is not the address of a repository. Write it as '
        "https://github.com/OWNER/NAME."
    ]


def test_the_extension_reads_nothing_before_the_first_page():
    md = markdown.Markdown(
        extensions=["guide.extension"],
        extension_configs={"guide.extension": {"root": "/no/such/folder"}},
    )
    assert "guide_page" in md.preprocessors


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
    ],
)
def test_a_preview_shows_an_address_that_runs_something_dead(to_html, address):
    html = to_html(f"[x]({address})")
    assert links(html) == []
    assert texts(html, "span", class_="guide-problem") == ["x"]
    html = to_html(f"![a *b*]({address})")
    assert (find(html, "img"), texts(html, "span", class_="guide-problem")) == ([], ["a *b*"])


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x?y=javascript:z",
        "mailto:a@b.example",
        "tel:+15550100",
        "other.md#x",
        "#javascript:x",
    ],
)
def test_other_addresses_stay(to_html, address):
    assert links(to_html(f"[x]({address})")) == [(address, "x")]


def convert_apart(root, text: str, **settings: object) -> str:
    """Convert a text as a generator without hooks does: with a new extension for each page."""
    options = {"guide.extension": {"root": str(root), **settings}}
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs=options).convert(text)


def test_without_a_hook_a_changed_cell_shows_on_the_next_page(project):
    root = project()
    before = convert_apart(root, "![Mood](table:mood)")
    path = root / "data/mood.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2020", "2031"), encoding="utf-8")
    after = convert_apart(root, "![Mood](table:mood)")
    assert ("2031" in before, "2031" in after) == (False, True)


def test_without_a_hook_the_data_is_read_once_for_all_pages(project, monkeypatch):
    reads = []
    monkeypatch.setattr(
        "guide.rendering.extension.read_catalogue",
        lambda *args, **words: reads.append(args) or read_catalogue(*args, **words),
    )
    root = project()
    assert convert_apart(root, "One") != convert_apart(root, "![Mood](table:mood)")
    assert len(reads) == 1


def test_without_a_hook_the_page_says_how_to_cite_it(project):
    root = project({"docs/page.md": front_matter() + "One\n"})
    assert "Cite this page" not in convert_apart(root, "One\n")
    html = convert_apart(root, "One\n", site_title="Bonds", site_url="https://bonds.example/")
    assert "https://bonds.example/page/" in html


def test_links_can_be_relative_to_the_page(project):
    body = (
        "[24%](finding:ants-lonely) [@ant2020] [phubbing] [p](../other.md)"
        " [x](https://a.example/)\n"
    )
    header = front_matter()
    root = project(
        {
            "docs/a/page.md": header + body,
            "docs/other.md": front_matter(title="Other") + "Two\n",
            **SOURCES_PAGE,
        }
    )
    addresses = dict(reversed(links(convert_apart(root, body, relative_links=True))[:5]))
    assert [
        target for target in addresses if "://" not in target and not target.startswith(("//", "#"))
    ] == ["../other.md", "../glossary.md#phubbing", "../sources.md#ant2020"]
    assert {"https://a.example/"} <= set(addresses)


@pytest.mark.parametrize(
    ("files", "figure", "words"),
    [
        (
            {"data/mood.csv": 'year,lonely_pct,note,source\n2010,"21\n'},
            "table:mood",
            "data/mood.csv:2:6: a cell begins with a quotation mark",
        ),
        ({"data/mood.csv": None}, "table:mood", "data/mood.csv:1:1: this file is missing."),
        ({}, "table:moods", 'No table is called "moods". Did you mean "mood"?'),
        ({}, "table:mood?yeer=2010", 'The table "mood" has no column "yeer".'),
        ({}, "table:mood?year=1900", 'The table "mood?year=1900" would be empty.'),
        ({}, "chart:moods", 'No chart is called "moods".'),
        (
            {
                "data/datapackage.yaml": PACKAGE.replace(
                    "name: mood, caption", "name: mood, template: x, caption"
                )
            },
            "table:mood",
            'the table "mood" wants the template "x", which is not there.',
        ),
        (
            {
                "data/datapackage.yaml": (
                    PACKAGE
                    + "charts: [{name: c, kind: pie, title: T, description: D, resource: mood, x:"
                    " year, y: lonely_pct}]\n"
                )
            },
            "chart:c",
            'the chart "c" is of the kind "pie", which the guide does not draw.',
        ),
    ],
)
def test_a_figure_that_cannot_be_made_says_why_at_its_place(project, files, figure, words):
    html = convert_page(
        project(
            {
                **files,
                "docs/page.md": front_matter() + f"Above.\n\n![A figure]({figure})\n\nBelow.\n",
            }
        )
    )
    shown = text_of(find(html, "div", class_="guide-problem")[0])
    assert words in shown
    assert html.index("Above.") < html.index("guide-problem") < html.index("Below.")


def convert_named(root, text, uri):
    """Convert a text as a hook has it done that names the page."""
    settings = {"guide.extension": {"catalogue": read_catalogue(root)[0], "page": uri}}
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs=settings).convert(text)


def test_a_page_that_a_hook_names_is_known_whatever_its_text_has_become(project, caplog):
    root = project(
        {
            "docs/page.md": front_matter(safety="true") + "One\n",
            "docs/other.md": front_matter(title="Other") + "Two\n",
        }
    )
    with caplog.at_level(logging.WARNING):
        for text in ("One", "One.", "Two", "# New\n\n[24%](finding:ants-lonely)"):
            html = convert_named(root, text, "page.md")
            assert len(find(html, class_="help-strip")) == len(find(html, class_="reviewed")) == 1
    assert caplog.records == []


LOST = (
    "{} is not the text of a page in docs/, so it is shown without help strip, evidence and day of"
    " review. Write it as a page in docs/, or leave the page's text to the guide."
)


def test_a_text_that_no_page_has_is_told_where_it_has_to_be_one(project, caplog):
    root = project({"docs/page.md": front_matter() + "One\n"})
    with caplog.at_level(logging.WARNING):
        convert_named(
            root, "One", "made.md"
        )  # of a page that another hook has made, as long as it stands nowhere
        convert_apart(root, "One.\n\nMore.")  # by a generator without hooks, each text is a page's
        convert(read_catalogue(root)[0], "A title, or the note of a table.")
        convert_apart(root, "One")
    assert [record.getMessage() for record in caplog.records] == [
        LOST.format("made.md"),
        LOST.format('The text that begins "One."'),
    ]
