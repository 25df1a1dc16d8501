"""Styles in pages: a page carries only the rules that can match something in it."""

import pytest

from guide.publish.inline_css import inline_styles, minify_scripts, purge_css
from guide.publish.used_names import UsedNames, read_html
from tests.support.pages import format_problems

PAGE = (
    '<html><head><link rel="stylesheet" href="../assets/a.css"></head><body class="page"'
    ' dir="ltr">{}</body></html>'
)


def kept(
    sheet: str,
    html: str = '<p class="a" id="i" data-x="1">',
    mentioned: frozenset[str] = frozenset(),
) -> str:
    return "".join(map(str, purge_css({"a.css": sheet}, read_html(html), set(mentioned))["a.css"]))


@pytest.mark.parametrize(
    "selector",
    [
        ".a",
        "p",
        "#i",
        "[data-x]",
        '[data-x="other"]',
        "*",
        ":root",
        "p.a#i[data-x]:not(.gone)",
        "p:is(.gone, .a)",
        "p:where(.gone,.a)",
        ".a:hover",
        ".a:focus-visible::after",
        ".a:before",
        "p::-webkit-scrollbar-thumb:hover",
        "p::details-content",
        "p:nth-child(2n + 1 of .a)",
        "p:popover-open",
        "::backdrop",
        "p:has(> .a)",
        "p > .a + .a ~ p",
        ":unknown-state(1)",
        "p:not(.a)",
        "P",
        "&",
    ],
)
def test_what_can_match_in_some_state_stays(selector: str):
    assert kept(f"{selector} {{ color: red }}") == f"{selector}{{color:red}}"


@pytest.mark.parametrize(
    "selector",
    [
        ".gone",
        "div",
        "#gone",
        "[data-gone]",
        "p.gone",
        ".gone p",
        "p > .gone",
        "p:is(.gone, #gone)",
        "p:has(.gone)",
        ".gone:hover::after",
        ".gone::-webkit-scrollbar",
        "p:not(.a) .gone",
    ],
)
def test_what_asks_for_a_name_that_nothing_has_goes(selector: str):
    assert kept(f"{selector} {{ color: red }}") == ""


def test_of_a_list_only_what_can_match_stays():
    assert kept(".gone, .a,p:is(.a,.b) { top: 0 }") == ".a,p:is(.a,.b){top:0}"


def test_an_attribute_that_no_script_sets_is_taken_by_its_value():
    page = '<body dir="ltr" data-md-color-scheme="default"><button data-md-color-scheme="slate">'
    sheet = (
        "[dir=ltr] a, [dir=rtl] body, [data-md-color-scheme=slate] button,"
        " [data-md-color-scheme=pink] body { top: 0 }"
    )
    assert kept(sheet, page) == "[data-md-color-scheme=slate] button{top:0}"


@pytest.mark.parametrize(
    "script",
    ['<script>body.dataset.mdColorScheme = "slate"</script>', '<script src="a.js"></script>'],
)
def test_a_palette_that_only_a_script_names_stays(script: str):
    page = (
        '<html><head><link rel="stylesheet" href="a.css"></head><body'
        f' data-md-color-scheme="default">{script}</body></html>'
    )
    files = {
        "a.html": page.encode(),
        "a.css": b"[data-md-color-scheme=slate]{top:0}",
        "assets/a.js": b"",
        "a.js": b"",
    }
    files = (
        files
        if "src" not in script
        else {
            **files,
            "a.html": page.replace("a.js", "assets/a.js").encode(),
            "assets/a.js": b'"slate"',
        }
    )
    assert (
        b"<style>[data-md-color-scheme=slate]{top:0}</style>" in inline_styles(files)[0]["a.html"]
    )


def test_rules_in_rules_stay_where_one_of_them_does():
    sheet = (
        "@media print { .a { top: 0 } .gone { top: 1px } } @supports (top: 0) { @media screen {"
        " .gone { top: 0 } } }"
    )
    assert kept(sheet) == "@media print{.a{top:0}}"


@pytest.mark.parametrize(
    "sheet",
    ["@page{margin:1cm}", "@font-face{font-family:x}", '@property --x{syntax:"*"}', "@layer a, b;"],
)
def test_what_belongs_to_no_element_stays(sheet: str):
    assert kept(sheet) == sheet


