"""Moving a page: links, names and rows follow, and a redirect stays."""

import re
from datetime import date
from pathlib import Path

import pytest

from guide.content.loader import read_catalogue
from guide.core.problems import UserError
from guide.data.csv_reader import Cell
from guide.editing.edits import dry_run, make_edits, read_texts, write_edits
from guide.editing.page_moves import (
    PROGRAM_PAGES,
    Move,
    add_redirect,
    find_leftovers,
    move_in_nav,
    plan_move,
    relink,
    replace_cells,
)
from tests.support.catalogues import real_catalogue
from tests.support.pages import problems_of
from tests.support.projects import PACKAGE, front_matter

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
LONG = "that is long enough to be useful to all the people who read the page."
REDIRECTS = """\
  - name: redirects
    path: redirects.csv
    title: Redirects
    sorted_by: old
    schema:
      primaryKey: old
      fields: [{name: old, type: string}, {name: new, type: string}, {name: date, type: date}]
  - name: corrections
    path: corrections.csv
    title: Corrections
    schema:
      primaryKey: id
      fields:
        - {name: id}
        - {name: date, type: date}
        - {name: page}
        - {name: what_was_wrong, markup: inline}
tables:
"""
NAV = """\
nav:
  - index.md
  - Topics:
      - Trust:
          - topics/a.md  # first
          - "B": topics/b.md
          - topics/aa.md
"""


def topic(title: str, phrase: str, related: list[str], body: str) -> str:
    entries = "".join(
        f"  - topic: {name}\n    reason: a reason that is long enough\n" for name in related
    )
    return (
        f"---\ntitle: {title}\ndescription: A description of {title} {LONG}\nkind: topic\nphrase:"
        f" {phrase}\ngroup: Trust\nsummary: A summary that is long enough.\nserves: Whoever reads"
        f" this page.\nrelated:\n{entries}safety: false\nreviewed: 2026-11-23\nreview_by:"
        f" 2027-11-23\n---\n{body}"
    )


def page(title: str, body: str) -> str:
    return front_matter(title=title, description=f"A description of {title} {LONG}") + body


PAGES = {
    "docs/index.md": page(
        "Home",
        "See [phrase a], [phrase b], [phrase aa] and [by path](topics/a.md#part"
        ' "Title").\n\n`[code](topics/a.md)`\n',
    ),
    "docs/help.md": page(
        "Help",
        "[phrase a] [phrase b] [phrase aa] [A](/topics/a.md#x) [A](<topics/a.md>)"
        ' [aa](topics/aa.md) [A][ref]\n\n[ref]: topics/a.md "words"\n',
    ),
    "docs/topics/a.md": topic(
        "Ants",
        "phrase a",
        ["b", "aa"],
        "[Help](../help.md#now), [B](b.md), [me](a.md#x), [part](#part), ![img](../x.png), "
        "[out](https://a.example/topics/a.md), [root](/help.md)\n\n[ref]: b.md\n",
    ),
    "docs/topics/b.md": topic(
        "Bees",
        "phrase b",
        ["a", "aa"],
        "Go to [A](a.md) or [phrase aa]. ![Sources](../x.png)\n\n> [A,\n> in two lines](a.md#x)\n",
    ),
    "docs/topics/aa.md": topic("AA", "phrase aa", ["a", "b"], "Text. [phrase b]\n"),
    "docs/x.png": "",
    "docs/sources.md": page("Sources", "![Sources](table:sources)\n"),
    "mkdocs.yml": NAV,
    "data/redirects.csv": (
        "old,new,date\n/older/,/topics/a/#x,2026-01-02\n/topics/new-a/,/help/,2026-01-02\n"
    ),
    "data/corrections.csv": (
        'id,date,page,what_was_wrong\nc1,2026-01-02,topics/a.md,"It said, at [a](/topics/a.md#x)'
        ' and [aa](/topics/aa.md), no."\n'
    ),
    "data/glossary.csv": (
        'id,term,phrases,definition,finding,see_also\nfun,Fun,,"Joy, in'
        ' [A](/topics/a.md).",ants-lonely,a\nwit,Wit,,"Two\nlines.",,aa a b\n'
    ),
    "data/datapackage.yaml": (
        PACKAGE.replace("tables:\n", REDIRECTS).replace(
            "A note with [@ant2020].", "A note with [a](/topics/a.md)."
        )
    ),
}


def moved(project, old: str = "topics/a.md", new: str = "guide/deep/new-a.md"):
    """Move a page of the small project, and return the project's folder."""
    root = project(PAGES)
    texts = read_texts(root)
    edits = make_edits(texts, plan_move(read_catalogue(root)[0], texts, Move(old, new), TODAY))
    assert dry_run(root, edits, TODAY) == []
    write_edits(root, edits)
    return root


