"""Links to other sites: where they stand, how lychee gets them, and what is said of its answers.

lychee itself is not run here, since it follows links. Its answers have the form that version 0.24
gives them.
"""

import html
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from guide.checks.external_links import (
    LinkPlace,
    archived_addresses,
    find_links,
    gone_addresses,
    list_links,
    read_answers,
    read_archived_copies,
    report_links,
)
from guide.content.loader import read_catalogue
from tests.support.commands import run_script
from tests.support.projects import PACKAGE, front_matter

ROOT = Path(__file__).resolve().parents[2]

SOURCES = """\
key,authors,year,title,container,doi,url
ant2020,"Ant, A. A.",2020,On ants,Journal of Ants,10.1/ant(2),https://ants.example/a
bee2021,"Bee,
B.",2021,On bees,Bee Letters,,https://bees.example/
"""
MOOD = "year,lonely_pct,note,source\n2010,21,see [ants](https://ants.example/a),ant2020\n"
FILES = {
    "data/datapackage.yaml": PACKAGE.replace(
        "{name: url, type: string}", "{name: url, type: string, format: uri}"
    ),
    "data/sources.csv": SOURCES,
    "data/mood.csv": MOOD,
    "docs/a.md": (
        front_matter(title="Ants") + "Text [x](https://a.example/b_(c)), <https://b.example>.\n"
        'And <a href="http://c.example/?d=1&e=2">c</a> too.\n'
    ),
}
TEXTS = {
    "overrides/exit.html": (
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>\n<a href="https://exit.example/">Exit</a>'
    )
}


@pytest.fixture
def places(project):
    return find_links(read_catalogue(project(FILES))[0], TEXTS)


def run_on(root: Path, script: str, *words: str) -> subprocess.CompletedProcess:
    return run_script(script, *words, "--root", str(root))


def test_every_address_is_found_with_all_its_places(places):
    assert {
        address: [f"{place} {place.owner}".strip() for place in spots]
        for address, spots in places.items()
    } == {
        "https://ants.example/a": ["data/mood.csv:2:20 2010", "data/sources.csv:2:63 ant2020"],
        "https://doi.org/10.1/ant(2)": ["data/sources.csv:2:51 ant2020"],
        "https://bees.example/": ["data/sources.csv:4:31 bee2021"],
        "https://a.example/b_(c)": ["docs/a.md:8:10 Ants"],
        "https://b.example": ["docs/a.md:8:37 Ants"],
        "http://c.example/?d=1&e=2": ["docs/a.md:9:14 Ants"],
        "https://exit.example/": ["overrides/exit.html:2:10"],
    }


def test_lychee_gets_one_link_a_line_in_which_nothing_else_can_be_read():
    text = list_links({'https://a.example/?b="c"&d': [], "https://e.example/<f>": []})
    lines = text.splitlines()
    assert [
        html.unescape(re.fullmatch('<a href="([^"<>]+)">link</a>', line)[1]) for line in lines
    ] == ['https://a.example/?b="c"&d', "https://e.example/<f>"]


def entry(url: str, text: str, status: int | None = None) -> dict:
    answer = {"text": text, "code": status} if status else {"text": text, "details": text}
    return {
        "url": url,
        "status": answer,
        "span": {"line": 1, "column": 10},
        "duration": {"secs": 0, "nanos": 1},
    }


def result(**maps: list[dict]) -> dict:
    answers = {f"{name}_map": {"links.html": entries} for name, entries in maps.items()}
    return {"total": sum(map(len, maps.values())), "success_map": {}, "timeout_map": {}, **answers}


LYCHEE_ANSWERS = result(
    success=[
        entry("https://exit.example/", "200 OK", 200),
        entry("https://doi.org/10.1/ant(2)", "403 Forbidden", 403),
    ],
    error=[
        entry("https://a.example/b_%28c%29", "Rejected status code: 404 Not Found", 404),
        entry("https://bees.example/", "Rejected status code: 410 Gone", 410),
        entry(
            "https://b.example/", "Network error: Connection failed. Check the network\nand more"
        ),
        entry("https://ants.example/a", "Rejected status code: 500 Internal Server Error", 500),
        entry("https://other.example/", "Rejected status code: 404 Not Found", 404),
    ],
    timeout=[entry("http://c.example/?d=1&e=2", "Timeout")],
    suggestion=[
        {
            "original": "https://bees.example/",
            "suggestion": "https://web.archive.org/web/2024/https://bees.example/",
        },
        {"original": "https://a.example/b_(c)", "suggestion": "javascript:alert(1)"},
    ],
)


