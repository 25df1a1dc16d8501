"""The help strip: first where somebody may be in danger, with lines by country to choose."""

import pytest

from guide.content.loader import read_catalogue
from tests.support.pages import convert, find, links, text_of, texts
from tests.support.projects import PACKAGE, front_matter

HELPLINES = """\
  - name: helplines
    path: helplines.csv
    title: Helplines
    schema:
      primaryKey: id
      fields:
        - {name: id, type: string}
        - {name: country, type: string}
        - {name: area, type: string}
        - {name: kind, type: string}
        - {name: service, type: string}
        - {name: for_whom, type: string}
        - {name: phone, type: string}
        - {name: phone_note, type: string}
        - {name: text_or_chat, type: string}
        - {name: url, type: string}
        - {name: hours, type: string}
        - {name: languages, type: string}
        - {name: checked_on, type: date}
        - {name: free, type: string}
        - {name: confidential, type: string}
tables:
  - {name: helplines, template: helplines}
"""
COLUMNS = (
    "id",
    "country",
    "area",
    "kind",
    "service",
    "for_whom",
    "phone",
    "phone_note",
    "text_or_chat",
    "url",
    "hours",
    "languages",
    "checked_on",
    "free",
    "confidential",
)
HELP = {
    "docs/help.md": (
        front_matter(
            title="Help",
            description="A description of the page of help that is long enough to be useful.",
            safety="true",
        )
        + "Help text.\n"
    )
}
BROWSING = {
    "docs/browsing-safely.md": (
        front_matter(
            title="Browsing",
            description="A description of the page on browsing, long enough to be useful.",
            safety="true",
        )
        + "Private text.\n"
    )
}
PAGE = {"docs/page.md": front_matter(safety="true") + "Text.\n"}


def line(**values: str) -> dict[str, str]:
    """Return a line of a country; each is an emergency number unless it says otherwise."""
    usual = {
        "id": values.get("service", "x").lower().replace(" ", "-"),
        "country": "Ant Land",
        "kind": "emergency",
        "service": "Guards",
        "for_whom": "Ants",
        "phone": "123",
        "url": "https://www.guards.example/now",
        "checked_on": "2026-11-01",
    }
    return usual | values


def data(*lines: dict[str, str]) -> dict[str, str]:
    rows = [
        ",".join('"' + row.get(name, "").replace('"', '""') + '"' for name in COLUMNS)
        for row in lines
    ]
    return {
        "data/datapackage.yaml": PACKAGE.replace("tables:\n", HELPLINES),
        "data/helplines.csv": "\n".join([",".join(COLUMNS), *rows]) + "\n",
    }


LINES = data(
    line(),
    line(
        service="Nest Line",
        kind="abuse",
        area="North",
        phone="0800 12-34",
        phone_note="Ask for May",
        free="yes",
        confidential="yes",
    ),
    line(service="Hum", kind="crisis"),
    line(service="Own Line", kind="own-behavior"),
    line(service="Hive Line", kind="abuse", country="Bee (South)", phone=""),
    line(
        service="World List",
        kind="directory",
        country="Everywhere",
        phone="",
        url="https://list.example/",
    ),
)


@pytest.fixture
def show(project):
    """Return a function that converts a page of a project."""

    def make(files: dict[str, str], uri: str = "page.md") -> str:
        catalogue, _ = read_catalogue(project(files))
        return convert(catalogue, catalogue.pages[uri].body)

    return make


def strip(html: str):
    """Return the one strip of a page."""
    strips = find(html, "aside", class_="help-strip")
    assert len(strips) == 1
    return strips[0]


def test_the_strip_is_the_first_thing_of_a_page_on_danger(show):
    html = show(PAGE | HELP | LINES)
    assert find(html)[0].get("class") == "help-strip"
    assert strip(html).get("aria-label") == "Help now"
    assert ("/help.md", "help and helplines") in links(html)


@pytest.mark.parametrize("values", [{}, {"safety": "false"}], ids=["not-said", "false"])
def test_another_page_has_no_strip(show, values):
    html = show({"docs/page.md": front_matter(**values) + "Text.\n"} | HELP | BROWSING | LINES)
    assert links(html) == [] and find(html, "aside") == [] and find(html, "details") == []