def test_the_small_project_has_no_problem(project):
    assert problems_of(project(PAGES)) == []


def test_after_a_move_nothing_is_wrong_and_the_old_page_is_gone(project):
    root = moved(project)
    assert problems_of(root) == []
    assert not (root / "docs/topics/a.md").exists() and (root / "docs/guide/deep/new-a.md").exists()


def test_links_to_the_page_follow_in_the_form_they_had(project):
    root = moved(project)
    home, helps, b = (
        (root / "docs" / name).read_text(encoding="utf-8")
        for name in ("index.md", "help.md", "topics/b.md")
    )
    assert '[by path](guide/deep/new-a.md#part "Title")' in home and "`[code](topics/a.md)`" in home
    assert (
        "[A](/guide/deep/new-a.md#x) [A](<guide/deep/new-a.md>) [aa](topics/aa.md) [A][ref]"
        in helps
    )
    assert '[ref]: guide/deep/new-a.md "words"' in helps
    assert (
        "Go to [A](../guide/deep/new-a.md)" in b
        and "> in two lines](../guide/deep/new-a.md#x)" in b
    )


def test_a_page_in_another_language_names_the_new_place(project):
    pair = {
        "docs/help.md": PAGES["docs/help.md"].replace(
            "kind:", "translations: {es: es/ab.md}\nkind:"
        ),
        "docs/es/ab.md": front_matter(
            title="Ayuda",
            description="Una ayuda que tiene bastantes palabras, como se le pide a cada una.",
            lang="es",
            translations="{en: help.md}",
        )
        + "Llama.\n",
    }
    root = project(PAGES | pair)
    texts = read_texts(root)
    move = Move("es/ab.md", "es/ayuda.md")
    edits = make_edits(texts, plan_move(read_catalogue(root)[0], texts, move, TODAY))
    write_edits(root, edits)
    assert "translations: {es: es/ayuda.md}" in (root / "docs/help.md").read_text(encoding="utf-8")


def test_the_page_s_own_links_follow_it(project):
    text = (moved(project) / "docs/guide/deep/new-a.md").read_text(encoding="utf-8")
    assert (
        "[Help](../../help.md#now), [B](../../topics/b.md), [me](new-a.md#x), [part](#part),"
        " ![img](../../x.png), [out](https://a.example/topics/a.md), [root](/help.md)\n\n[ref]:"
        " ../../topics/b.md\n" in text
    )


def test_names_of_the_topic_follow_and_others_that_begin_alike_do_not(project):
    root = moved(project)
    assert [
        item["topic"] for item in read_catalogue(root)[0].pages["topics/b.md"].meta["related"]
    ] == ["new-a", "aa"]
    assert (
        (root / "data/glossary.csv")
        .read_text(encoding="utf-8")
        .endswith(
            'fun,Fun,,"Joy, in'
            ' [A](/guide/deep/new-a.md).",ants-lonely,new-a\nwit,Wit,,"Two\nlines.",,aa new-a b\n'
        )
    )
    assert (
        (root / "data/corrections.csv").read_text(encoding="utf-8").splitlines()[1]
        == 'c1,2026-01-02,guide/deep/new-a.md,"It said, at [a](/guide/deep/new-a.md#x) and'
        ' [aa](/topics/aa.md), no."'
    )
    assert "A note with [a](/guide/deep/new-a.md)." in (root / "data/datapackage.yaml").read_text(
        encoding="utf-8"
    )


def test_the_navigation_follows(project):
    text = (moved(project) / "mkdocs.yml").read_text(encoding="utf-8")
    assert text == NAV.replace("topics/a.md  # first", "guide/deep/new-a.md  # first")
    assert move_in_nav(NAV, Move("topics/b.md", "c.md")) == NAV.replace("topics/b.md", "c.md")


def test_a_redirect_stays_and_older_ones_lead_to_the_new_place(project):
    assert (
        (moved(project) / "data/redirects.csv").read_text(encoding="utf-8") == "old,new,date\n"
        "/older/,/guide/deep/new-a/#x,2026-01-02\n"
        "/topics/a/,/guide/deep/new-a/,2026-11-23\n"
        "/topics/new-a/,/help/,2026-01-02\n"
    )


def test_a_page_may_move_to_where_a_redirect_was_and_back():
    there = add_redirect("", Move("a.md", "b.md"), TODAY)
    assert there == "old,new,date\n/a/,/b/,2026-11-23\n"
    assert add_redirect(there, Move("b.md", "a.md"), TODAY) == "old,new,date\n/b/,/a/,2026-11-23\n"


