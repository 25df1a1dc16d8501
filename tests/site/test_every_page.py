"""The built site as a whole: links, anchors, ids, titles, tables, and every page's evidence."""

import os
import re
from pathlib import Path

import html5lib
import pytest

from guide.checks.site_links import check_site, read_site
from guide.content.redirects import redirect_pages
from guide.core.problems import report
from tests.support.checkers import w3c_errors
from tests.support.real import ROOT, real_catalogue


def test_every_internal_link_and_anchor_leads_somewhere(site: Path, catalogue) -> None:
    assert report(check_site(site, catalogue)) == []
    assert len(read_site(site)) > len(catalogue.pages)  # the 404 page too


@pytest.mark.slow
def test_the_w3c_finds_no_error_on_any_page(site: Path, catalogue, tmp_path: Path) -> None:
    moved = {"old": "/moved/", "new": "/topics/build-trust/#boundaries"}
    (stub,) = redirect_pages([moved], catalogue.pages, "https://guide.example/a&b/").values()
    (tmp_path / "moved.html").write_text(stub, encoding="utf-8")
    assert w3c_errors(site, tmp_path) == []


@pytest.mark.slow
def test_the_w3c_checker_runs_and_finds_an_error(tmp_path: Path) -> None:
    page = '<!doctype html><html lang="en"><title>A</title><p id="a">a</p><p id="a">b</p></html>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (error,) = w3c_errors(tmp_path)
    assert error.endswith("page.html:1: Duplicate ID “a”.")


def test_titles_are_unique(site: Path, catalogue) -> None:
    titles = [
        page.title.strip()
        for page in read_site(site).values()
        if page.path not in ("404.html", "about/rules/index.html")
        and not page.title.startswith("Moved: ")
    ]
    assert len(set(titles)) == len(titles) == len(catalogue.pages)


def test_a_page_has_its_title_as_h1_and_its_description(trees, catalogue) -> None:
    wrong = []
    for uri, tree in trees.items():
        page = catalogue.pages[uri]
        headings = ["".join(heading.itertext()) for heading in tree.findall(".//h1")]
        description = tree.find(".//meta[@name='description']").get("content")
        if headings != [page.title] or description != page.meta["description"]:
            wrong.append((uri, headings, description))
    assert wrong == []


def test_no_page_shows_markdown_or_a_problem(trees) -> None:
    wrong = []
    for uri, tree in trees.items():
        article = tree.find(".//article")
        text = re.sub(r"\s+", " ", " ".join("".join(node.itertext()) for node in article))
        wrong += [
            (uri, found) for found in re.findall(r"\]\((?!\[)|\(finding:|\(table:|\[@|\*\*", text)
        ]
        wrong += [(uri, "a problem") for item in tree.iter() if "guide-problem" in classes(item)]
    assert wrong == []


def classes(element) -> str:
    return element.get("class") or ""


def is_unmarked(claim) -> bool:
    """Return whether a claim has neither the ring of a strength nor one of the words."""
    words = [part.text for part in claim.findall(".//span[@class='mark__word']")]
    rings = [part for part in claim.iter("span") if "ring" in classes(part).split()]
    return not rings and not set(words) & set(STATUSES)


def claim_faults(tree) -> list[str]:
    """Return the claims of a page that have no entry, no way back from it, or no word of status."""
    claims = [link for link in tree.iter("a") if "finding" in classes(link).split()]
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    backs = {link.get("href") for link in tree.iter("a")}
    return [
        claim.get("id")
        for claim in claims
        if claim.get("href").removeprefix("#") not in ids
        or f"#{claim.get('id')}" not in backs
        or is_unmarked(claim)
    ] or ([] if claims else ["no claim at all"])


STATUSES = ("second-hand", "no source found", "contradicted")


def test_each_claim_has_its_entry_and_a_way_back(trees, catalogue) -> None:
    pages = [uri for uri, page in catalogue.pages.items() if "finding:" in page.body]
    assert len(pages) > 20
    wrong = {uri: claim_faults(trees[uri]) for uri in pages}
    assert {uri: found for uri, found in wrong.items() if found} == {}


def test_every_truth_is_a_link_on_the_home_page_with_its_mark(trees, catalogue) -> None:
    items = trees["index.md"].findall(".//ol[@class='truths']/li")
    links = [(item.find(".//a").get("href"), item.find(".//a").text) for item in items]
    assert links == [
        (page.uri.removesuffix(".md") + "/", page.meta["truth"]) for page in catalogue.sections[:7]
    ]
    assert all(
        item.find("{http://www.w3.org/2000/svg}svg") is not None or item.find(".//svg") is not None
        for item in items
    )


