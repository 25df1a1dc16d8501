"""Other hooks may change a page's text: what the build adds to the page stays, built for the first time or remembered."""

import re

import html5lib
import pytest

from tests.support.projects import front_matter
from tests.support.real import ROOT
from tests.support.saved_guide import DATA, PAGES, SETTINGS, WORDS, Guide
from tests.support.slow import slow_but_named

OURS = f'"{ROOT / "hooks" / "site_hooks.py"}"'
# What another hook does to each page's Markdown. It reads a file, so that its own text says nothing
# of what it adds.
ADDS = "from pathlib import Path\nADDED = Path(__file__).with_name('added.txt')\n\n"
HOOKS = {
    "text": (
        ADDS + "def on_page_markdown(markdown, **_):\n    return markdown + ADDED.read_text()\n"
    ),
    "after": (
        ADDS + "def on_page_markdown(markdown, **_):\n    return markdown + ADDED.read_text()\n"
    ),
    "first": (
        ADDS + "def on_page_markdown(markdown, **_):\n    return ADDED.read_text() + '\\n\\n' +"
        " markdown\n"
    ),
    "source": (
        ADDS + "def on_page_read_source(page, **_):\n    return page.file.content_string +"
        " ADDED.read_text()\n"
    ),
    "page": (
        ADDS + "from mkdocs.structure.pages import Page\n\ndef on_pre_page(page, config, **_):\n   "
        " other = Page(None, page.file, config)\n    other.previous_page, other.next_page,"
        " other.parent = page.previous_page, page.next_page, page.parent\n    return other\n\ndef"
        " on_page_markdown(markdown, **_):\n    return markdown + ADDED.read_text()\n"
    ),
    "meta": (
        ADDS + "def on_page_markdown(markdown, page, **_):\n"
        "    page.meta.clear()\n    page.meta['title'] = 'Other'\n"
        "    return markdown + ADDED.read_text()\n"
    ),
    "content": (ADDS + "def on_page_content(html, **_):\n    return html + ADDED.read_text()\n"),
    "context": (
        ADDS + "def on_page_context(context, page, **_):\n"
        "    page.content += ADDED.read_text()\n    return context\n"
    ),
    "output": (
        ADDS + "def on_post_page(output, **_):\n"
        "    return output.replace('</article>', ADDED.read_text() + '</article>')\n"
    ),
}
# The others run in `make test-all`.
FAST = ("after",)
# A hook that changes everything: files, navigation, front matter, Markdown, pages, HTML.
EVERYTHING = (
    ADDS
    + """
from mkdocs.structure.files import File

def on_files(files, config):
    files.append(File.generated(config, "made.css", content=f"/* {ADDED.read_text()} */"))
    files.remove(files.get_file_from_path("extra.css"))
    return files

def on_nav(nav, **_):
    nav.pages[0].reading = ADDED.read_text()
    return nav

def on_page_markdown(markdown, page, **_):
    page.meta["description"] = f"Described with {ADDED.read_text()}"
    return markdown.replace("Help.", f"Help: {ADDED.read_text()}.")

def on_page_content(html, **_):
    return html.replace("<h2", "<p>Above: " + ADDED.read_text() + "</p><h2")

def on_post_page(output, **_):
    return output.replace("</article>", f"<p>Below: {ADDED.read_text()}</p></article>")
"""
)
# What each plugin is set to, and how a built site shows that it was at work.
PLUGINS = """\
plugins:
  - search
  - redirects: {redirect_maps: {old.md: other.md}}
  - macros: {include_yaml: [{figures: figures.yml}]}
  - glightbox
"""
TRUST = "topics/trust/index.html"


@pytest.fixture
def make(project, monkeypatch):
    """Return a function that writes the project with another hook, before ours or after it, and what that adds."""

    def write(hook: str, added: str, *, is_first: bool = True) -> Guide:
        names = ["other.py", OURS] if is_first else [OURS, "other.py"]
        settings = re.sub(r"hooks: .*", f"hooks: [{', '.join(names)}]", SETTINGS)
        folder = project(
            {"mkdocs.yml": settings, **DATA, **PAGES, "other.py": hook, "added.txt": added}
        )
        return Guide.prepared(folder, monkeypatch)

    return write


def added_parts(html: bytes) -> dict[str, int]:
    """Count what the build adds to a page."""
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    named = {
        word: sum(word in element.get("class", "").split() for element in elements)
        for word in (
            "help-strip",
            "help-lines",
            "finding-entry",
            "reviewed",
            "cite",
            "serves",
            "related",
            "mentions",
        )
    }
    return named | {
        "data": sum(element.get("type") == "application/ld+json" for element in elements)
    }


@pytest.mark.parametrize(
    ("hook", "is_first"),
    slow_but_named(FAST, {name: (hook, name != "after") for name, hook in HOOKS.items()}),
)
def test_what_the_build_adds_stays_when_another_hook_adds_text(make, hook: str, is_first: bool):
    guide = make(hook, "", is_first=is_first)
    usual = {
        path: added_parts(html)
        for path, html in guide.build(remember=False).files.items()
        if path.endswith(".html")
    }
    assert all(usual[TRUST].values()), usual[TRUST]
    added = "\n\nA paragraph of another hook.\n\n"
    guide.write("added.txt", added)
    cold, warm, again = (guide.build(remember=remember) for remember in (False, True, True))
    assert {
        path: added_parts(html) for path, html in cold.files.items() if path.endswith(".html")
    } == usual
    assert {path for path in cold.files if warm.files[path] != cold.files[path]} == set()
    assert (again.files, again.made) == (cold.files, set())
    assert not [line for line in cold.warnings if "help strip" in line]
    assert b"of another hook." in cold.files[TRUST]


