"""The pictures for shared links: what they say, how small they are, and whether those committed are current."""

import struct
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from guide.cards import check_cards, digest, draw_card, make_cards
from guide.catalogue import read_catalogue
from samples import front_matter
from unit_helpers import told

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def small_png(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import small_png

    return small_png


def section(number: int, title: str, truth: str | None) -> str:
    return front_matter(title=f'"{title}"', kind="section", number=number, truth=truth and f'"{truth}"', safety="false",
                        summary="A summary that is long enough.",
                        description=f"A description of section {number} that is long enough to be useful.") + f"Text {number}.\n"


@pytest.fixture
def cards(project):
    files = {"docs/guide/a.md": section(1, "A title", "A <truth> & more of it"), "docs/guide/b.md": section(2, "Another title", None)}
    return {card.name: card for card in make_cards(read_catalogue(project(files))[0], "The site")}


def words(svg: str) -> list[str]:
    return [item.text for item in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_there_is_a_card_for_the_site_the_topics_and_each_section(cards):
    assert list(cards) == ["default", "topics", "a", "b"]


def test_a_card_says_the_truth_or_the_title_and_the_site(cards):
    assert words(draw_card(cards["a"], "The site")) == ["Truth 1 of 1", "A <truth> & more of it", "The site"]
    assert words(draw_card(cards["b"], "The site")) == ["Part 2 of the guide", "Another title", "The site"]
    assert words(draw_card(cards["default"], "The site"))[1] == "The site"


def test_long_words_take_more_lines_of_smaller_letters(cards):
    long = replace(cards["a"], words="Many words of a long title that nobody can say in a single breath, or in two")
    assert words(draw_card(long, "The site"))[1:-1] == ["Many words of a long title that", "nobody can say in a single", "breath, or in two"]
    assert 'font-size="60"' in draw_card(long, "The site")


def test_the_pictures_that_are_committed_are_current():
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "draw_og.py"), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "assets" / "og").glob("*.png")), ids=lambda path: path.stem)
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
    record = {"good": good, "changed": good, "old": {"svg": digest("<svg>other</svg>"), "png": digest(b"old")}}
    assert told(check_cards(drawings, record, tmp_path, "og")) == [
        f"[card-changed] og/changed.png:1:1: the picture is not the one that was drawn. {MEND}",
        "[card-of-no-page] og/idle.png:1:1: the picture belongs to no page. Delete it.",
        f"[card-missing] og/missing.png:1:1: there is no picture for the page missing. {MEND}",
        f"[card-old] og/old.png:1:1: the picture's words or its design have changed since it was drawn. {MEND}",
    ]


def png(filters: list[int]) -> tuple[bytes, np.ndarray]:
    """Return a PNG of four colors whose rows have the given filters, and its pixels."""
    rng = np.random.default_rng(1)
    colors = np.array([[253, 250, 245, 255], [36, 82, 78, 255], [140, 61, 37, 255], [43, 39, 35, 255]], np.uint8)
    pixels = colors[rng.integers(0, 4, (len(filters), 9))]
    rows, above = b"", np.zeros((9, 4), int)
    for kind, row in zip(filters, pixels.astype(int), strict=True):
        left, corner = np.vstack([np.zeros((1, 4), int), row[:-1]]), np.vstack([np.zeros((1, 4), int), above[:-1]])
        near = left + above - corner
        gaps = np.stack([abs(near - left), abs(near - above), abs(near - corner)])
        paeth = np.choose(gaps.argmin(axis=0), [left, above, corner])
        guess = [0 * row, left, above, (left + above) // 2, paeth][kind]
        rows += bytes([kind]) + ((row - guess) % 256).astype(np.uint8).tobytes()
        above = row
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 9, len(filters), 8, 6, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body, pixels


def test_every_filter_of_a_png_is_undone(small_png):
    content, pixels = png([0, 1, 2, 3, 4, 4, 3, 2, 1, 0])
    assert (small_png.read_pixels(content) == pixels).all()


def test_a_picture_of_few_colors_keeps_them_all(small_png):
    content, pixels = png([4, 4, 4])
    small = small_png.small_png(content)
    palette = np.frombuffer(small[small.index(b"PLTE") + 4 :][: 3 * 4], np.uint8).reshape(-1, 3)
    where = small.index(b"IDAT")
    (size,) = struct.unpack(">I", small[where - 4 : where])
    rows = np.frombuffer(zlib.decompress(small[where + 4 : where + 4 + size]), np.uint8).reshape(3, 10)
    assert (palette[rows[:, 1:]] == pixels[:, :, :3]).all()


def test_another_kind_of_png_is_refused(small_png):
    content, _ = png([0])
    with pytest.raises(ValueError, match="8-bit RGBA"):
        small_png.read_pixels(content.replace(struct.pack(">BB", 8, 6), struct.pack(">BB", 8, 2), 1))
