"""How the built site is found and quoted: titles, canonical addresses, Open Graph, JSON-LD, sitemap, feed."""

import json
import os
import re
import struct
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import html5lib
import jsonschema
import pytest

from guide.checks.site_links import read_site
from guide.content.loader import read_catalogue
from guide.content.redirects import page_address
from tests.support.schema_org import faults, nodes_in

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = read_catalogue(ROOT)[0]
PAGES = sorted(CATALOGUE.pages)
# As the build was format_problems; else the address in mkdocs.yml.
ADDRESS = (os.environ.get("SITE_URL") or "http://127.0.0.1:8000").rstrip("/")
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def heads(site: Path) -> dict:
    """The tree of every page by its path below docs/."""
    files = {uri: site / page_address(uri)[1:] / "index.html" for uri in PAGES}
    return {
        uri: html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        for uri, path in files.items()
    }


def metas(tree, name: str) -> list[str]:
    return [
        item.get("content")
        for item in tree.iter("meta")
        if name in (item.get("name"), item.get("property"))
    ]


def links(tree, relation: str) -> list:
    return [item for item in tree.find("head").iter("link") if item.get("rel") == relation]


def is_there(site: Path, address: str) -> bool:
    """Say whether an address of the site leads to a file, and its anchor to an element."""
    path, _, anchor = address.removeprefix(ADDRESS).partition("#")
    file = site / unquote(path)[1:]
    file = file / "index.html" if path.endswith("/") else file
    if not (address.startswith(f"{ADDRESS}/") and file.is_file()):
        return False
    return not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8")


def linked_data(tree) -> list[dict]:
    scripts = [item for item in tree.iter("script") if item.get("type") == "application/ld+json"]
    assert len(scripts) == 1
    return json.loads(scripts[0].text)["@graph"]


def test_titles_and_descriptions_are_those_of_the_front_matter_and_no_two_alike(heads):
    titles, descriptions = {}, {}
    for uri, tree in heads.items():
        title, (description,) = tree.find(".//title").text.strip(), metas(tree, "description")
        page = CATALOGUE.pages[uri]
        assert title.startswith(str(page.meta["title"])) and description == page.meta["description"]
        titles[title], descriptions[description] = uri, uri
    assert len(titles) == len(descriptions) == len(PAGES)


@pytest.mark.parametrize("uri", PAGES)
def test_a_page_names_its_address_and_the_feed(heads, uri):
    (canonical,) = links(heads[uri], "canonical")
    assert canonical.get("href") == ADDRESS + page_address(uri)
    (feed,) = links(heads[uri], "alternate")
    assert feed.get("type") == "application/atom+xml" and feed.get("href").endswith("feed.xml")


@pytest.mark.parametrize("uri", PAGES)
def test_open_graph_is_whole_and_its_picture_is_there(heads, site, uri):
    tree = heads[uri]
    for name in (
        "og:title",
        "og:description",
        "og:type",
        "og:url",
        "og:image",
        "og:image:alt",
        "og:site_name",
    ):
        assert len(metas(tree, name)) == 1 and metas(tree, name)[0].strip(), name
    assert metas(tree, "og:url") == [ADDRESS + page_address(uri)]
    assert metas(tree, "og:description") == metas(tree, "description")
    picture = (site / metas(tree, "og:image")[0].removeprefix(f"{ADDRESS}/")).read_bytes()
    assert picture.startswith(b"\x89PNG") and struct.unpack(">II", picture[16:24]) == (1200, 630)


@pytest.mark.parametrize("uri", PAGES)
def test_json_ld_survives_the_build_and_leads_to_what_is_there(heads, site, uri):
    nodes = list(nodes_in(linked_data(heads[uri])))
    assert [fault for node in nodes for fault in faults(node)] == []
    text = json.dumps(linked_data(heads[uri]), ensure_ascii=False)
    ours = set(re.findall(rf'"({re.escape(ADDRESS)}[^"]*)"', text))
    # Names of nodes within a page, which are no places of it.
    named = {
        address
        for address in ours
        if address.endswith(("#website", "#article", "#breadcrumbs", "#package", "#terms"))
    }
    assert [address for address in ours - named if not is_there(site, address)] == []
    assert {address.partition("#")[0] for address in named} <= {
        ADDRESS + page_address(other) for other in PAGES
    }


def test_a_page_that_is_not_there_has_no_json_ld_and_no_canonical(site):
    tree = html5lib.parse(
        (site / "404.html").read_text(encoding="utf-8"), namespaceHTMLElements=False
    )
    assert (
        "ld+json" not in (site / "404.html").read_text(encoding="utf-8")
        and links(tree, "canonical") == []
    )


def test_the_sitemap_has_each_page_once_and_nothing_else(site):
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    assert sorted(item.text for item in root.iter(f"{SITEMAP}loc")) == sorted(
        ADDRESS + page_address(uri) for uri in PAGES
    )
    assert not (site / "sitemap.xml.gz").exists()


def test_robots_lets_all_in_and_names_the_sitemap(site):
    lines = (site / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {ADDRESS}/sitemap.xml"]


def test_every_link_of_the_feed_leads_somewhere(site):
    root = ElementTree.parse(site / "feed.xml").getroot()
    addresses = [item.get("href") for item in root.iter(f"{ATOM}link")]
    assert (
        len(addresses) > 10
        and [address for address in addresses if not is_there(site, address)] == []
    )


def test_claims_json_keeps_to_its_description_and_its_addresses_lead_somewhere(site):
    document, schema = (
        json.loads((site / f"data/claims{part}.json").read_text(encoding="utf-8"))
        for part in ("", ".schema")
    )
    assert schema["$id"] == document["$schema"] == f"{ADDRESS}/data/claims.schema.json"
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
        document
    )
    pages = {path: built.ids for path, built in read_site(site).items()}
    for claim in document["claims"]:
        path, _, anchor = claim["url"].removeprefix(f"{ADDRESS}/").partition("#")
        assert pages[f"{path}index.html"][anchor] == 1, claim["url"]


def test_json_ld_is_not_searched(site):
    assert "schema.org" not in (site / "search/search_index.json").read_text(encoding="utf-8")