def test_answers_are_told_apart_and_carry_our_own_addresses(places):
    assert [
        (answer.address, answer.kind, answer.words)
        for answer in read_answers(LYCHEE_ANSWERS, places)
    ] == [
        ("https://ants.example/a", "unreached", "500 Internal Server Error"),
        ("https://doi.org/10.1/ant(2)", "refused", "403 Forbidden"),
        ("https://bees.example/", "gone", "410 Gone"),
        ("https://a.example/b_(c)", "gone", "404 Not Found"),
        ("https://b.example", "unreached", "Network error: Connection failed. Check the network"),
        ("http://c.example/?d=1&e=2", "unreached", "Timeout"),
        ("https://exit.example/", "there", "200 OK"),
        ("https://other.example/", "gone", "404 Not Found"),
    ]
    assert read_archived_copies(LYCHEE_ANSWERS, places) == {
        "https://bees.example/": "https://web.archive.org/web/2024/https://bees.example/"
    }


def test_only_what_a_server_calls_gone_is_gone(places):
    assert gone_addresses(read_answers(LYCHEE_ANSWERS, places)) == [
        "https://bees.example/",
        "https://a.example/b_(c)",
        "https://other.example/",
    ]


def test_the_text_for_the_issue(places):
    text = report_links(
        read_answers(LYCHEE_ANSWERS, places), places, read_archived_copies(LYCHEE_ANSWERS, places)
    )
    assert text.split("\n") == [
        "## Links to other sites that lead nowhere",
        "",
        (
            "Find the new address, or an archived copy. The copy of a source goes into its column"
            " `archive_url`."
        ),
        "",
        (
            "- [ ] <https://bees.example/> answers `410 Gone`: `data/sources.csv:4:31` (bee2021). A"
            " copy: <https://web.archive.org/web/2024/https://bees.example/>. Look whether it shows"
            " what we cite"
        ),
        (
            "- [ ] <https://a.example/b_(c)> answers `404 Not Found`: `docs/a.md:8:10` (Ants). "
            "[Copies, if there are any](<https://web.archive.org/web/*/https://a.example/b_(c)>)"
        ),
        (
            "- [ ] <https://other.example/> answers `404 Not Found`: in none of our files. "
            "[Copies, if there are any](<https://web.archive.org/web/*/https://other.example/>)"
        ),
        "",
        "## Links to other sites that could not be followed",
        "",
        "A site may have been down for an hour. Look at those that stand here for several weeks.",
        "",
        (
            "- <https://ants.example/a> answers `500 Internal Server Error`: `data/mood.csv:2:20`"
            " (2010) and `data/sources.csv:2:63` (ant2020)"
        ),
        (
            "- <https://b.example> answers `Network error: Connection failed. Check the network`:"
            " `docs/a.md:8:37` (Ants)"
        ),
        "- <http://c.example/?d=1&e=2> answers `Timeout`: `docs/a.md:9:14` (Ants)",
        "",
        "## Links to sites that let no program in",
        "",
        "Most of them are there for a person.",
        "",
        "<details><summary>1 address</summary>",
        "",
        (
            "- <https://doi.org/10.1/ant(2)> answers `403 Forbidden`: `data/sources.csv:2:51`"
            " (ant2020)"
        ),
        "",
        "</details>",
        "",
    ]


def test_a_line_that_has_the_address_twice_is_named_once():
    places = {
        "https://a.example/": [
            LinkPlace("data/sources.csv", 2, 5, "a"),
            LinkPlace("data/sources.csv", 2, 9, "a"),
            LinkPlace("data/sources.csv", 3, 1, "b"),
        ]
    }
    text = report_links(
        read_answers(result(error=[entry("https://a.example/", "x", 404)]), places), places, {}
    )
    assert "answers `x`: `data/sources.csv:2:5` (a) and `data/sources.csv:3:1` (b). " in text


def test_where_every_link_leads_somewhere_there_is_nothing_to_say(places):
    there = result(
        success=[
            entry("https://exit.example/", "200 OK", 200),
            entry("https://b.example/", "429 Too Many Requests", 429),
        ]
    )
    assert report_links(read_answers(there, places), places, {}) == ""