def test_the_strip_stands_once_even_where_a_section_opens_with_its_truth(show):
    section = {
        "docs/page.md": (
            front_matter(
                kind="section",
                number=3,
                truth="Truth is a verb.",
                summary="A summary that is long enough.",
                safety="true",
            )
            + "Text.\n"
        )
    }
    html = show(section | HELP | LINES)
    assert find(html)[0] is not None and strip(html) is not None
    assert [
        item.get("class") for item in find(html) if item.get("class") in ("help-strip", "truth")
    ] == ["help-strip", "truth"]


def test_a_reader_chooses_the_country_and_sees_whom_to_call_in_danger(show):
    html = show(PAGE | HELP | LINES)
    assert texts(html, "summary") == [
        "Helplines by country",
        "Ant Land",
        "Bee (South)",
        "Everywhere",
    ]
    assert texts(html, "li") == [
        "Guards: 123",
        "Nest Line (North): 0800 12-34. Ask for May (free, confidential)",
        "Hive Line: guards.example",
        "World List: list.example",
    ]


def test_one_country_is_open_at_a_time_and_none_at_first(show):
    html = show(PAGE | HELP | LINES)
    assert [(item.get("name"), item.get("open")) for item in find(html, "details")] == [
        (None, None),
        *[("help-lines", None)] * 3,
    ]


def test_numbers_dial_and_each_country_leads_to_all_its_lines(show):
    addresses = [address for address, _ in links(show(PAGE | HELP | LINES))]
    assert addresses == [
        "/help.md",
        "tel:123",
        "tel:08001234",
        "/help.md#help-ant-land",
        "https://www.guards.example/now",
        "/help.md#help-bee-south",
        "https://list.example/",
        "/help.md#help-everywhere",
    ]


def test_the_country_links_of_the_strip_are_headings_of_the_help_page(show):
    html = show(
        {"docs/help.md": HELP["docs/help.md"] + "\n![Lines](table:helplines)\n"} | LINES, "help.md"
    )
    ids = [item.get("id") for item in find(html, "h3")]
    assert ids == ["help-ant-land", "help-bee-south", "help-everywhere"]
    assert [address for address, _ in links(html) if address.startswith("#")] == [
        f"#{name}" for name in ids
    ]


def test_links_away_say_nothing_of_where_they_come_from(show):
    outward = [
        item for item in find(show(PAGE | HELP | LINES), "a") if item.get("href").startswith("http")
    ]
    assert outward and {item.get("rel") for item in outward} == {"noreferrer"}


@pytest.mark.parametrize("phone", ["123", "116 016", "1-800-799-7233"])
def test_a_plain_number_dials(show, phone):
    expected = "tel:" + phone.replace(" ", "").replace("-", "")
    assert (expected, phone) in links(show(PAGE | HELP | data(line(phone=phone))))


@pytest.mark.parametrize(
    "phone", ["see the website", "123 or 456", "٣", "javascript:alert(1)", "12;34", "tel:1"]
)
def test_other_words_do_not(show, phone):
    html = show(PAGE | HELP | data(line(phone=phone)))
    assert texts(html, "li") == [f"Guards: {phone}"]
    assert not any(address.startswith(("tel:", "javascript:")) for address, _ in links(html))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "nonsense", "https:"]
)
def test_an_address_of_another_kind_is_text(show, url):
    html = show(PAGE | HELP | data(line(phone="", url=url)))
    assert texts(html, "li") == [f"Guards: {url}"]
    assert [address for address, _ in links(html)] == ["/help.md", "/help.md#help-ant-land"]


@pytest.mark.parametrize("name", ["country", "area", "service", "phone", "phone_note"])
def test_markup_in_a_line_is_text(show, name):
    payload = "<b onclick=x>&amp; {: onclick=y } *a* [b](c) \"' </details>"
    html = show(PAGE | HELP | data(line(**{name: payload, "id": "x"})))
    assert payload in text_of(strip(html))
    assert find(html, "b") == [] and find(html, "em") == []
    assert not any(key.startswith("on") for item in find(html) for key in item.attrib)


