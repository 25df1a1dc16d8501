"""How the built site is found and quoted: titles, canonical addresses, Open Graph, JSON-LD, sitemap, feed."""

import functools
import json
import os
import re
import struct
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import html5lib
import jsonschema

from guide.checks.site_links import read_site
from guide.content.redirects import page_address
from tests.support.schema_org import faults, nodes_in

# As the build was told; else the address in mkdocs.yml.
ADDRESS = (os.environ.get("SITE_URL") or "http://127.0.0.1:8000").rstrip("/")
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def parse(path: Path):
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


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
    return not anchor or anchor in ids_of(file)


@functools.cache
def ids_of(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r'\bid="([^"]*)"', file.read_text(encoding="utf-8")))


def linked_data(tree) -> list[dict]:
    scripts = [item for item in tree.iter("script") if item.get("type") == "application/ld+json"]
    assert len(scripts) == 1
    return json.loads(scripts[0].text)["@graph"]


def test_titles_and_descriptions_are_those_of_the_front_matter(trees, catalogue):
    wrong, titles = [], set()
    for uri, tree in trees.items():
        title, meta = tree.find(".//title").text.strip(), catalogue.pages[uri].meta
        titles.add(title)
        if not title.startswith(str(meta["title"])) or metas(tree, "description") != [
            meta["description"]
        ]:
            wrong.append((uri, title, metas(tree, "description")))
    assert wrong == []
    assert len(titles) == len(trees)
    assert len({page.meta["description"] for page in catalogue.pages.values()}) == len(trees)


def test_a_page_names_its_address_and_the_feed(trees):
    wrong = []
    for uri, tree in trees.items():
        canonical = [link.get("href") for link in links(tree, "canonical")]
        feeds = [
            (link.get("type"), link.get("href"))
            for link in links(tree, "alternate")
            if link.get("type")
        ]
        if canonical != [ADDRESS + page_address(uri)] or [
            (kind, href.endswith("feed.xml")) for kind, href in feeds
        ] != [("application/atom+xml", True)]:
            wrong.append((uri, canonical, feeds))
    assert wrong == []


def test_a_page_and_its_translation_name_both_in_the_head(trees):
    both = [
        ("en", f"{ADDRESS}/help/"),
        ("es", f"{ADDRESS}/es/ayuda/"),
    ]
    for uri, language in (("help.md", "en"), ("es/ayuda.md", "es")):
        named = [
            (link.get("hreflang"), link.get("href"))
            for link in links(trees[uri], "alternate")
            if link.get("hreflang")
        ]
        assert sorted(named) == both
        assert trees[uri].get("lang") == language
    assert trees["glossary.md"].get("lang") == "en"


# What a page that is not there needs as well.
SHOWN = ("og:title", "og:description", "og:type", "og:image", "og:image:alt", "twitter:card")


def picture_fault(tree, site: Path) -> str:
    """Say what is wrong with the picture that is shown beside a link to a page."""
    image = re.fullmatch(
        rf"{re.escape(ADDRESS)}/(assets/og/[\w-]+\.png)", metas(tree, "og:image")[0]
    )
    if not image or not (site / image[1]).is_file():
        return f"no picture at {metas(tree, 'og:image')}"
    head = (site / image[1]).read_bytes()[:24]
    is_right = head.startswith(b"\x89PNG") and struct.unpack(">II", head[16:]) == (1200, 630)
    return "" if is_right else f"{image[1]} is no PNG of 1200 by 630"


def open_graph_faults(tree, site: Path, address: list[str]) -> list[str]:
    """Return what is missing or wrong in how a link to a page is shown."""
    once = (*SHOWN, "og:site_name") if address else SHOWN
    wrong = [f"no {name}" for name in once if not "".join(metas(tree, name)).strip()]
    wrong += [f"{name} twice" for name in once if len(metas(tree, name)) > 1]
    if metas(tree, "og:url") != address:
        wrong.append(f"og:url is {metas(tree, 'og:url')}")
    if metas(tree, "og:description") != metas(tree, "description"):
        wrong.append("og:description is not the description")
    return [*wrong, *filter(None, [metas(tree, "og:image") and picture_fault(tree, site)])]


def test_open_graph_is_whole_and_its_picture_is_there(trees, site):
    wrong = {
        uri: open_graph_faults(tree, site, [ADDRESS + page_address(uri)])
        for uri, tree in trees.items()
    }
    wrong["404.html"] = open_graph_faults(parse(site / "404.html"), site, [])
    assert {uri: found for uri, found in wrong.items() if found} == {}
    titles = [metas(tree, "og:title")[0] for tree in trees.values()]
    assert len(set(titles)) == len(titles)


def test_each_section_has_a_picture_of_its_own(trees, catalogue):
    wanted = {page.uri: (Path(page.uri).stem, "article") for page in catalogue.sections} | {
        "topics/build-trust.md": ("topics", "article"),
        "topics/index.md": ("topics", "website"),
        "index.md": ("default", "website"),
        "help.md": ("default", "website"),
    }
    shown = {
        uri: (Path(metas(trees[uri], "og:image")[0]).stem, metas(trees[uri], "og:type")[0])
        for uri in wanted
    }
    assert shown == wanted


def json_ld_faults(tree, site: Path, addresses: set[str]) -> list[object]:
    """Return what is wrong with the JSON-LD of a page, and which of its addresses lead nowhere."""
    graph = linked_data(tree)
    ours = set(re.findall(rf'"({re.escape(ADDRESS)}[^"]*)"', json.dumps(graph, ensure_ascii=False)))
    named = {address for address in ours if address.endswith(NODES)}
    return [
        *(fault for node in nodes_in(graph) for fault in faults(node)),
        *(address for address in sorted(ours - named) if not is_there(site, address)),
        *sorted({address.partition("#")[0] for address in named} - addresses),
    ]


# Names of nodes within a page, which are no places of it.
NODES = ("#website", "#article", "#breadcrumbs", "#package", "#terms")


def test_json_ld_survives_the_build_and_leads_to_what_is_there(trees, site):
    addresses = {ADDRESS + page_address(uri) for uri in trees}
    wrong = {uri: json_ld_faults(tree, site, addresses) for uri, tree in trees.items()}
    assert {uri: found for uri, found in wrong.items() if found} == {}


def test_a_page_that_is_not_there_has_no_json_ld_and_no_canonical(site):
    assert "ld+json" not in (site / "404.html").read_text(encoding="utf-8")
    assert links(parse(site / "404.html"), "canonical") == []


def test_the_sitemap_has_each_page_once_and_nothing_else(site, catalogue):
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    assert sorted(item.text for item in root.iter(f"{SITEMAP}loc")) == sorted(
        ADDRESS + page_address(uri) for uri in catalogue.pages
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


def test_claims_json_keeps_to_its_schema_and_leads_somewhere(site):
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
