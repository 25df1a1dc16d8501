"""The navigation in mkdocs.yml against the pages that there are."""

from guide.content.navigation import check_navigation
from tests.support.pages import format_problems
from tests.support.real import ROOT, real_catalogue

PAGES = ["index.md", "help.md", "new.md"]
BROKEN = """\
site_url: !ENV [SITE_URL, "http://127.0.0.1:8000/"]
validation: {nav: {omitted_files: warn}}
nav:
  - Home: index.md
  - helpp.md
  - Deeper:
      - Deepest: [index.md, /help.md]
      - Elsewhere: https://example.org/
"""


def find(folder, text):
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return format_problems(check_navigation(folder, "docs", PAGES))


def test_what_is_wrong_with_a_navigation_is_told(tmp_path):
    unlisted = (
        "this page is not in the navigation, so that readers do not find it. Add it to nav in"
        " mkdocs.yml, or delete it."
    )
    assert find(tmp_path, BROKEN) == [
        f"[not-in-nav] docs/help.md:1:1: {unlisted}",
        f"[not-in-nav] docs/new.md:1:1: {unlisted}",
        '[nav-without-page] mkdocs.yml:5:5: the navigation names "helpp.md", which is no page.'
        ' Did you mean "help.md"?',
        '[nav-twice] mkdocs.yml:7:19: the navigation names "index.md" again. Delete one of the two'
        " entries.",
        '[nav-without-page] mkdocs.yml:7:29: the navigation names "/help.md", which is no page.'
        ' Did you mean "help.md"?',
    ]


def test_what_needs_no_navigation_is_left_alone(tmp_path):
    assert find(tmp_path, "nav: [index.md]\n") == []
    assert find(tmp_path, "site_name: A\n") == []
    assert find(tmp_path, "nav: [\n") == []
    assert format_problems(check_navigation(tmp_path / "nowhere", "docs", PAGES)) == []


def test_the_guide_has_each_page_once():
    assert format_problems(check_navigation(ROOT, "docs", real_catalogue().pages)) == []
