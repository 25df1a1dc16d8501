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
FAST = ("text", "after")
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
    for added in (".", "\n\nA paragraph of another hook.\n\n"):
        guide.write("added.txt", added)
        cold, warm, again = (guide.build(remember=remember) for remember in (False, True, True))
        assert {
            path: added_parts(html) for path, html in cold.files.items() if path.endswith(".html")
        } == usual
        assert {path for path in cold.files if warm.files[path] != cold.files[path]} == set()
        assert (again.files, again.made) == (cold.files, set())
        assert not [line for line in cold.warnings if "help strip" in line]
        assert b"of another hook." in cold.files[TRUST] or added == "."


def test_a_page_that_is_not_in_docs_is_named_and_fails_a_strict_build(make):
    page = front_matter(title="Made", description=f"Made {WORDS}") + "[grow trust]\n"
    hook = (
        "from mkdocs.structure.files import File\n\ndef on_files(files, config):\n"
        f"    files.append(File.generated(config, 'made.md', content={page!r}))\n    return files\n"
    )
    guide = make(hook, "")
    for remember in (False, True, True):
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
