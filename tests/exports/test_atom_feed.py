"""What has changed: the list, the days of pages, and the Atom feed."""

from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.content.page_dates import added_on, changed_on, reviewed_on, touched_on
from guide.content.references import plain_text
from guide.evidence.change_log import make_entries
from guide.evidence.citing import make_settings
from guide.exports.atom_feed import LIMIT, make_feed
from tests.support.catalogues import real_catalogue
from tests.support.pages import convert, links, problems_of, texts
from tests.support.projects import PACKAGE, front_matter

ROOT = Path(__file__).resolve().parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "https://bonds.example/guide/"
CHANGES = """\
id,date,page,kind,summary
start,2026-10-01,index.md,added,The first text of the guide stands.
trust-again,2026-11-02,topics/trust.md,revised,The page says more about trust among ants.
trust-checked,2026-11-02,topics/trust.md,checked,The page was read against its sources again.
"""
CORRECTIONS = (
    "id,date,page,what_was_wrong,what_it_says_now,reason\n"
    "wrong-share,2026-11-09,topics/trust.md,The page said [14%](finding:ants-lonely).,"
    "It says **24%** [@ant2020].,Two digits had changed places.\n"
)


def resource(name: str, *fields: str) -> str:
    lines = "".join(
        f"        - {{name: {field}, type: {'date' if field == 'date' else 'string'}}}\n"
        for field in fields
    )
    return (
        f"  - name: {name}\n    path: {name}.csv\n    title: {name}\n    schema:\n      primaryKey:"
        f" id\n      fields:\n{lines}"
    )


DESCRIPTOR = PACKAGE.replace(
    "resources:\n",
    "resources:\n"
    + resource("changes", "id", "date", "page", "kind", "summary")
    + resource("corrections", "id", "date", "page", "what_was_wrong", "what_it_says_now", "reason"),
)
DESCRIPTOR += (
    "  - {name: changes, template: changes}\n  - {name: corrections, template: corrections}\n"
)
FILES = {
    "data/datapackage.yaml": DESCRIPTOR,
    "data/changes.csv": CHANGES,
    "data/corrections.csv": CORRECTIONS,
    "docs/index.md": front_matter(
        kind="home",
        title="Ants",
        description="One description that is long enough to be of use to people here.",
    ),
    "docs/topics/trust.md": front_matter(title="Trust & <care>", reviewed="2026-10-20"),
    "docs/changes.md": (
        front_matter(
            title="Changes",
            description="Another description that is long enough to be of use to people.",
        )
        + "\n![C](table:changes)\n"
    ),
    "docs/wrong.md": (
        front_matter(
            title="Wrong",
            description="A third description that is long enough to be of use to people.",
        )
        + "\n![C](table:corrections)\n"
    ),
}


@pytest.fixture
def read(project):
    def make(files: dict[str, str | None] | None = None, site_url: str = ADDRESS) -> Catalogue:
        return read_catalogue(
            project({**FILES, **(files or {})}), site_title="Bonds", site_url=site_url
        )[0]

    return make


def feed_of(catalogue: Catalogue) -> ElementTree.Element:
    return ElementTree.fromstring(
        make_feed(catalogue, make_settings(catalogue.package, "Bonds", catalogue.site_url))
    )


def words(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}")


def test_entries_are_changes_and_corrections_newest_first(read):
    assert [(entry.name, str(entry.day), entry.label) for entry in make_entries(read())] == [
        ("corrections/wrong-share", "2026-11-09", "Corrected"),
        ("changes/trust-checked", "2026-11-02", "Checked again"),
        ("changes/trust-again", "2026-11-02", "Revised"),
        ("changes/start", "2026-10-01", "New"),
    ]


def test_a_correction_is_told_whole_and_in_plain_words(read):
    assert (
        make_entries(read())[0].summary
        == "It said: The page said 14%. It now says: It says 24% (Ant, 2020). Why: Two digits had"
        " changed places."
    )


def test_a_change_of_a_page_that_is_not_there_is_reported(project):
    problems = problems_of(
        project({**FILES, "data/changes.csv": CHANGES.replace("index.md", "idnex.md")})
    )
    assert (
        '[unknown-page] data/changes.csv:2:18: no page is at "idnex.md". Did you mean "index.md"?'
        in problems
    )


def test_a_row_that_cannot_be_read_makes_no_entry(read):
    rows = (
        "id,date,page,kind,summary\n"
        "a,soon,index.md,added,x\nb,2026-10-01,index.md,,x\nc,2026-10-01,gone.md,added,x\n"
    )
    assert make_entries(read({"data/changes.csv": rows, "data/corrections.csv": None})) == []


def test_the_days_of_a_page(read):
    catalogue = read()
    home, trust, plain = (
        catalogue.pages[uri] for uri in ("index.md", "topics/trust.md", "wrong.md")
    )
    assert [added_on(catalogue, page) for page in (home, trust, plain)] == [
        date(2026, 10, 1),
        None,
        None,
    ]
    assert [changed_on(catalogue, page) for page in (home, trust, plain)] == [
        date(2026, 10, 1),
        date(2026, 11, 9),
        date(2026, 11, 23),
    ]
    assert reviewed_on(trust) == date(2026, 10, 20)
    assert [touched_on(catalogue, page) for page in (home, trust)] == [
        date(2026, 11, 23),
        date(2026, 11, 9),
    ]