def check_saves(guide: Guide, saves: dict[str, tuple[str, str, str]]) -> dict[str, bytes]:
    """Save one change after the other; every file is that of a build without the cache."""
    guide.build(remember=True)
    for name, old, new in saves.values():
        guide.save(name, old, new)
        warm, cold = guide.build(remember=True), guide.build(remember=False)
        assert sorted(warm.files) == sorted(cold.files)
        assert [path for path in cold.files if warm.files[path] != cold.files[path]] == []
        assert warm.warnings == cold.warnings
    return cold.files


SAVES = {
    "what the other one reads": ("added.txt", "one", "two"),
    "a row": ("data/findings.csv", "Only red ants.", "Only black ants."),
    "a sentence": ("docs/other.md", "A paragraph", "A new paragraph"),
    "the row again": ("data/findings.csv", "Only black ants.", "Only red ants."),
    "what the other one reads, again": ("added.txt", "two", "one"),
}


@pytest.mark.slow
@pytest.mark.parametrize("is_first", [True, False])
def test_a_hook_that_changes_everything_loses_nothing_and_leaves_nothing_stale(make, is_first):
    guide = make(EVERYTHING, "one", is_first=is_first)
    guide.write("docs/extra.css", "p {}")
    guide.save(
        "overrides/main.html",
        "{% block hero %}",
        "{% block hero %}{% for item in nav.pages %}<b>{{ item.reading }}</b>{% endfor %}",
    )
    files = check_saves(guide, SAVES)
    assert files["made.css"] == b"/* one */" and "extra.css" not in files
    page = files["help/index.html"].decode()
    for text in ("Help: one.", "Below: one", 'content="Described with one"', "<b>one</b>"):
        assert text in page, text
    assert "Above: one" in files["other/index.html"].decode()


@pytest.mark.slow
def test_three_plugins_lose_nothing_and_leave_nothing_stale(make):
    guide = make("", "")
    guide.save("mkdocs.yml", "plugins: [search]\n", PLUGINS)
    guide.write("figures.yml", "many: one\n")
    guide.write("docs/picture.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    guide.save(
        "docs/help.md",
        "Help.",
        "Helped {{ figures.many }} of {{ page.title }}.\n\n![A picture](picture.svg)\n",
    )
    saves = {
        "a variable": ("figures.yml", "many: one", "many: two"),
        "a redirect": ("mkdocs.yml", "old.md: other.md", "old.md: help.md"),
        "a title": ("docs/help.md", "title: Help", "title: Hands"),
        **{name: save for name, save in SAVES.items() if save[0] != "added.txt"},
        "a plugin less": ("mkdocs.yml", "  - glightbox\n", ""),
        "the plugin again": ("mkdocs.yml", "\nextra: {", "\n  - glightbox\nextra: {"),
        "the variable again": ("figures.yml", "many: two", "many: one"),
    }
    files = check_saves(guide, saves)
    assert b"url=../help/" in files["old/index.html"]
    page = files["help/index.html"].decode()
    assert "Helped one of Hands." in page and 'class="glightbox"' in page
    assert guide.build(remember=True).files == files


def test_a_page_that_is_not_in_docs_is_named_and_fails_a_strict_build(make):
    page = front_matter(title="Made", description=f"Made {WORDS}") + "[grow trust]\n"
    hook = (
        "from mkdocs.structure.files import File\n\ndef on_files(files, config):\n"
        f"    files.append(File.generated(config, 'made.md', content={page!r}))\n    return files\n"
    )
    guide = make(hook, "")
    for remember in (True, True):
        found = [line for line in guide.build(remember=remember).warnings if "help strip" in line]
        assert found == [
            "made.md is not the text of a page in docs/, so it is shown without help strip,"
            " evidence and day of review. Write it as a page in docs/, or leave the page's text to"
            " the guide."
        ]


def test_titles_and_the_name_of_the_site_are_text_everywhere(make):
    evil = "Q&A <b onclick='a()'>\"x\"</b> &lt;i&gt;"
    guide = make("", "")
    quoted = "'" + evil.replace("'", "''") + "'"
    guide.save("mkdocs.yml", "site_name: Test", f"site_name: {quoted}")
    guide.save(
        "mkdocs.yml",
        "plugins:",
        f"nav:\n  - index.md\n  - {quoted}: [other.md, {{{quoted}: help.md}}]\n"
        f"  - {quoted}: 'https://a.example/?b=\"><i class=c>'\n  - topics/trust.md\nplugins:",
    )
    guide.save("docs/topics/trust.md", "title: Trust", f"title: {quoted}")
    guide.save("docs/other.md", "## Gap", '## Q&A <b>x</b> &lt;i&gt; "y" {: #gap }')
    files = guide.build(remember=False).files
    for path in ("index.html", "other/index.html", TRUST, "help/index.html"):
        tree = html5lib.parse(files[path], treebuilder="etree", namespaceHTMLElements=False)
        elements = [element for element in tree.iter() if isinstance(element.tag, str)]
        assert not [
            element for element in elements if "onclick" in element.attrib or element.tag == "i"
        ]
        assert {element.get("class") for element in elements if element.tag == "b"} <= {None}
        words = ["".join(element.itertext()).strip() for element in elements]
        labels = [
            value
            for element in elements
            for name, value in element.attrib.items()
            if name in ("aria-label", "title")
        ]
        assert words.count(evil) >= 4 and labels.count(evil) == 2
        assert not [
            text for text in words + labels if "&amp;" in text or "&quot;" in text or "&#3" in text
        ]
    assert ["Next: " + evil in labels_of(files[path]) for path in ("other/index.html",)] == [True]


def labels_of(html: bytes) -> set[str]:
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return {
        element.get("aria-label", "") for element in tree.iter() if isinstance(element.tag, str)
    }