def test_what_a_rule_holds_is_kept_as_it_stands():
    sheet = (
        ".a{color:red"
        ' !important;background:url("data:image/svg+xml,<svg></svg>");--used:{a:b};top:var(--used)}'
    )
    assert kept(sheet) == sheet.replace(" !important", "!important")


def test_a_rule_in_a_rule_is_kept_whole():
    assert kept(".a { top: 0; .b & { left: 0 } }") == ".a{ top: 0; .b & { left: 0 } }"


def test_properties_and_animations_that_nothing_refers_to_go():
    sheet = (
        "p{--a:var(--b);--b:1px;--c:var(--d);--d:2px;--e:3px;top:var(--a);animation:spin 1s}"
        "@keyframes spin{to{top:0}}@keyframes turn{to{top:1px}}"
    )
    assert (
        kept(sheet, mentioned={"--e"})
        == "p{--a:var(--b);--b:1px;--e:3px;top:var(--a);animation:spin 1s}@keyframes"
        " spin{to{top:0}}"
    )


def site(body: str = "", **more: bytes) -> dict[str, bytes]:
    css = b".page { top: 0 } .made { top: 1px } .gone { top: 2px }"
    return {
        "a/index.html": PAGE.format(body).encode(),
        "assets/a.css": css,
        "assets/a.css.map": b"{}",
        **more,
    }


def test_the_sheet_becomes_part_of_the_page_and_goes():
    files, problems = inline_styles(site())
    assert problems == [] and list(files) == ["a/index.html"]
    assert b"<head><style>.page{top:0}</style></head>" in files["a/index.html"]


def test_what_a_script_of_the_page_adds_counts_as_there():
    files, _ = inline_styles(
        {
            **site('<script src="../assets/a.js"></script>'),
            "assets/a.js": b'part.className = "made"',
        }
    )
    assert b"<style>.page{top:0}.made{top:1px}</style>" in files["a/index.html"]
    other = PAGE.format("").replace("../", "").encode()
    files, _ = inline_styles({**files, "b.html": other, "assets/a.css": b".made{top:0}"})
    assert b"<style>" not in files["b.html"]  # nothing there has that class, nor adds it


def test_the_page_for_lost_addresses_links_from_the_root():
    lost = PAGE.format("").replace("../assets", "/folder/assets").encode()
    assert (
        b"<style>.page"
        in inline_styles({"404.html": lost, "assets/a.css": b".page{top:0}"})[0]["404.html"]
    )


def test_a_sheet_of_another_site_stays_a_link():
    page = PAGE.replace("../assets/a.css", "https://example.org/a.css").encode()
    assert inline_styles({"a.html": page})[0]["a.html"] == page


def test_a_style_cannot_end_its_element():
    files, _ = inline_styles({**site(), "assets/a.css": b'.page::after { content: "</style><b>" }'})
    assert (
        files["a/index.html"].count(b"</style>") == 1 and rb"<\/style><b>" in files["a/index.html"]
    )


def test_a_relative_address_in_a_sheet_is_a_problem():
    files = {**site(), "assets/a.css": b".page { background: url(paper.png) }"}
    after, problems = inline_styles(files)
    assert after == files and format_problems(problems) == [
        "[relative-style-address] assets/a.css:1:1: the stylesheet has the relative address"
        ' "paper.png", which would lead elsewhere once the sheet stands in a page. Write the'
        " picture into the sheet, as a data: address."
    ]


def test_scripts_lose_comments_and_spaces_and_the_themes_stay():
    theirs = b"/* keep */ let  a;"
    files, _ = minify_scripts(
        {
            "assets/a.js": b"/* say */\nconst  a = `two  ${b}  spaces`;\n",
            "assets/javascripts/b.js": theirs,
        }
    )
    assert files == {
        "assets/a.js": b"const a=`two  ${b}  spaces`;",
        "assets/javascripts/b.js": theirs,
    }


def test_an_empty_vocabulary_matches_only_what_asks_for_no_name():
    assert (
        "".join(map(str, purge_css({"a": "*{top:0}p{top:0}"}, UsedNames(), set())["a"]))
        == "*{top:0}"
    )
