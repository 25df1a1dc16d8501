"""The pictures for shared links: their words, their size, and whether those here are current."""

import struct
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from guide.content.loader import read_catalogue
from guide.rendering.social_cards import check_cards, digest, draw_card, make_cards
from scripts.draw_og import shrink_png
from tests.support.pages import format_problems
from tests.support.projects import front_matter

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def section(number: int, title: str, truth: str | None) -> str:
    return (
        front_matter(
            title=f'"{title}"',
            kind="section",
            number=number,
            truth=truth and f'"{truth}"',
            safety="false",
            summary="A summary that is long enough.",
            description=f"A description of section {number} that is long enough to be useful.",
        )
        + f"Text {number}.\n"
    )


@pytest.fixture
def cards(project):
    files = {
        "docs/guide/a.md": section(1, "A title", "A <truth> & more of it"),
        "docs/guide/b.md": section(2, "Another title", None),
    }
    return {card.name: card for card in make_cards(read_catalogue(project(files))[0], "The site")}


def words(svg: str) -> list[str]:
    return [item.text for item in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_there_is_a_card_for_the_site_the_topics_and_each_section(cards):
    assert list(cards) == ["default", "topics", "a", "b"]


def test_a_card_says_the_truth_or_the_title_and_the_site(cards):
    assert words(draw_card(cards["a"], "The site")) == [
        "Truth 1 of 1",
        "A <truth> & more of it",
        "The site",
    ]
    assert words(draw_card(cards["b"], "The site")) == [
        "Part 2 of the guide",
        "Another title",
        "The site",
    ]
    assert words(draw_card(cards["default"], "The site"))[1] == "The site"


def test_long_words_take_more_lines_of_smaller_letters(cards):
    long = replace(
        cards["a"],
        words="Many words of a long title that nobody can say in a single breath, or in two",
    )
    assert words(draw_card(long, "The site"))[1:-1] == [
        "Many words of a long title that",
        "nobody can say in a single",
        "breath, or in two",
    ]
    assert 'font-size="60"' in draw_card(long, "The site")


def test_the_pictures_that_are_committed_are_current():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "draw_og.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "assets" / "og").glob("*.png")), ids=lambda path: path.stem
)
def test_each_picture_is_of_the_right_size_and_light(path):
    content = path.read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    assert len(content) < 40_000


MEND = "Run python scripts/draw_og.py, and commit the picture with scripts/draw_og.json."


def test_missing_old_changed_and_idle_pictures_are_told(tmp_path):
    for name in ("old", "changed", "good", "idle"):
        (tmp_path / f"{name}.png").write_bytes(name.encode())
    drawings = dict.fromkeys(("missing", "old", "changed", "good"), "<svg/>")
    good = {"svg": digest("<svg/>"), "png": digest(b"good")}
    record = {
        "good": good,
        "changed": good,
        "old": {"svg": digest("<svg>other</svg>"), "png": digest(b"old")},
    }
    assert format_problems(check_cards(drawings, record, tmp_path, "og")) == [
        f"[card-changed] og/changed.png:1:1: the picture is not the one that was drawn. {MEND}",
        "[card-of-no-page] og/idle.png:1:1: the picture belongs to no page. Delete it.",
        f"[card-missing] og/missing.png:1:1: there is no picture for the page missing. {MEND}",
        (
            "[card-old] og/old.png:1:1: the picture's words or its design have changed since it"
            f" was drawn. {MEND}"
        ),
    ]


def test_a_picture_of_few_colors_keeps_them_and_gets_smaller():
    colors = [(253, 250, 245), (36, 82, 78), (140, 61, 37), (43, 39, 35)]
    drawn = Image.new("RGBA", (90, 40))
    drawn.putdata([(*colors[(x // 10 + y // 10) % 4], 255) for y in range(40) for x in range(90)])
    out = BytesIO()
    drawn.save(out, "PNG")
    small = shrink_png(out.getvalue())
    pixels = [Image.open(BytesIO(small)).convert("RGB").tobytes(), drawn.convert("RGB").tobytes()]
    assert pixels[0] == pixels[1]
    assert Image.open(BytesIO(small)).mode == "P" and len(small) < len(out.getvalue())