def test_the_feed_has_what_atom_asks_for(read):
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    root = feed_of(read())
    entries = root.findall(f"{ATOM}entry")
    assert root.tag == f"{ATOM}feed" and len(entries) == 4
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1 and words(element, name)
        assert words(element, "id").startswith("urn:uuid:")
        assert datetime.fromisoformat(words(element, "updated")).tzinfo
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert len({words(element, "id") for element in (root, *entries)}) == 5
    assert (
        words(root, "updated")
        == max(words(entry, "updated") for entry in entries)
        == "2026-11-09T00:00:00Z"
    )
    addresses = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert addresses == {"self": f"{ADDRESS}feed.xml", "alternate": f"{ADDRESS}changes/"}
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries[:2]] == [
        f"{ADDRESS}wrong/#wrong-share",
        f"{ADDRESS}topics/trust/",
    ]


def test_ids_outlive_a_move_of_the_site_and_of_a_page(read):
    before = [words(entry, "id") for entry in feed_of(read()).findall(f"{ATOM}entry")]
    files = {
        "data/changes.csv": CHANGES.replace("topics/trust.md", "help.md"),
        "docs/help.md": FILES["docs/topics/trust.md"],
        "data/corrections.csv": CORRECTIONS.replace("topics/trust.md", "help.md"),
        "docs/topics/trust.md": None,
    }
    after = [
        words(entry, "id")
        for entry in feed_of(read(files, site_url="https://elsewhere.example/")).findall(
            f"{ATOM}entry"
        )
    ]
    assert before == after


def test_hostile_titles_and_summaries_stay_text(read):
    hostile = '</title><script>alert("1")</script> ]]> & \x0b'
    files = {
        "docs/topics/trust.md": front_matter(title="'</title><script>x</script>'"),
        "data/changes.csv": (
            'id,date,page,kind,summary\na,2026-10-01,topics/trust.md,added,"'
            + hostile.replace('"', '""')
            + '"\n'
        ),
    }
    entry = feed_of(read(files)).findall(f"{ATOM}entry")[1]
    assert words(entry, "title") == "New: </title><script>x</script>"
    assert (
        "<script>"
        not in make_feed(read(files), make_settings(read(files).package, "B", "")).decode()
    )


def test_a_feed_without_changes_is_dated_by_the_data(read):
    root = feed_of(
        read(
            {
                "data/changes.csv": "id,date,page,kind,summary\n",
                "data/corrections.csv": None,
                "data/datapackage.yaml": DESCRIPTOR.replace(
                    "title: Test\n", "title: Test\ncreated: 2026-11-20\n", 1
                ),
            }
        )
    )
    assert words(root, "updated") == "2026-11-20T00:00:00Z" and not root.findall(f"{ATOM}entry")


def test_a_feed_ends_somewhere(read):
    rows = "".join(
        f"row-{number},2026-10-01,index.md,added,A change.\n" for number in range(LIMIT + 9)
    )
    assert (
        len(
            feed_of(read({"data/changes.csv": "id,date,page,kind,summary\n" + rows})).findall(
                f"{ATOM}entry"
            )
        )
        == LIMIT
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no marks", "no marks"),
        ("a **b** *c* __d__ _e_ ***f***", "a b c d e f"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("[with *emphasis* and [@ant2020]](finding:x)", "with emphasis and (Ant, 2020)"),
        ("[@ant2020, p. 3; @unknown]", "(Ant, 2020, p. 3; unknown)"),
        (r"\*kept\*", "*kept*"),
        ("[words][some phrase] and [build trust]", "words and build trust"),
    ],
)
def test_inline_markdown_in_plain_words(text, shown):
    assert plain_text(text, {"ant2020": "Ant, 2020"}) == shown


def test_the_page_lists_what_the_feed_lists(read):
    html = convert(read(), read().pages["changes.md"].body)
    assert [words.removesuffix("#") for words in texts(html, "h2")] == [
        "November 9, 2026",
        "November 2, 2026",
        "October 1, 2026",
    ]
    assert (
        texts(html, "li")[1]
        == "Trust & <care>. Checked again: The page was read against its sources again."
    )
    assert links(html)[:2] == [
        ("/wrong.md#wrong-share", "Trust & <care>"),
        ("/topics/trust.md", "Trust & <care>"),
    ]
    assert ("/feed.xml", "the same list as an Atom feed") in links(html)


def test_no_changes_are_said_too(read):
    html = convert(
        read({"data/changes.csv": "id,date,page,kind,summary\n", "data/corrections.csv": None}),
        "![C](table:changes)",
    )
    assert texts(html, "p")[0] == "No changes so far."


def test_the_real_list_is_kept():
    catalogue = real_catalogue()
    assert (
        len(make_entries(catalogue))
        == len(catalogue.rows("changes")) + len(catalogue.rows("corrections"))
        > 10
    )
