"""What programs read about the site, and all that is made beside its pages."""

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from guide.content.catalogue import Catalogue
from guide.content.loader import read_catalogue
from guide.data.published_paths import generated_uris
from guide.evidence.citing import make_settings
from guide.exports.generated_files import generate_files
from guide.exports.site_metadata import make_site_files, render_robots_txt, render_sitemap
from tests.support.pages import convert, links, texts
from tests.support.projects import PACKAGE, front_matter

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = {
    "docs/index.md": front_matter(kind="home", title="Ants") + "One.\n",
    "docs/topics/index.md": (
        front_matter(
            title="Topics & <more>",
            description="A second description that is long enough to be useful here.",
            reviewed="2026-10-02",
        )
        + "Two.\n"
    ),
}


def read(root: Path, **settings: object) -> Catalogue:
    return read_catalogue(
        root,
        site_title="Bonds",
        site_url="https://bonds.example/guide/",
        today=date(2026, 11, 3),
        **settings,
    )[0]


def test_robots_names_the_sitemap_where_there_is_an_address():
    assert (
        render_robots_txt("https://bonds.example/guide/")
        == "User-agent: *\nAllow: /\n\nSitemap: https://bonds.example/guide/sitemap.xml\n"
    )
    assert render_robots_txt("") == "User-agent: *\nAllow: /\n"


def test_the_sitemap_has_every_page_with_its_own_day(project):
    catalogue = read(project(PAGES))
    root = ElementTree.fromstring(
        render_sitemap(catalogue, make_settings(catalogue.package, "Bonds", catalogue.site_url))
    )
    entries = [
        (entry.find(f"{SITEMAP}loc").text, entry.find(f"{SITEMAP}lastmod").text) for entry in root
    ]
    assert entries == [
        ("https://bonds.example/guide/", catalogue.pages["index.md"].meta["reviewed"]),
        ("https://bonds.example/guide/topics/", "2026-10-02"),
    ]


def test_a_page_without_a_readable_day_has_no_day_in_the_sitemap(project):
    catalogue = read(project({"docs/index.md": front_matter(kind="home", reviewed="soon")}))
    root = ElementTree.fromstring(
        render_sitemap(catalogue, make_settings(catalogue.package, "Bonds", catalogue.site_url))
    )
    assert [child.tag for child in root[0]] == [f"{SITEMAP}loc"]


def test_build_json_records_the_day_that_was_given_and_no_clock(project):
    catalogue = read(project(PAGES))
    settings = make_settings(catalogue.package, "Bonds", catalogue.site_url)
    facts = json.loads(make_site_files(catalogue, settings)["build.json"])
    assert facts["built_for"] == "2026-11-03"
    assert facts["url"] == "https://bonds.example/guide/"
    assert (facts["pages"], facts["findings"]) == (2, len(catalogue.findings))


def test_without_an_address_there_is_no_sitemap_and_the_rest_stands(project):
    catalogue = read_catalogue(project(PAGES))[0]
    files = make_site_files(catalogue, make_settings(catalogue.package, "Bonds", ""))
    assert sorted(files) == ["build.json", "robots.txt"]
    assert json.loads(files["build.json"])["built_for"] is None


def test_what_is_made_is_what_links_may_lead_to(project):
    root = project(PAGES)
    files = generate_files(read(root), lambda name: (root / "data" / name).read_bytes())
    assert sorted(files) == sorted(generated_uris(read(root).package))


def test_redirects_are_made_too(project):
    redirects = (
        "  - name: redirects\n    path: redirects.csv\n    title: Moved\n    schema:\n     "
        " fields:\n"
        + "".join(f"        - {{name: {name}, type: string}}\n" for name in ("old", "new", "date"))
    )
    root = project(
        {
            **PAGES,
            "data/datapackage.yaml": PACKAGE.replace("resources:\n", f"resources:\n{redirects}"),
            "data/redirects.csv": "old,new,date\n/old/,/topics/,2026-11-23\n",
        }
    )
    files = generate_files(read(root), lambda name: (root / "data" / name).read_bytes())
    assert b'url=../topics/"' in files["old/index.html"]


def test_of_files_of_ones_own_only_robots_txt_is_kept(project):
    root = project(
        {**PAGES, "docs/robots.txt": "User-agent: *\nDisallow: /\n", "docs/feed.xml": "<mine/>"}
    )
    files = generate_files(read(root), lambda name: (root / "data" / name).read_bytes())
    assert "robots.txt" not in files and "feed.xml" in files


def test_a_page_can_say_what_the_copy_was_built_from(project):
    files = {
        **PAGES,
        "data/datapackage.yaml": (
            PACKAGE.replace(
                "title: Test\n", "title: Test\nversion: 1.2.0\ncreated: 2026-10-09\n", 1
            )
            + "  - {name: build, template: build}\n"
        ),
    }
    html = convert(read(project(files)), "![x](table:build)")
    assert texts(html, "p") == [
        "This copy of the guide was built for November 3, 2026; that day decides what is shown as"
        " overdue. Its data is version 1.2.0, last changed on October 9, 2026. For programs:"
        " build.json."
    ]
    assert links(html) == [("/build.json", "build.json")]


def test_without_a_day_and_a_version_it_says_nothing_of_them(project):
    files = {**PAGES, "data/datapackage.yaml": PACKAGE + "  - {name: build, template: build}\n"}
    assert texts(convert(read_catalogue(project(files))[0], "![x](table:build)"), "p") == [
        "For programs: build.json."
    ]