def test_a_page_that_is_gone_is_let_be_once_a_copy_stands_beside_it(project):
    package = FILES["data/datapackage.yaml"].replace(
        "url, type: string, format: uri}\n",
        "url, type: string, format: uri}\n        - {name: archive_url}\n",
    )
    sources = "key,authors,year,title,container,doi,url,archive_url\nant2020,A,2020,T,C,10.1/a,https://a.example/,https://copy.example/\nbee2021,B,2021,T,C,,https://b.example/,\n"
    catalogue = read_catalogue(
        project({"data/datapackage.yaml": package, "data/sources.csv": sources})
    )[0]
    assert archived_addresses(catalogue) == {"https://a.example/", "https://doi.org/10.1/a"}
    answers = result(
        error=[entry("https://a.example/", "x", 404), entry("https://b.example/", "x", 404)]
    )
    places = find_links(catalogue, {})
    text = report_links(read_answers(answers, places), places, {}, archived_addresses(catalogue))
    assert (
        "https://a.example/" not in text
        and text.count("- [ ] ") == 1
        and "<https://b.example/>" in text
    )


def test_a_long_list_is_cut_so_that_an_issue_holds_it():
    addresses = {
        f"https://{number:03}.example/{'x' * 300}": [
            LinkPlace("data/sources.csv", number, 1, "k" * 40)
        ]
        for number in range(1, 200)
    }
    answers = result(
        error=[entry(address, "Rejected status code: 404 Not Found", 404) for address in addresses]
    )
    text = report_links(read_answers(answers, addresses), addresses, {})
    assert text.count("- [ ] ") == 60 and "- … and 139 more\n" in text and len(text) < 60_000


def test_what_a_row_is_called_is_only_text_in_the_issue():
    places = {
        "https://a.example/": [LinkPlace("docs/a.md", 1, 1, "[x](https://evil.example) @all <b>")]
    }
    text = report_links(
        read_answers(result(error=[entry("https://a.example/", "x `y` z", 404)]), places),
        places,
        {},
    )
    assert (
        "(\\[x\\](https\u200b://evil.example) @\u200ball &lt;b&gt;)" in text
        and "answers `x y z`" in text
    )


def test_the_command_writes_the_list_and_the_report(project, tmp_path):
    root = project(FILES)
    assert run_on(root, "external_links", "list", str(tmp_path / "out/links.html")).returncode == 0
    assert (tmp_path / "out/links.html").read_text(encoding="utf-8").count("\n") == 6
    (tmp_path / "lychee.json").write_text(json.dumps(LYCHEE_ANSWERS), encoding="utf-8")
    done = run_on(
        root,
        "external_links",
        "report",
        str(tmp_path / "lychee.json"),
        "--gone",
        str(tmp_path / "gone.txt"),
    )
    assert done.returncode == 0 and done.stdout.startswith(
        "## Links to other sites that lead nowhere\n"
    )
    assert (tmp_path / "gone.txt").read_text(
        encoding="utf-8"
    ) == "https://bees.example/\nhttps://a.example/b_(c)\nhttps://other.example/\n"
    due = run_on(root, "due", "--today", "2026-11-23", "--gone", str(tmp_path / "gone.txt"))
    assert (
        due.returncode == 1
        and "- [ ] `bees-fall` (used on no page): the address of `bee2021` answers no more"
        in due.stdout
    )


@pytest.mark.parametrize("text", ["{}", '{"total": 0, "error_map": {}}', "not JSON", None])
def test_a_check_that_followed_nothing_is_no_good_news(project, tmp_path, text):
    if text is not None:
        (tmp_path / "lychee.json").write_text(text, encoding="utf-8")
    done = run_on(
        project(FILES),
        "external_links",
        "report",
        str(tmp_path / "lychee.json"),
        "--gone",
        str(tmp_path / "gone.txt"),
    )
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert not (tmp_path / "gone.txt").exists()


def test_the_settings_accept_no_page_that_is_gone():
    settings = tomllib.loads((ROOT / "lychee.toml").read_text(encoding="utf-8"))
    assert "404" not in settings["accept"] and "410" not in settings["accept"]
    assert all(re.fullmatch(r"\d{3}|200\.\.=299", item) for item in settings["accept"])


A, B = "https://a.example", "https://b.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[a]({A})[b]({B})", {A, B}),
        (f"[a]({A}),[b]({B}/x)", {A, f"{B}/x"}),
        (f"**[a]({A})**[b]({B})", {A, B}),
        (f"{A},{B}", {A, B}),
        (f"{A};{B}.", {A, B}),
        (f"https://web.archive.org/web/2020/{A}", {f"https://web.archive.org/web/2020/{A}"}),
        (f"({A}/b_(c))", {f"{A}/b_(c)"}),
        (f"{A}/?next={B}", {f"{A}/?next={B}"}),
    ],
)
def test_two_links_without_a_space_between_them_are_two(project, text, expected):
    files = {"docs/a.md": front_matter() + text + "\n"}
    places = find_links(read_catalogue(project(files))[0], {})
    assert {
        address
        for address, found in places.items()
        if any(place.path == "docs/a.md" for place in found)
    } == expected
