"""JSON-LD: each node by schema.org's vocabulary, what each kind of page says, and hostile text."""

import json
import re
from datetime import date
from functools import cache

import html5lib
import pytest

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.evidence.citing import make_settings, site_address
from guide.exports.json_ld import ARTICLES, make_page_graph, render_json_ld
from tests.support.catalogues import real_catalogue
from tests.support.pages import convert
from tests.support.projects import FINDINGS, GLOSSARY, PACKAGE, SOURCES, front_matter
from tests.support.rows import failures
from tests.support.schema_org import VOCABULARY, faults, fits, nodes_in

ADDRESS = "https://bonds.example/guide/"
TOPIC = front_matter(title="Trust", kind="topic")
FILES = {
    "docs/index.md": front_matter(
        kind="home",
        title="Ants",
        description="One description that is long enough to be of use to people here.",
    ),
    "docs/topics/index.md": front_matter(
        title="Topics",
        description="Another description that is long enough to be of use to people.",
    ),
    "docs/topics/trust.md": (
        TOPIC + "\nSee [24%](finding:ants-lonely), [@bee2021, p. 3; @ant2020] and"
        " [again](finding:ants-lonely).\n"
    ),
    "docs/glossary.md": (
        front_matter(
            title="Glossary",
            description="A third description that is long enough to be of use to people.",
        )
        + "\n![G](table:glossary)\n"
    ),
    "docs/data.md": (
        front_matter(
            title="Data",
            description="A fourth description that is long enough to be of use to people.",
        )
        + "\n![D](table:datasets)\n"
    ),
}
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    ']]> & "quotes" \\',
    "'; alert(1) //",
    "\u2028 line",
    "{{ x }} {: .a }",
]


def real() -> Catalogue:
    return real_catalogue(
        site_title="Strengthening Emotional Bonds", site_url=ADDRESS, today=date(2026, 11, 23)
    )


@cache
def real_graphs() -> dict[str, list[dict]]:
    """Return the nodes of each real page by its path."""
    return {uri: make_page_graph(real(), page) for uri, page in real().pages.items()}


@pytest.fixture
def read(project):
    def make(files: dict[str, str] | None = None, site_url: str = ADDRESS) -> Catalogue:
        package = PACKAGE + "  - {name: datasets, template: datasets}\n"
        return read_catalogue(
            project({"data/datapackage.yaml": package, **FILES, **(files or {})}),
            site_title="Bonds",
            site_url=site_url,
        )[0]

    return make


def graph(catalogue: Catalogue, uri: str) -> dict[str, dict]:
    """Return the first node of each type."""
    return first_by_type(make_page_graph(catalogue, catalogue.pages[uri]))


def first_by_type(nodes: list[dict]) -> dict[str, dict]:
    return {node["@type"]: node for node in reversed(nodes)}


def test_every_node_of_the_real_pages_keeps_to_the_vocabulary():
    assert [
        (uri, fault)
        for uri, nodes in real_graphs().items()
        for node in nodes_in(nodes)
        for fault in faults(node)
    ] == []


def test_the_check_of_the_vocabulary_can_fail():
    assert {"Article", "Thing", "CreativeWork", "ItemList"} <= set(VOCABULARY)
    assert list(
        faults({"@type": "WebPage", "name": "A", "url": "https://a.example/", "headlin": "x"})
    ) == ["WebPage has no property headlin"]
    assert list(faults({"@type": "FAQPage"})) == ["FAQPage is not a type that is known here"]
    assert list(faults({"@type": "ListItem", "position": 1, "name": "A"})) == [
        "ListItem has no item"
    ]
    for value, kinds in (
        ("/a/", ["URL"]),
        ("soon", ["Date"]),
        (True, ["Text"]),
        ({"@type": "WebPage"}, ["Person"]),
        ("", ["Text"]),
    ):
        assert not fits(value, kinds)


def test_ids_lead_to_a_node_of_the_page_or_to_a_page():
    settings = make_settings(real().package, "", ADDRESS)
    pages = {site_address(page.link, settings) for page in real().pages.values()}

    def dangling(nodes: list[dict]) -> set[str]:
        defined = {node["@id"] for node in nodes_in(nodes) if "@id" in node}
        return set(re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(nodes))) - defined - pages

    assert [(uri, ids) for uri, nodes in real_graphs().items() if (ids := dangling(nodes))] == []


def test_nothing_is_said_that_the_data_does_not_know():
    types = {node["@type"] for nodes in real_graphs().values() for node in nodes_in(nodes)}
    assert not types & {"FAQPage", "ClaimReview", "Rating", "Review", "Person"}
    text = json.dumps(list(real_graphs().values()))
    for name in ('"reviewedBy"', '"publisher"', '"logo"', '"sameAs"', '"speakable"'):
        assert name not in text
    assert [uri for uri, article in articles().items() if "datePublished" in article] == []


def articles() -> dict[str, dict]:
    """Return the node of each real page that is an article."""
    return {
        uri: first_by_type(real_graphs()[uri])["Article"]
        for uri, page in real().pages.items()
        if page.kind in ARTICLES
    }


def test_an_article_cites_every_source_of_its_page_once():
    rows = {uri: (real().pages[uri], article) for uri, article in articles().items()}
    assert failures(check_citations, rows) == []