TABLES = {
    "guide/why-bonds-break.md": ["loneliness-trends", "gallup-daily-loneliness"],
    "guide/science.md": ["neurobiology"],
    "guide/technology.md": ["tech-tools"],
    "guide/culture-history.md": ["historical-timeline"],
}


@pytest.mark.parametrize(
    ("uri", "name"), [(uri, name) for uri, names in TABLES.items() for name in names]
)
def test_each_table_is_semantic_and_says_its_status(trees, uri: str, name: str) -> None:
    figure = trees[uri].find(f".//figure[@id='table-{name}']")
    table = figure.find(".//table")
    assert table.find("caption").text
    assert all(cell.get("scope") == "col" for cell in table.findall("thead/tr/th"))
    assert all(row.find("th").get("scope") == "row" for row in table.findall("tbody/tr"))
    region = figure.find(".//div[@role='region']")
    assert region.get("tabindex") == "0" and region.get("aria-labelledby") == table.find(
        "caption"
    ).get("id")
    assert figure.find(".//span[@class]") is not None and "status--" in html(figure)
    assert figure.find(".//a[@download]").get("href").endswith(".csv")


def html(element) -> str:
    return html5lib.serialize(element, tree="etree")


def test_the_circulated_table_computes_its_change(trees) -> None:
    figure = trees["guide/why-bonds-break.md"].find(".//figure[@id='table-loneliness-trends']")
    cells = ["".join(cell.itertext()) for cell in figure.findall(".//tfoot/tr/*")]
    assert cells == ["Change, 2010 to 2024", "−21 points", "+18 points"]
    assert "Widely circulated, not supported" in "".join(figure.itertext())


def test_the_two_loneliness_tables_stand_side_by_side_and_apart(trees) -> None:
    article = trees["guide/why-bonds-break.md"].find(".//article")
    figures = [element.get("id") for element in article.iter("figure")]
    position = figures.index("table-loneliness-trends")
    assert figures[position + 1] == "table-gallup-daily-loneliness"


def test_each_csv_is_offered_as_it_stands_in_the_data(site: Path, catalogue) -> None:
    paths = [f"data/{resource.path}" for resource in catalogue.package.resources.values()]
    assert [
        path for path in paths if (site / path).read_bytes() != (ROOT / path).read_bytes()
    ] == []


def test_every_finding_stands_in_the_library_under_its_permanent_id(site: Path, catalogue) -> None:
    pages = read_site(site)
    assert [
        key
        for key, finding in catalogue.findings.items()
        if pages[f"evidence/{finding['section']}/index.html"].ids[key] != 1
    ] == []


def test_every_source_and_claim_and_term_has_its_entry_once(site: Path, catalogue) -> None:
    ids = {path: page.ids for path, page in read_site(site).items()}
    for paths, keys in (
        (["sources", "sources-l-z"], catalogue.sources),
        (["glossary"], [row["id"] for row in catalogue.rows("glossary")]),
        (["evidence/claims"], [row["id"] for row in catalogue.rows("circulating-claims")]),
    ):
        missing = [
            key for key in keys if sum(ids[f"{path}/index.html"][key] for path in paths) != 1
        ]
        assert len(keys) and missing == []


def test_no_page_is_heavier_than_150_kilobytes(site: Path) -> None:
    # The styles and scripts in it are the same on every page, and weigh a tenth and a third when
    # they travel. How long the repository's address is, which stands at every claim, is not for the
    # guide to choose.
    alien = re.compile(
        rb"<style>.*?</style>|<script[^>]*>.*?</script>"
        + (
            b"|" + re.escape(os.environ["REPO_URL"].encode()) if os.environ.get("REPO_URL") else b""
        ),
        re.DOTALL,
    )
    own = {path: alien.sub(b"", path.read_bytes()) for path in site.rglob("*.html")}
    sizes = {path.relative_to(site).as_posix(): len(content) for path, content in own.items()}
    # The page that describes the data has a line for each column of each table, and that of the
    # rules, which is for editors, an entry for each rule.
    most = {"evidence/data/index.html": 200_000, "about/rules/index.html": 170_000}
    assert {path: size for path, size in sizes.items() if size > most.get(path, 150_000)} == {}


def test_every_anchor_that_was_published_still_lands(trees) -> None:
    ids = {
        uri: {element.get("id") for element in tree.iter() if element.get("id")}
        for uri, tree in trees.items()
    }
    rows = real_catalogue().rows("former-anchors")
    assert [
        f"{row['page']}#{row[name]}"
        for row in rows
        for name in ("anchor", "now")
        if row[name] not in ids[str(row["page"])]
    ] == []
    assert len(rows) > 200
