"""The quick inline processors make what Python-Markdown's own make of every inline text."""

from pathlib import Path

import pytest
from markdown import Markdown

from guide.content.pages import read_pages
from guide.rendering.fast_inline import PrefilteredInlineProcessor, enable_inline_prefilter

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = [
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
]
TEXTS = [
    "`code` and ``more ` code``",
    r"\*not\* \[a\] \\",
    "[a](b.md) [c][d] [d]\n\n[d]: e.md 'T'",
    "![a](b.png) ![c][d] ![d]\n\n[d]: e.png",
    "<https://a.example> <a@b.example>",
    "line  \nbreak",
    "<b>x</b> <!-- c --> a < b",
    "&amp; &#8217; & &x",
    "*a* **b** ***c*** _d_ __e__ 2 * 3 * 4 a_b_c",
    "He said \"'Quoted' words\" -- the '80s --- and so on... isn't it",
    "*a [b `c` **d**](e.md)* ![*x*](y)",
    "A [^1] b\n\n[^1]: Note *x*.",
    "| a | b |\n|---|---|\n| `c` | *d* |",
    'Term\n:   *x* "y"',
    "HTML\n\n*[HTML]: Words",
    '# A *b* {#c}\n\n[[d]](e) [f](<g h> "i")',
]
BODIES = {page.uri: page.body for page in read_pages(ROOT / "docs", "docs")[0]}


def convert(text: str, *, quick: bool) -> str:
    md = Markdown(extensions=EXTENSIONS)
    if quick:
        enable_inline_prefilter(md)
        assert sum(isinstance(item, PrefilteredInlineProcessor) for item in md.treeprocessors) == 2
    return md.convert(text)


@pytest.mark.parametrize("text", TEXTS)
def test_every_kind_of_inline_text_comes_out_the_same(text):
    assert convert(text, quick=True) == convert(text, quick=False)


@pytest.mark.parametrize("uri", [uri for uri in BODIES if uri.startswith(("topics/", "guide/"))])
def test_the_real_pages_come_out_the_same(uri):
    assert convert(BODIES[uri], quick=True) == convert(BODIES[uri], quick=False)


def test_a_pattern_is_tried_only_where_its_text_is_there(monkeypatch):
    tried = []
    real = PrefilteredInlineProcessor._InlineProcessor__applyPattern

    def apply(self, pattern, *rest):
        tried.append(type(pattern).__name__)
        return real(self, pattern, *rest)

    monkeypatch.setattr(PrefilteredInlineProcessor, "_InlineProcessor__applyPattern", apply)
    convert("plain words", quick=True)
    assert set(tried) == {"FootnoteInlineProcessor"}  # not in the list, so it is always tried
    convert("`code`", quick=True)
    assert set(tried) == {"FootnoteInlineProcessor", "BacktickInlineProcessor"}
