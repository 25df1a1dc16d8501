"""A built site by address: its pages, its files, what search finds, what the sitemap names."""

import json

import pytest

from scripts.portability.built_site import read_built_site, read_search, read_sitemap

FILES = {
    "index.html": "<title>Home</title><article><p>One</p></article>",
    "a/index.html": "<title>A</title>",
    "404.html": "<title>Lost</title>",
    "data/ants.csv": "year,ants\n2024,7\n",
    "assets/javascripts/bundle.1.js": "x",
    "assets/images/favicon.png": "x",
    "sitemap.xml": (
        "<urlset><url><loc>https://bonds.example/a/</loc></url><url><loc>https://bonds.example/</loc></url></urlset>"
    ),
}
MATERIAL = {
    "docs": [
        {"location": "a/", "title": "A", "text": "<p>One &amp; two</p>", "tags": ["phubbing"]},
        {"location": "a/#b", "title": "<em>B</em>", "text": ""},
    ]
}
ZENSICAL = {
    "items": [
        {
            "location": "a/",
            "title": "A",
            "text": "One &amp; two<p>Also found by: phubbing</p>",
            "tags": [],
            "path": [],
        },
        {"location": "a/#b", "title": "B", "text": "", "tags": []},
    ]
}
SEARCHED = {
    "/a/": (
        "page title: A",
        "page text: One & two",
        "page search words: phubbing",
        "#b title: B",
        "#b text: ",
    )
}


@pytest.fixture
def site(tmp_path):
    def write(files: dict[str, str]):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_pages_and_files_stand_at_their_addresses(site):
    built = read_built_site(site(FILES))
    assert sorted(built) == ["/", "/404.html", "/a/", "/data/ants.csv", "/sitemap.xml"]
    assert built["/"]["text"] == ("One",)
    assert built["/sitemap.xml"]["addresses"] == ("/", "/a/")


def test_a_file_is_known_by_its_bytes(site):
    first = read_built_site(site(FILES))["/data/ants.csv"]
    again = read_built_site(site({"data/ants.csv": "year,ants\n2024,8\n"}))["/data/ants.csv"]
    assert first["file"] != again["file"]
    assert first["file"][0].startswith("17 bytes, SHA-256 ")


@pytest.mark.parametrize("index", [MATERIAL, ZENSICAL])
def test_the_search_finds_the_same_in_either_form(index):
    assert read_search(index) == SEARCHED


@pytest.mark.parametrize(
    ("name", "index"), [("search/search_index.json", MATERIAL), ("search.json", ZENSICAL)]
)
def test_what_the_search_finds_belongs_to_its_page(site, name, index):
    built = read_built_site(site({**FILES, name: json.dumps(index)}))
    assert built["/a/"]["search"] == SEARCHED["/a/"]
    assert built["/a/"]["title"] == ("A",)


def test_a_sitemap_names_pages_from_the_root_of_its_host():
    assert read_sitemap("<loc>\n https://bonds.example/guide/?a=1&amp;b=2 </loc>") == ["/guide/"]
