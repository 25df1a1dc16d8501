"""What only the built page shows is found without a build: anchors, ids, addresses in raw HTML."""

import pytest

from guide.checks.rendered_pages import check_rendered
from guide.content.loader import read_catalogue
from tests.support.pages import SOURCES_PAGE, format_problems
from tests.support.projects import front_matter

NO_PAGE = "leads to no page or file. Correct the address, or link to the page's .md file."
NO_ID = "leads to no heading or id of that page."
USE_LINK = "Use the # link beside the heading that you mean."
OTHER = front_matter(title="Other", description="Another page, which the first one links to.")
BROKEN = {
    "own-anchor": ("[x](#nope)", f'8:1: the link to "#nope" {NO_ID} {USE_LINK}'),
    "anchor": ("[x](other.md#nope)", f'8:1: the link to "other.md#nope" {NO_ID} {USE_LINK}'),
    "close-anchor": (
        "[x](other.md#what-help)",
        f'8:1: the link to "other.md#what-help" {NO_ID} Did you mean "#what-helps"?',
    ),
    "definition": ("[x][y]\n\n[y]: #nope", f'10:1: the link to "#nope" {NO_ID} {USE_LINK}'),
    "id-twice": (
        "## A {#same}\n\n## B {#same}",
        '8:8: the id "same" stands 2 times on the page. Give each heading words of its own.',
    ),
    "id-in-html": (
        '## A {#same}\n\n<p id="same">b</p>',
        '8:8: the id "same" stands 2 times on the page. Give each heading words of its own.',
    ),
    "html-link": ('<a href="other.md">x</a>', f'8:10: the link to "other.md" {NO_PAGE}'),
    "html-address": ('<a href="/nope/">x</a>', f'8:10: the link to "/nope/" {NO_PAGE}'),
    "html-anchor": (
        "<a href='/other/#x'>x</a>",
        f'8:10: the link to "/other/#x" {NO_ID} {USE_LINK}',
    ),
    "html-image": ('<img src="none.png" alt="">', f'8:11: the link to "none.png" {NO_PAGE}'),
}
SOUND = """\
[a](#what-helps) [b](other.md#what-helps) [c](/other.md) [d](other.md) [e](assets/a.png)

<a href="../other/#what-helps">f</a> <a href="/data/mood.csv">g</a> <a href="#here">h</a>
<a href="https://a.example/#x">i</a> <a href="mailto:a@b.example">j</a> <a name="here">k</a>

## What helps

[l](data/mood.csv) [m](<other.md#what%2Dhelps>) [n](other.md "a title") ![o](/assets/a.png)
"""


def problems_of(project, text: str) -> list[str]:
    catalogue, _ = read_catalogue(
        project(
            {
                **SOURCES_PAGE,
                "docs/assets/a.png": "",
                "docs/page.md": front_matter() + f"{text}\n",
                "docs/other.md": OTHER + "## What helps\n",
            }
        )
    )
    return format_problems(check_rendered(catalogue))


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_what_leads_nowhere_is_found_at_its_place(project, text, expected):
    (problem,) = problems_of(project, text)
    assert problem.partition("] ")[2] == f"docs/page.md:{expected}"


def test_what_leads_somewhere_is_no_problem(project):
    assert problems_of(project, SOUND) == []
