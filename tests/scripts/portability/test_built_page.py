"""What a reader gets of a built page, whatever the markup around it."""

import pytest

from scripts.portability.built_page import read_built_page, resolve

PAGE = (
    '<!doctype html><html lang="en"><head><title>Ants</title>\n'
    '<meta name="description" content="On ants"><meta property="og:title" content="Ants">'
    '<meta charset="utf-8">\n'
    '<link rel="canonical" href="https://bonds.example/a/">'
    '<link rel="stylesheet" href="../assets/guide.css">\n'
    '<link rel="stylesheet" href="../assets/stylesheets/main.1.css">'
    '<script src="../assets/javascripts/bundle.1.js"></script>\n'
    '<script type="application/ld+json">{"b": 1, "a": [2]}</script></head><body>\n'
    '<aside class="exit-bar md-grid" aria-label="Leave">'
    '<a class="exit" href="https://weather.example/">Exit this page</a></aside>\n'
    '<nav class="md-nav md-nav--primary"><a href="..">Home</a><a href="./">Ants</a></nav>\n'
    '<nav class="md-path"><ol><li><a href="..">Home</a></li><li><span>Ants</span></li></ol>'
    "</nav>\n"
    '<main><article class="md-content__inner">ARTICLE</article></main>\n'
    '<footer class="md-footer"><a href="../help/">Help now</a></footer>'
    '<script src="../assets/share.js" defer></script></body></html>'
)


def parts(article: str = "<p>One</p>", address: str = "/a/") -> dict:
    return read_built_page(PAGE.replace("ARTICLE", article), address)


@pytest.mark.parametrize(
    ("article", "lines"),
    [
        ("<p>One  <b>two</b>\n three</p>", ("One two three",)),
        ("<p>One<br>two</p><p>three</p>", ("One", "two", "three")),
        ("<ul><li>One</li><li>two <em>three</em></li></ul>", ("One", "two three")),
        ("before<p>inside</p>after", ("before", "inside", "after")),
        ("<p>One</p><script>two()</script><style>p{}</style>", ("One",)),
        ("<!-- no words --><p>One<!-- nor here --> two</p>", ("One two",)),
        ("<p></p><div> </div>", ()),
    ],
)
def test_the_text_is_a_line_for_each_block(article, lines):
    assert parts(article)["text"] == lines


def test_a_table_is_its_caption_its_headers_and_its_rows():
    table = (
        "<table><caption>Ants <b>by</b>"
        " year</caption><thead><tr><th>Year</th><th>Ants</th></tr></thead><tbody><tr><th"
        ' scope="row">2024</th><td> 7 </td></tr></tbody></table>'
    )
    assert parts(table + "<table><tr><td>1</td></tr></table>")["tables"] == (
        "table: Ants by year",
        "header: Year | Ants",
        "row: 2024 | 7",
        "table: without a caption",
        "row: 1",
    )


def test_links_are_where_they_lead_and_what_they_say():
    article = (
        '<a href="../b/#part">B</a> <a href="#here">here</a> <a name="old"></a><img src="../x.svg"'
        ' alt="An ant">'
    )
    assert parts(article)["links"] == ("B -> /b/#part", "here -> /a/#here", "img An ant -> /x.svg")


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("..", "/"),
        ("./", "/a/"),
        ("../index.html", "/"),
        ("../b/index.html#c", "/b/#c"),
        ("/b/", "/b/"),
        ("//other.example/b", "//other.example/b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("?q=1", "/a/?q=1"),
        ("https://[", "https://["),
    ],
)
def test_a_link_is_resolved_as_a_browser_does(link, target):
    assert resolve("/a/", link) == target


def test_what_stands_around_the_text_is_compared_by_meaning():
    page = parts()
    assert page["title"] == ("Ants",)
    assert page["head"] == (
        "link canonical: https://bonds.example/a/",
        "link stylesheet: /assets/guide.css",
        "meta description: On ants",
        "meta og:title: Ants",
    )
    assert page["data"] == ('{"a": [2], "b": 1}',)
    assert page["exit"] == ("Exit this page -> https://weather.example/",)
    assert page["breadcrumbs"] == ("Home -> /", "Ants")
    assert page["menu"] == ("Home -> /", "Ants -> /a/")
    assert page["footer"] == ("Help now -> /help/",)
    assert page["scripts"] == ("/assets/share.js defer",)


def test_ids_are_those_of_the_article():
    assert parts('<h1 id="ants">Ants</h1><p id="">x</p>')["ids"] == ("ants",)


def test_a_page_without_an_article_has_no_text():
    page = read_built_page("<title>Moved</title><h1>Moved</h1>", "/old/")
    assert (page["title"], page["text"], page["links"]) == (("Moved",), (), ())


def test_json_ld_that_is_none_is_shown_as_it_stands():
    assert read_built_page('<script type="application/ld+json">{oops</script>', "/")["data"] == (
        "not JSON: {oops",
    )
