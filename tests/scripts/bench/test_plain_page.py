"""The plain page of the benchmark has the same words, structure and drawings, and no more."""

import importlib.util
from pathlib import Path

SPEC = importlib.util.spec_from_file_location(
    "plain_page", Path(__file__).resolve().parents[3] / "scripts" / "bench" / "plain_page.py"
)
PLAIN = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(PLAIN)


def body(article: str) -> str:
    page = PLAIN.plain_page(
        f"<nav>Menu</nav><article class='a'>{article}</article><footer>Foot</footer>", "T"
    )
    return page.partition("<main>")[2].partition("</main>")[0]


def test_words_and_structure_stay_and_classes_go():
    assert (
        body(
            '<h2 id="x" class="y">A &amp; B</h2><p>One<br>two <a href="#x" data-z="1">three</a></p>'
        )
        == '<h2 id="x">A &amp; B</h2><p>One<br>two <a href="#x">three</a></p>'
    )


def test_controls_and_scripts_go_and_drawings_stay_whole():
    assert (
        body(
            '<button>Copy</button><script>x()</script><svg viewBox="0 0 1 1"><path d="M0'
            ' 0"/></svg><p class="b">End</p>'
        )
        == '<svg viewbox="0 0 1 1"><path d="M0 0"></path></svg><p>End</p>'
    )


def test_the_styles_are_two_kilobytes():
    assert 1900 < len(PLAIN.CSS.encode()) < 2150
