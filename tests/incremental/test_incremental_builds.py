"""After any save the site is that of a cold build, to the byte, and only what depends on the
save was made again.

A small project is built over and over in this process, each save of a chain on top of the last,
once with the memory of the builds before it and once without.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs import utils

from guide.data.published_paths import RULES_NAME
from tests.support.projects import front_matter
from tests.support.saved_guide import DATA, PAGES, SETTINGS, WORDS, Guide
from tests.support.slow import slow_but, slow_but_named


@pytest.fixture
def guide(project, monkeypatch) -> Guide:
    return Guide.prepared(project({"mkdocs.yml": SETTINGS, **DATA, **PAGES}), monkeypatch)


SAVES: dict[str, Callable[[Guide], None]] = {
    "nothing": lambda guide: None,
    "a cell of a table": lambda guide: guide.save("data/mood.csv", "2020,34", "2020,36"),
    "a row at the top": (
        lambda guide: guide.save("data/mood.csv", "2010,21", "2000,20,,ant2020\n2010,21")
    ),
    "a mistake in a cell": lambda guide: guide.save("data/mood.csv", "2020,36", "2020,abc"),
    "the mistake, a line further down": (
        lambda guide: guide.save("data/mood.csv", "2000,20", "1990,20,,ant2020\n2000,20")
    ),
    "the mistake mended": lambda guide: guide.save("data/mood.csv", "2020,abc", "2020,37"),
    "a file of data that is gone": lambda guide: guide.move("data/mood.csv", "data/moved.csv"),
    "the file put back": lambda guide: guide.move("data/moved.csv", "data/mood.csv"),
    "a finding's words": (
        lambda guide: guide.save("data/findings.csv", "Only red ants.", "Only black ants.")
    ),
    "a finding's status": (
        lambda guide: guide.save(
            "data/findings.csv", "cross-sectional,verified", "cross-sectional,secondary"
        )
    ),
    "a finding's id": lambda guide: guide.save("data/findings.csv", "bees-fall", "bees-fell"),
    "a source's year": (
        lambda guide: guide.save("data/sources.csv", '"Ant, A. A.",2020', '"Ant, A. A.",2019')
    ),
    "a second source of the same year": (
        lambda guide: guide.save(
            "data/sources.csv", "ant2020,", 'ant2019,"Ant, A. A.",2019,On,,,\nant2020,'
        )
    ),
    "a glossary phrase": (
        lambda guide: guide.save("data/glossary.csv", "| phubbed", "| phubbing people")
    ),
    "a helpline": lambda guide: guide.save("data/helplines.csv", "123", "456"),
    "a correction of another page": (
        lambda guide: guide.save("data/corrections.csv", "topics/trust.md", "topics/kind.md")
    ),
    "a note in the descriptor": (
        lambda guide: guide.save("data/datapackage.yaml", "A note with", "Another note with")
    ),
    "the version of the data": (
        lambda guide: guide.save(
            "data/datapackage.yaml", "title: Test\n", "title: Test\nversion: 2.0\n"
        )
    ),
    "a paragraph": lambda guide: guide.save("docs/other.md", "A paragraph", "A new paragraph"),
    "a heading that is linked to": (
        lambda guide: guide.save("docs/other.md", "## Gap", "## Chasm")
    ),
    "a practice card": lambda guide: guide.save("docs/guide/two.md", "Keep it.", "Keep it well."),
    "the time of a practice card": (
        lambda guide: guide.save("docs/guide/two.md", "one minute", "half an hour")
    ),
    "a topic's phrase": (
        lambda guide: guide.save("docs/topics/kind.md", "phrase: kindness", "phrase: being kind")
    ),
    "a title": (
        lambda guide: guide.save("docs/topics/trust.md", "title: Trust", "title: Trusting")
    ),
    "a description": (
        lambda guide: guide.save("docs/guide/two.md", f"Two {WORDS}", f"Section two {WORDS}")
    ),
    "everyday words": (
        lambda guide: guide.save("docs/topics/calm.md", "phone snub", "silent treatment")
    ),
    "an icon for the menu": (
        lambda guide: guide.save(
            "docs/help.md", "kind: page", "kind: page\nicon: material/lifebuoy"
        )
    ),
    "a day of review": (
        lambda guide: guide.save(
            "docs/topics/calm.md", "review_by: 2027-11-23", "review_by: 2026-11-24"
        )
    ),
    "the next day": lambda guide: guide.monkeypatch.setenv("GUIDE_TODAY", "2026-11-25"),
    "a page more": (
        lambda guide: guide.write(
            "docs/gone.md",
            front_matter(title="Gone", description=f"Gone {WORDS}") + "[grow trust]\n",
        )
    ),
    "a page renamed": lambda guide: guide.move("docs/gone.md", "docs/went.md"),
    "a page less": lambda guide: guide.delete("docs/topics/calm.md"),
    "two pages with one text": (
        lambda guide: guide.write(
            "docs/twin.md", PAGES["docs/guide/two.md"].replace("title: Two", "title: Twin")
        )
    ),
    "a setting": lambda guide: guide.save("mkdocs.yml", "site_name: Test", "site_name: Tested"),
    "a Markdown extension": (
        lambda guide: guide.save(
            "mkdocs.yml", "[attr_list, def_list", "[smarty, attr_list, def_list"
        )
    ),
    "a setting of the theme": (
        lambda guide: guide.save("mkdocs.yml", "navigation.footer", "navigation.top")
    ),
    "a setting of the search": (
        lambda guide: guide.save("mkdocs.yml", "[search]", "[search: {separator: x}]")
    ),
    "a setting for templates": (
        lambda guide: guide.save(
            "mkdocs.yml", "extra: {", 'extra: {sponsored: {url: "https://x.example/", text: y}, '
        )
    ),
    "a navigation": (
        lambda guide: guide.save(
            "mkdocs.yml",
            "plugins:",
            "nav: [index.md, Them: topics/trust.md, Rest: [other.md, help.md]]\nplugins:",
        )
    ),
    "a file of the theme": (
        lambda guide: guide.save(
            "overrides/main.html", "{% block hero %}", "{% block hero %}<!-- new -->"
        )
    ),
    "a template that shows others' front matter": (
        lambda guide: guide.save(
            "overrides/main.html",
            "<!-- new -->",
            "{% for file in pages %}<i>{{ file.page.meta.description | e }}</i>{% endfor %}",
        )
    ),
    "the front matter that it shows": (
        lambda guide: guide.save("docs/help.md", f"Help {WORDS}", f"All help {WORDS}")
    ),
    "front matter with a time of day": (
        lambda guide: guide.save(
            "docs/help.md", "kind: page", "kind: page\nseen: 2026-11-23 10:00:00"
        )
    ),
    "front matter that is not YAML": (
        lambda guide: guide.save("docs/help.md", "kind: page", "kind: [page")
    ),
    "front matter that has no keys": (
        lambda guide: guide.write("docs/help.md", "---\nHelp.\n---\n\nHelp.\n")
    ),
    "front matter with keys again": (
        lambda guide: guide.write("docs/help.md", PAGES["docs/help.md"])
    ),
    "an asset": lambda guide: guide.write("docs/extra.css", "p {}"),
    "an asset in the place of a download": (
        lambda guide: guide.write("docs/robots.txt", "User-agent: *\n")
    ),
}
# Saves that build on each other, in chains that have nothing to do with each other. Each begins
# with a project that was built and remembered.
CHAINS: dict[str, list[str]] = {
    "rows of a table": [
        "nothing",
        "a cell of a table",
        "a row at the top",
        "a mistake in a cell",
        "the mistake, a line further down",
        "the mistake mended",
        "a file of data that is gone",
        "the file put back",
    ],
    "rows that pages quote": [
        "a finding's words",
        "a finding's status",
        "a finding's id",
        "a source's year",
        "a second source of the same year",
        "a glossary phrase",
        "a helpline",
        "a correction of another page",
        "a note in the descriptor",
        "the version of the data",
    ],
    "texts and front matter": [
        "a paragraph",
        "a heading that is linked to",
        "a practice card",
        "the time of a practice card",
        "a topic's phrase",
        "a title",
        "a description",
        "everyday words",
        "an icon for the menu",
        "a day of review",
        "the next day",
    ],
    "pages and broken front matter": [
        "a page more",
        "a page renamed",
        "a page less",
        "two pages with one text",
        "front matter with a time of day",
        "front matter that is not YAML",
        "front matter that has no keys",
        "front matter with keys again",
        "an asset",
        "an asset in the place of a download",
    ],
    "settings and templates": [
        "a setting",
        "a Markdown extension",
        "a setting of the theme",
        "a setting of the search",
        "a setting for templates",
        "a navigation",
        "a file of the theme",
        "a template that shows others' front matter",
        "the front matter that it shows",
    ],
}
# One save of each kind, for `make test`.
ONE_OF_EACH = [
    "a cell of a table",
    "a finding's words",
    "a paragraph",
    "a practice card",
    "a title",
    "a page more",
    "a setting",
    "a file of the theme",
]

# After these, one build more, which has nothing to make and says what the others said.
AGAIN = ("nothing", "a mistake in a cell", "a page renamed", "a file of the theme")


def test_every_save_stands_in_one_chain() -> None:
    assert sorted(name for chain in CHAINS.values() for name in chain) == sorted(SAVES)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(ONE_OF_EACH, id="one of each"),
        *(pytest.param(names, id=chain, marks=pytest.mark.slow) for chain, names in CHAINS.items()),
    ],
)
def test_after_every_save_the_site_is_that_of_a_cold_build(guide: Guide, names: list[str]):
    guide.build(remember=True)
    for name in names:
        SAVES[name](guide)
        warm, cold = guide.build(remember=True), guide.build(remember=False)
        assert sorted(warm.files) == sorted(cold.files), name
        assert [path for path in cold.files if warm.files[path] != cold.files[path]] == [], name
        assert warm.warnings == cold.warnings, name
        if name in AGAIN:
            again = guide.build(remember=True)
            assert (again.files, again.warnings, again.made) == (
                cold.files,
                cold.warnings,
                set(),
            ), name


DEPENDENT: list[tuple[str, str, str, set[str]]] = [
    ("data/mood.csv", "2020,34", "2020,35", {"index.md", "chart.md"}),
    (
        "data/findings.csv",
        "Others rose.",
        "Others rose too.",
        {"topics/trust.md", "evidence/science.md"},
    ),
    (
        "data/findings.csv",
        "Only red ants.",
        "Only black ants.",
        {"index.md", "glossary.md", "evidence/science.md"},
    ),
    ("data/glossary.csv", "Looking at a phone", "Looking hard at a phone", {"glossary.md"}),
    ("docs/other.md", "A paragraph", "Another paragraph", {"other.md"}),
    (
        "docs/topics/kind.md",
        "title: Kind",
        "title: Kindness",
        {"topics/kind.md", "topics/trust.md", "topics/calm.md"},
    ),
    ("docs/guide/two.md", "Keep it.", "Keep it well.", {"guide/two.md", "practices.md"}),
    ("docs/guide/two.md", "Plain", "Plainly", {"guide/two.md"}),
    ("docs/other.md", "title: Other", "title: Another", {"other.md", "topics/kind.md"}),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "pages"),
    slow_but([*DEPENDENT[:2], *DEPENDENT[6:8]], DEPENDENT),
)
def test_a_save_makes_only_the_pages_that_depend_on_it(
    guide: Guide, name: str, old: str, new: str, pages: set[str]
):
    guide.build(remember=True)
    guide.save(name, old, new)
    built = guide.build(remember=True)
    assert {name for kind, name in built.made if kind == "text"} == pages


def numbers(guide: Guide) -> dict[str, int]:
    """Return what tells a file that was written again from one that was left."""
    site = guide.root / "site"
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*.html")}


def test_files_that_would_be_written_as_they_are_stay_where_they_are(guide: Guide):
    guide.build(remember=True)
    before = numbers(guide)
    guide.save("docs/other.md", "A paragraph", "Another paragraph")
    guide.build(remember=True)
    assert {name for name, number in numbers(guide).items() if number != before[name]} == {
        "other/index.html",
        "404.html",
        RULES_NAME,  # no page: MkDocs copies generated files each time
    }


TOUCHES: dict[str, Callable[[Path], object]] = {
    "written over": (
        lambda site: (site / "other/index.html").write_bytes(
            b"x" * (site / "other/index.html").stat().st_size
        )
    ),
    "deleted": lambda site: (site / "other/index.html").unlink(),
    "a folder deleted": lambda site: shutil.rmtree(site / "topics"),
    "a folder in its place": lambda site: (
        (site / "other/index.html").unlink(),
        (site / "other/index.html").mkdir(),
    ),
    "a link in its place": lambda site: (
        (site / "other/index.html").unlink(),
        (site / "other/index.html").symlink_to(site / "index.html"),
    ),
    "exchanged": lambda site: [
        (site / old).rename(site / new)
        for old, new in (
            ("other/index.html", "x.html"),
            ("help/index.html", "other/index.html"),
            ("x.html", "help/index.html"),
        )
    ],
    "more files and folders": lambda site: (
        (site / "other/more.html").write_text("x"),
        (site / "strange/one").mkdir(parents=True),
    ),
    "all of it deleted": lambda site: shutil.rmtree(site),
}


@pytest.mark.parametrize("touch", slow_but_named(["exchanged"], TOUCHES))
def test_what_somebody_did_in_the_folder_of_the_site_is_undone(
    guide: Guide, touch: Callable[[Path], object]
):
    cold = guide.build(remember=False)
    guide.build(remember=True)
    touch(guide.root / "site")
    assert guide.build(remember=True).files == cold.files


@pytest.mark.slow
def test_a_file_of_the_project_takes_the_place_of_a_page_that_is_gone(guide: Guide):
    guide.build(remember=True)
    guide.delete("docs/other.md")
    (guide.root / "docs/other").mkdir()
    guide.write("docs/other/index.html", "<p>By hand</p>")
    assert guide.build(remember=True).files == guide.build(remember=False).files


@pytest.mark.slow
def test_a_hook_that_changes_pages_has_every_page_written(guide: Guide):
    guide.build(remember=True)
    guide.write("more.py", "def on_post_page(output, **_):\n    return output + '<!-- more -->'\n")
    guide.save("mkdocs.yml", "hooks: [", "hooks: [more.py, ")
    guide.build(remember=True)
    built = guide.build(remember=True)
    assert built.files == guide.build(remember=False).files
    assert b"<!-- more -->" in built.files["other/index.html"]


def test_after_a_build_that_failed_the_folder_is_made_right(guide: Guide):
    cold = guide.build(remember=False)
    guide.build(remember=True)
    guide.write(
        "fails.py",
        "def on_page_markdown(markdown, page, **_):\n    if page.file.src_uri == 'other.md':\n     "
        "   raise ValueError('no')\n",
    )
    guide.save("mkdocs.yml", "hooks: [", "hooks: [fails.py, ")
    with pytest.raises(ValueError, match="no"):
        guide.build(remember=True)
    assert (utils.clean_directory.__module__, utils.write_file.__module__) == (
        "mkdocs.utils",
        "mkdocs.utils",
    )
    guide.save("mkdocs.yml", "fails.py, ", "")
    assert guide.build(remember=True).files == cold.files


def test_a_damaged_memory_is_made_anew(guide: Guide):
    cold = guide.build(remember=False)
    guide.build(remember=True)
    [path] = (guide.root / ".cache" / "pages").glob("*.sqlite")
    # What else may have happened to it is in test_store.
    for damage in (b"not a database", path.read_bytes().replace(b"<p>", b"<b>")):
        path.write_bytes(damage)
        built = guide.build(remember=True)
        assert (built.files, built.warnings) == (cold.files, cold.warnings)
    path.unlink()
    assert guide.build(remember=True).files == cold.files


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:200],
    "a byte less": lambda data: data[:32] + data[33:],
    "another first byte": lambda data: b"\xff" + data[1:],
}


@pytest.mark.parametrize("damage", slow_but_named(["empty"], DAMAGES))
def test_damaged_bytecode_is_compiled_again(guide: Guide, damage: Callable[[bytes], bytes]):
    cold = guide.build(remember=False)
    guide.build(remember=True)
    [kept] = (guide.root / ".cache" / "templates").iterdir()
    texts = {path.name: path.read_bytes() for path in kept.iterdir()}
    assert len(texts) > 20
    for name, data in texts.items():
        (kept / name).write_bytes(damage(data))
    shutil.rmtree(guide.root / ".cache" / "pages")
    assert guide.build(remember=True).files == cold.files
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == texts
