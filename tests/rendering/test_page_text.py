"""The text of a page as readers see it, and what each part of it belongs to."""

import yaml

from guide.rendering.page_text import EXTENSIONS, Block, Link, read_page_text
from tests.support.catalogues import ROOT


def read(text: str) -> list[str]:
    return [" ".join(block.text.split()) for block in read_page_text(text)]


def test_the_extensions_are_those_of_the_site():
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nmarkdown_extensions:")[2]
    listed = yaml.safe_load(lines.partition("\n\n")[0])
    names = {name if isinstance(name, str) else next(iter(name)) for name in listed}
    # toc adds anchors, and the guide's extension is replaced by a part of it.
    assert {*EXTENSIONS, "toc", "guide.extension"} == {*names, "fenced_code"}


def test_inline_elements_divide_no_text():
    assert read("2**4**% <b>a</b><span>b</span> c") == ["24% ab c"]


def test_block_elements_divide_the_text():
    assert read("One\n\n- two\n- three\n\n<p>four</p><p>five</p>") == [
        "One",
        "two",
        "three",
        "four",
        "five",
    ]


def test_comments_and_the_files_of_tables_are_left_out():
    assert read("One <!-- two -->\n\n![three](table:mood)\n\nFour") == ["One", "Four"]


def test_attributes_that_readers_see_are_texts_of_their_own():
    assert read('A <b title="tip">b</b> ![alt](a.svg "title")') == ["A b", "tip", "alt", "title"]


def test_phrases_and_reference_links_are_their_words_and_citations_their_locators():
    blocks = read_page_text(
        "[a phrase], [words][x], [ten] [@ant2020, p. 3]\n\n[x]: help.md", {"a phrase": "/a.md"}
    )
    assert [block.text for block in blocks] == ["a phrase, words, [ten] (, p. 3)"]


def test_links_of_the_guide_know_their_place():
    assert read_page_text("So [*ten* ants](finding:ants) and [two](number:example).") == [
        Block(
            "So ten ants and two.",
            [Link("finding", "ants", 3, 11), Link("number", "example", 16, 19)],
        )
    ]


def test_links_in_html_are_none_of_the_guide():
    assert read_page_text('<a href="finding:ants">ten</a>')[0].links == []


def test_turns_of_a_dialogue_are_known_and_classes_in_html_are_not():
    text = '> **Dialogue: at night**\n>\n> **You:** Hi.\n\n<p class="turn">No.</p>'
    assert {block.text: block.is_dialogue for block in read_page_text(text)} == {
        "Dialogue: at night": False,
        "Made up for this guide": False,
        "You: Hi.": True,
        "No.": False,
    }


def test_cells_know_what_they_are_called():
    table = "| Who | Share |\n|---|---|\n| Ants | 24 |\n"
    assert read_page_text(table)[-1] == Block("24", labels=("Share", "Ants", ""))
    assert read_page_text("Share\n:   24")[-1].labels == ("Share",)
