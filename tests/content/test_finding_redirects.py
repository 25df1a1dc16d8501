"""A finding that became a part of another keeps its old id alive."""

from guide.content.loader import read_catalogue
from tests.support.catalogues import real_catalogue
from tests.support.pages import convert, find, problems_of
from tests.support.projects import FINDINGS, PACKAGE, front_matter

RESOURCE = """\
  - name: finding-redirects
    path: finding_redirects.csv
    title: Old ids
    schema:
      primaryKey: old
      foreignKeys:
        - {fields: new, reference: {resource: findings, fields: id}}
      fields:
        - {name: old, type: string}
        - {name: section, type: string}
        - {name: new, type: string}
tables:
"""
FILES = {
    "data/datapackage.yaml": PACKAGE.replace("tables:\n", RESOURCE, 1),
    "data/findings.csv": FINDINGS,
    "data/finding_redirects.csv": "old,section,new\nants-old,science,ants-lonely\n"
    "ants-zoo,zoo,ants-lonely\n",
    "docs/evidence/science.md": front_matter() + "![All](table:findings?section=science)\n",
    "docs/evidence/zoo.md": front_matter(title="Zoo", description="A" * 60)
    + "![Zoo](table:findings?section=zoo)\n",
}


def with_link(target: str) -> dict[str, str]:
    page = front_matter(title="P", description="B" * 60) + f"[24%](finding:{target})\n"
    return FILES | {"docs/page.md": page}


def test_a_link_to_an_old_id_lands_and_names_the_new_one(project):
    root = project(with_link("ants-old"))
    catalogue, _ = read_catalogue(root)
    html = convert(catalogue, catalogue.pages["page.md"].body)
    (claim,) = [link for link in find(html, "a") if "finding" in (link.get("class") or "").split()]
    assert claim.get("href") == "#evidence-ants-lonely"
    assert {"evidence-ants-lonely", "evidence-ants-old"} <= {item.get("id") for item in find(html)}
    assert [page.uri for page in catalogue.finding_pages["ants-lonely"]] == ["page.md"]
    assert [problem for problem in problems_of(root) if "finding-replaced" in problem] == [
        '[finding-replaced] docs/page.md:8:1: the finding "ants-old" is now a part of'
        ' "ants-lonely". Write finding:ants-lonely.'
    ]


def test_published_anchors_of_old_ids_are_on_their_pages(project):
    findings = FINDINGS + "zoo-ant,zoo,Ants of the zoo are happy.,,,,,ant2020,,verified,\n"
    catalogue, _ = read_catalogue(project(FILES | {"data/findings.csv": findings}))
    ids = {
        uri: {item.get("id") for item in find(convert(catalogue, catalogue.pages[uri].body))}
        for uri in ("evidence/science.md", "evidence/zoo.md")
    }
    assert "ants-old" in ids["evidence/science.md"]
    assert "ants-zoo" in ids["evidence/zoo.md"]
    assert "ants-zoo" not in ids["evidence/science.md"]


def test_an_old_id_that_is_there_again_is_named(project):
    redirects = "old,section,new\nbees-fall,science,ants-lonely\n"
    found = problems_of(project(FILES | {"data/finding_redirects.csv": redirects}))
    assert [problem for problem in found if "redirect-hides-finding" in problem] == [
        '[redirect-hides-finding] data/finding_redirects.csv:2:1: there is a finding "bees-fall",'
        " and a redirect from it too. Delete the row of finding_redirects.csv, or give the finding"
        " another id."
    ]


def test_every_old_id_of_the_guide_leads_to_a_finding():
    catalogue = real_catalogue()
    assert len(catalogue.finding_redirects) == catalogue.count("finding-redirects") >= 13