def test_a_move_within_a_folder_changes_no_other_link_of_the_page(project):
    text = (moved(project, new="topics/new-a.md") / "docs/topics/new-a.md").read_text(
        encoding="utf-8"
    )
    assert "[Help](../help.md#now), [B](b.md), [me](new-a.md#x), [part](#part)" in text


@pytest.mark.parametrize(
    ("target", "here", "there", "expected"),
    [
        ("a.md", "topics/b.md", "topics/b.md", "c.md"),
        ("/topics/a.md", "x.md", "x.md", "/topics/c.md"),
        ("./a.md#x", "topics/b.md", "topics/b.md", "c.md#x"),
        ("../topics/a.md", "guide/b.md", "guide/b.md", "../topics/c.md"),
        ("", "x.md", "x.md", ""),
        ("#a", "topics/a.md", "topics/c.md", "#a"),
        ("../help.md", "topics/b.md", "topics/b.md", "../help.md"),
        ("../assets/", "topics/a.md", "c.md", "assets/"),
        ("a%20b.md", "topics/a.md", "deep/er/c.md", "../../topics/a%20b.md"),
    ],
)
def test_a_link_is_written_anew(target, here, there, expected):
    assert relink(target, here, there, Move("topics/a.md", "topics/c.md")) == expected


def test_cells_are_replaced_where_they_stand():
    text = 'x,"a b",a\n"two\nlines",a,"a"\n'
    cells = [
        (Cell("a b", 1, 3, True), "long b"),
        (Cell("a", 1, 9), "c"),
        (Cell("a", 3, 10, True), "c"),
    ]
    assert replace_cells(text, cells) == 'x,"long b",c\n"two\nlines",a,"c"\n'


def test_what_still_names_the_old_address_is_told():
    texts = [
        ("README.md", "See topics/a.md\nand /topics/a/ and topics/aa.md and my-topics/a.md"),
        ("b.py", "x\n'https://x.example/topics/a'"),
    ]
    assert find_leftovers(texts, Move("topics/a.md", "b.md")) == [
        "README.md:1",
        "README.md:2",
        "b.py:2",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "topics/c.md",
            "x.md",
            'there is no page "topics/c.md" below docs/. Did you mean "topics/b.md"?',
        ),
        (
            "topics/a.md",
            "../x.md",
            (
                '"../x.md" cannot be an address. Use lower-case letters, digits and hyphens, such'
                " as topics/build-trust.md"
            ),
        ),
        (
            "topics/a.md",
            "Topics/X.md",
            (
                '"Topics/X.md" cannot be an address. Use lower-case letters, digits and hyphens,'
                " such as topics/build-trust.md"
            ),
        ),
        (
            "topics/a.md",
            "topics/b.md",
            (
                '"topics/b.md" has the address /topics/b/ already. Choose another name, or move'
                " that page first"
            ),
        ),
        (
            "topics/a.md",
            "help/index.md",
            (
                '"help.md" has the address /help/ already. Choose another name, or move that page'
                " first"
            ),
        ),
        (
            "topics/a.md",
            "topics/a.md",
            "the page is there already. Give the new place as the second argument",
        ),
        (
            "help.md",
            "x.md",
            "the program itself leads to help.md. Ask a developer to change that first",
        ),
    ],
)
def test_a_move_that_cannot_be_done_is_refused_with_the_reason(project, old, new, words):
    root = project(PAGES)
    with pytest.raises(UserError) as error:
        plan_move(read_catalogue(root)[0], read_texts(root), Move(old, new), TODAY)
    assert str(error.value) == words


def test_without_a_list_of_redirects_nothing_moves(project):
    root = project({**PAGES, "data/redirects.csv": None})
    with pytest.raises(UserError, match="the list of redirects cannot be read"):
        plan_move(read_catalogue(root)[0], read_texts(root), Move("topics/a.md", "x.md"), TODAY)


def test_the_program_s_own_pages_are_known():
    named = set()
    for path in [
        *ROOT.glob("hooks/guide/templates/**/*.html"),
        *ROOT.glob("overrides/**/*.html"),
        *ROOT.glob("hooks/**/*.py"),
    ]:
        code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.stem != "new_topics":
            named |= set(re.findall(r"[\"'(]/?([a-z-]+(?:/[a-z-]+)*\.md)[\"'#)]", code))
    real = set(real_catalogue().pages)
    assert sorted(named & real - PROGRAM_PAGES) == []