OPEN = {
    name: (
        text.replace(
            "{name: phone_note, type: string}", "{name: phone_note, type: string, markup: inline}"
        ).replace(
            "{name: text_or_chat, type: string}",
            "{name: text_or_chat, type: string, markup: inline}",
        )
    )
    for name, text in data().items()
    if name.endswith(".yaml")
}
TEXTS = (
    "[Text START to 88788](sms:88788?body=START) or *chat*; [mail](mailto:help@a.example), TTY"
    " [1-800](tel:+1-800-787-3224)"
)


@pytest.mark.parametrize("name", ["phone_note", "text_or_chat"])
def test_a_line_can_be_texted_at_a_touch_where_the_column_is_open(show, name):
    page = {"docs/help.md": HELP["docs/help.md"] + "\n![Lines](table:helplines)\n"}
    html = show(page | PAGE | data(line(**{name: f"{TEXTS} <b>& {{: .x }}"})) | OPEN, "help.md")
    assert [link for link in links(html) if link[0].partition(":")[0] in ("sms", "mailto", "tel")][
        1:
    ] == [
        ("sms:88788?body=START", "Text START to 88788"),
        ("mailto:help@a.example", "mail"),
        ("tel:+1-800-787-3224", "1-800"),
    ]
    assert texts(html, "dd")[0].endswith("1-800 <b>& {: .x }")
    assert find(html, "b") == []


def test_the_strip_has_the_links_of_the_note_too(show):
    html = show(PAGE | HELP | data(line(phone_note=f"{TEXTS} <b>")) | OPEN)
    assert [address for address, _ in links(html)][2:5] == [
        "sms:88788?body=START",
        "mailto:help@a.example",
        "tel:+1-800-787-3224",
    ]
    assert texts(html, "li") == ["Guards: 123. Text START to 88788 or chat; mail, TTY 1-800 <b>"]


def test_a_number_that_nobody_can_text_is_said_in_the_cell(show, project):
    root = project(PAGE | HELP | data(line(text_or_chat="[Text](sms:START)")) | OPEN)
    assert [
        str(problem) for problem in read_catalogue(root)[1] if problem.rule == "address-form"
    ] == [
        'data/helplines.csv:2:57: "sms:START" is not a number that a phone can text. Write the'
        " number in digits, then ?body= and the words to send, with %20 for a space, such as"
        " sms:88788?body=START."
    ]


@pytest.mark.parametrize(
    ("phone", "address"), [("(+353) 1800 341 900", "tel:+3531800341900"), ("(02) 123", "tel:02123")]
)
def test_a_number_with_a_country_code_is_called(show, phone, address):
    assert (address, phone) in links(show(PAGE | HELP | data(line(phone=phone))))


def test_a_line_without_country_or_name_is_left_out(show):
    html = show(
        PAGE | HELP | data(line(country=""), line(service="", id="y"), line(service="Kept"))
    )
    assert texts(html, "li") == ["Kept: 123"]


def test_a_country_that_comes_back_later_stands_once(show):
    html = show(PAGE | HELP | data(line(), line(service="B", country="Bees"), line(service="C")))
    assert texts(html, "summary") == ["Helplines by country", "Ant Land", "Bees"]


def test_without_lines_there_is_still_the_way_to_help(show):
    html = show(PAGE | HELP)
    assert find(html, "details") == []
    assert links(html) == [("/help.md", "help and helplines")]


def test_without_a_page_of_help_the_strip_still_speaks_of_leaving(show):
    html = show(PAGE | LINES)
    assert links(html) == [] and len(texts(html, class_="exit-note")) == 1


def test_every_strip_says_plainly_that_leaving_erases_nothing(show):
    for uri in ("page.md", "help.md", "browsing-safely.md"):
        html = show(PAGE | HELP | BROWSING | LINES, uri)
        assert "does not erase your history" in texts(html, class_="exit-note")[0]
        assert (("/browsing-safely.md", "browsing safely") in links(html)) == (
            uri != "browsing-safely.md"
        )


def test_the_page_of_help_does_not_send_readers_to_itself(show):
    html = show(HELP | LINES, "help.md")
    assert strip(html).get("aria-label") == "Leaving this page"
    assert links(html) == [] and find(html, "details") == []


def test_the_strip_is_light_and_out_of_the_search(show):
    html = show(PAGE | HELP | LINES)
    assert "data-search-exclude" in strip(html).attrib
    assert len(html[html.index("<aside") : html.index("</aside>")]) < 2000
