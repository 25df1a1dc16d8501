"""Anchors that were published once, on a page whose headings have changed."""

import pytest

from tests.support.pages import convert_page
from tests.support.projects import PACKAGE, front_matter

RESOURCE = """\
  - name: former-anchors
    path: former_anchors.csv
    title: Places that were renamed
    schema:
      primaryKey: [page, anchor]
      fields: [{name: page}, {name: anchor}, {name: now}]
tables:
"""
BODY = "## New heading\n\nWords.\n\n> **How sure are we?**\n>\n> - **Our idea:** wait.\n"


def convert(project, now: str, anchor: str = "old") -> str:
    return convert_page(
        project(
            {
                "data/datapackage.yaml": PACKAGE.replace("tables:\n", RESOURCE, 1),
                "data/former_anchors.csv": f"page,anchor,now\npage.md,{anchor},{now}\n",
                "docs/page.md": front_matter(title="A page") + BODY,
            }
        )
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    {
        "heading": ("new-heading", '<h2 id="new-heading"><span id="old"></span>New heading</h2>'),
        "folded": ("how-sure", '<summary class="component__label"><span id="old"></span><strong>'),
    }.values(),
    ids=["heading", "folded"],
)
def test_a_former_anchor_is_where_its_content_is_now(project, now, expected):
    assert expected in convert(project, now)


def test_an_anchor_without_a_new_place_is_at_the_top_of_the_page(project):
    assert '<span id="old"></span>' in convert(project, "gone").partition("<h2")[0]


def test_an_anchor_that_is_still_there_is_not_made_twice(project):
    page = convert(project, "how-sure", anchor="new-heading")
    assert page.count('id="new-heading"') == 1