def check_citations(page, article):
    assert sorted(work["name"] for work in article.get("citation", [])) == sorted(
        str(real().sources[key]["title"])
        for key, pages in real().source_pages.items()
        if page in pages
    )


def test_a_cited_work_carries_its_doi(read):
    assert graph(read(), "topics/trust.md")["Article"]["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "On ants",
            "datePublished": "2020",
            "identifier": "doi:10.1/ant",
            "url": "https://doi.org/10.1/ant",
        },
        {
            "@type": "CreativeWork",
            "name": "On bees",
            "datePublished": "2021",
            "url": "https://bees.example/",
        },
    ]
    works = [
        work
        for nodes in real_graphs().values()
        for node in nodes
        for work in node.get("citation", [])
    ]
    assert any(
        work["@type"] == "ScholarlyArticle" and work.get("identifier", "").startswith("doi:10.")
        for work in works
    )


def test_the_way_from_home_leads_over_the_first_pages_of_folders(read):
    def way(uri: str) -> list[tuple[int, str, str]]:
        steps = graph(read(), uri)["BreadcrumbList"]["itemListElement"]
        return [
            (step["position"], step["name"], step["item"]["@id"].removeprefix(ADDRESS))
            for step in steps
        ]

    assert way("topics/trust.md") == [
        (1, "Ants", ""),
        (2, "Topics", "topics/"),
        (3, "Trust", "topics/trust/"),
    ]
    assert way("topics/index.md") == [(1, "Ants", ""), (2, "Topics", "topics/")]
    assert "BreadcrumbList" not in graph(read(), "index.md")


def test_only_the_home_page_describes_the_site(read):
    assert graph(read(), "index.md")["WebSite"]["@id"] == f"{ADDRESS}#website"
    assert "WebSite" not in graph(read(), "glossary.md")


def test_the_glossary_is_a_set_of_terms(read):
    terms = graph(read(), "glossary.md")["DefinedTermSet"]
    assert terms["hasDefinedTerm"] == [
        {
            "@type": "DefinedTerm",
            "@id": f"{ADDRESS}glossary/#phubbing",
            "url": f"{ADDRESS}glossary/#phubbing",
            "name": "Phubbing",
            "alternateName": ["snubbing by phone", "phubbed"],
            "termCode": "phubbing",
            "description": "Looking at a phone instead of a person.",
            "inDefinedTermSet": {"@id": f"{ADDRESS}glossary/#terms"},
        }
    ]
    assert len(graph(real(), "glossary.md")["DefinedTermSet"]["hasDefinedTerm"]) == len(
        real().rows("glossary")
    )


def test_each_data_set_is_described_with_its_files_and_its_limits():
    nodes = make_page_graph(real(), real().page_by_template["datasets"])
    sets = {
        node["alternateName"]: node
        for node in nodes
        if node["@type"] == "Dataset" and "alternateName" in node
    }
    assert list(sets) == list(real().package.resources)
    for name, node in sets.items():
        resource = real().package.resources[name]
        # Google asks for 50 to 5,000 characters.
        assert 50 <= len(node["description"]) <= 5000, name
        assert [item["alternateName"] for item in node["variableMeasured"]] == resource.field_names
        assert {item["encodingFormat"]: item["contentUrl"] for item in node["distribution"]} == {
            "text/csv": f"{ADDRESS}data/{resource.path}",
            "application/json": f"{ADDRESS}data/{resource.path.removesuffix('.csv')}.json",
        }
        assert node["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
        if resource.status:
            assert resource.status_label in node["description"]
    assert "Widely circulated, not supported" in sets["loneliness-trends"]["description"]


def test_without_an_address_nothing_is_said(read):
    catalogue = read(site_url="")
    assert render_json_ld(catalogue, catalogue.pages["topics/trust.md"]) == ""
    assert "ld+json" not in convert(catalogue, catalogue.pages["topics/trust.md"].body)


def test_hostile_text_stays_text(read):
    assert failures(check_hostile_text, {text: (read, text) for text in HOSTILE}) == []


def check_hostile_text(read, text):
    cell = '"' + text.replace('"', '""') + '"'
    title = "title: " + json.dumps(text)
    files = {
        "docs/topics/trust.md": FILES["docs/topics/trust.md"].replace("title: Trust", title),
        "docs/glossary.md": (
            FILES["docs/glossary.md"].replace("title: Glossary", title + "\nsynonyms: []")
        ),
        "data/sources.csv": SOURCES.replace("On ants", cell),
        "data/findings.csv": FINDINGS,
        "data/glossary.csv": GLOSSARY.replace("Looking at a phone instead of a person.", cell),
    }
    catalogue = read(files)
    for uri in ("topics/trust.md", "glossary.md"):
        page = catalogue.pages[uri]
        html = convert(catalogue, page.body)
        scripts = html5lib.parseFragment(html, namespaceHTMLElements=False).findall(".//script")
        assert [script.get("type") for script in scripts] == ["application/ld+json"]
        assert json.loads(scripts[0].text) == {
            "@context": "https://schema.org",
            "@graph": make_page_graph(catalogue, page),
        }
        assert make_page_graph(catalogue, page)[0]["name"] == text
        assert not re.search("[<>&]", re.search("ld.json.>(.*)</script>", html)[1])
