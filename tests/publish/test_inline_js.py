"""The guide's scripts in its pages: their place, their order, and when they stay files."""

import pytest

from guide.publish.inline_js import inline_scripts

PAGE = "<html><head></head><body>{}<p>Words</p>\n{}</body>\n</html>\n"
EARLY, FIRST, SECOND = (
    '<script src="../assets/{}.js"{} {}></script>'.format(*each)
    for each in (
        ("early", "", "async"),
        ("first", ' data-search="../assets/search.js"', "defer"),
        ("second", "", "defer"),
    )
)
FILES = {
    "assets/early.js": b"early()",
    "assets/first.js": b"first()",
    "assets/second.js": b"second()",
    "assets/search.js": b"search()",
}


def finished(text: str, **more: bytes) -> dict[str, bytes]:
    files, problems = inline_scripts({"a/index.html": text.encode(), **FILES, **more})
    assert problems == []
    return files


def test_each_script_stands_where_its_file_was_named_with_what_it_is_told():
    files = finished(PAGE.format(EARLY, f"{FIRST}\n  {SECOND}\n"))
    assert files == {
        "assets/search.js": b"search()",
        "a/index.html": (
            PAGE.format(
                "<script>early()</script>",
                '<script data-search="../assets/search.js">first()</script>\n '
                " <script>second()</script>\n",
            ).encode()
        ),
    }


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format(FIRST, ""),
        PAGE.format(f"{EARLY}{FIRST}", SECOND),
        PAGE.format("", f"{FIRST}<p>More</p>"),
        PAGE.format(EARLY, f'{FIRST}<script src="https://example.org/a.js"></script>{SECOND}'),
    ],
    ids=["in the head of the page", "one of two", "something after it", "another's script between"],
)
def test_where_one_deferred_script_stays_a_file_all_do(
    page: str,
):
    assert finished(page) == {"a/index.html": page.encode(), **FILES}


@pytest.mark.parametrize("script", [b'a("</script>")', b'a("<SCRIPT>")', b"a <!--b"])
def test_a_script_that_would_end_its_element_stays_a_file(script: bytes):
    page = PAGE.format(EARLY, FIRST)
    assert finished(page, **{"assets/first.js": script})["a/index.html"] == page.encode()


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://example.org/assets/early.js" async></script>',
        '<script src="../assets/gone.js" async></script>',
        '<script src="../assets/javascripts/theirs.js" async></script>',
        '<script src="../assets/early.js"></script>',
        '<script src="../assets/early.js" type="module" async></script>',
    ],
)
def test_any_other_script_stays_as_it_is(element: str):
    page = PAGE.format(element, "")
    assert finished(page, **{"assets/javascripts/theirs.js": b""})["a/index.html"] == page.encode()


def test_a_file_that_some_page_still_names_stays():
    files = finished(PAGE.format("", FIRST), **{"b/index.html": PAGE.format(FIRST, "").encode()})
    assert b"first()" in files["a/index.html"] and files["assets/first.js"] == b"first()"


def test_the_page_for_lost_addresses_names_scripts_from_the_root():
    page = PAGE.format("", FIRST.replace("../assets/first", "/folder/assets/first"))
    assert b"first()" in inline_scripts({"404.html": page.encode(), **FILES})[0]["404.html"]
