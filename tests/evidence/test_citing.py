"""Citations of the guide, a page and a finding, as text, BibTeX and RIS."""

import re
from dataclasses import replace
from datetime import date

import pytest

from guide.content.loader import read_catalogue
from guide.content.pages import parse_page
from guide.core.templates import render
from guide.data.records import Record
from guide.evidence.citing import (
    CiteSettings,
    cite_finding,
    cite_guide,
    cite_page,
    escape_bibtex,
    find_last_check,
    join_bibtex,
    join_ris,
    make_settings,
    site_address,
)
from guide.evidence.views import make_finding
from tests.support.pages import find, parse, text_of
from tests.support.projects import FINDINGS, PACKAGE, front_matter

SETTINGS = CiteSettings("Bonds", "https://bonds.example/", "1.2.0", date(2026, 11, 23))
DATED = SETTINGS.publisher + ". (2026, November 23). "


def page(uri: str = "topics/trust.md", **values):
    return parse_page(front_matter(**values), uri, f"docs/{uri}")[0]


def finding(project, key: str = "ants-lonely", **files):
    catalogue, _ = read_catalogue(project(files))
    return make_finding(catalogue, catalogue.findings[key])


def ris_fields(text: str) -> list[tuple[str, str]]:
    """Return the tags and values of RIS, line by line, each line held to RIS's form."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    return [(line[:2], line[6:]) for line in lines]


def bibtex_fields(entry: str) -> dict[str, str]:
    """Return the fields of one BibTeX entry, which must have its braces in balance."""
    assert entry.count("{") == entry.count("}")
    return dict(
        re.fullmatch(r"  (\w+) = (.+?),?", line).groups() for line in entry.split("\n")[1:-2]
    )


def test_the_guide_is_cited_by_its_version():
    citation = cite_guide(SETTINGS)
    assert citation.key == "bonds"
    assert citation.text == DATED + "Bonds (version 1.2.0). https://bonds.example/"
    assert (
        citation.bibtex
        == """\
@misc{bonds,
  author = {{Strengthening Emotional Bonds (contributors)}},
  title = {{Bonds}},
  year = {2026},
  month = nov,
  note = {Version 1.2.0.},
  url = {https://bonds.example/}
}
"""
    )
    assert ris_fields(citation.ris) == [
        ("TY", "ELEC"),
        ("AU", "Strengthening Emotional Bonds (contributors)"),
        ("TI", "Bonds"),
        ("PY", "2026"),
        ("DA", "2026/11/23/"),
        ("ET", "1.2.0"),
        ("PB", "Strengthening Emotional Bonds (contributors)"),
        ("UR", "https://bonds.example/"),
        ("ER", ""),
    ]


def test_a_page_is_cited_by_the_day_of_its_review():
    citation = cite_page(page(title="Build trust", reviewed="2026-03-05"), SETTINGS)
    assert citation.key == "bonds-topics-trust"
    assert (
        citation.text
        == f"{SETTINGS.publisher}. (2026, March 5). Build trust. In Bonds (version 1.2.0). "
        "https://bonds.example/topics/trust/"
    )
    fields = bibtex_fields(citation.bibtex)
    assert (fields["title"], fields["howpublished"], fields["month"]) == (
        "{{Build trust}}",
        "{Bonds}",
        "mar",
    )
    assert fields["note"] == "{Reviewed 2026-03-05. Version 1.2.0.}"
    assert {("T2", "Bonds"), ("DA", "2026/03/05/"), ("N1", "Reviewed 2026-03-05.")} <= set(
        ris_fields(citation.ris)
    )


def test_the_home_page_is_cited_as_the_guide():
    assert cite_page(page("index.md", kind="home"), SETTINGS) == cite_guide(SETTINGS)


def test_a_page_without_a_day_has_no_date():
    citation = cite_page(page(reviewed=None), SETTINGS)
    assert "(n.d.)" in citation.text
    assert not {"year", "month"} & set(bibtex_fields(citation.bibtex))
    assert not {"PY", "DA", "N1"} & {tag for tag, _ in ris_fields(citation.ris)}


def test_a_finding_takes_its_status_its_limit_and_its_source_along(project):
    view = replace(finding(project), checked="Checked November 9, 2026.")
    citation = cite_finding(view, SETTINGS, date(2026, 11, 9))
    assert citation.key == "bonds-finding-ants-lonely"
    assert (
        citation.text
        == f"{SETTINGS.publisher}. (2026, November 9). Finding ants-lonely (verified), which rests"
        " on Ant, 2020. In Bonds (version 1.2.0)."
        " https://bonds.example/evidence/science/#ants-lonely"
    )
    fields = bibtex_fields(citation.bibtex)
    assert fields["title"] == r"{{Ants say that 24\% of them are lonely}}"
    note = (
        "Finding ants-lonely. Status: verified. Limit: Only red ants. Rests on Ant, 2020. Checked"
        " November 9, 2026."
    )
    assert fields["note"] == f"{{{note} Version 1.2.0.}}"
    assert fields["url"] == "{https://bonds.example/evidence/science/#ants-lonely}"
    ris = dict(ris_fields(citation.ris))
    assert (ris["TI"], ris["N1"], ris["UR"]) == (
        "Ants say that 24% of them are lonely",
        note,
        "https://bonds.example/evidence/science/#ants-lonely",
    )


def test_a_finding_without_a_limit_or_a_day_of_its_own(project):
    citation = cite_finding(
        finding(project, **{"data/findings.csv": FINDINGS.replace("Only red ants.", "")}), SETTINGS
    )
    assert citation.text.startswith(DATED)
    assert (
        dict(ris_fields(citation.ris))["N1"]
        == "Finding ants-lonely. Status: verified. Rests on Ant, 2020."
    )


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({}, None),
        ({"checked_on": None}, None),
        ({"checked_on": date(2026, 1, 2)}, date(2026, 1, 2)),
        ({"checked_on": date(2026, 1, 2), "rechecked_on": None}, date(2026, 1, 2)),
        ({"checked_on": date(2026, 1, 2), "rechecked_on": date(2026, 3, 4)}, date(2026, 3, 4)),
    ],
    ids=["no-column", "empty", "once", "not-again", "again"],
)
def test_the_day_of_a_finding_is_that_of_its_last_check(values, day):
    assert find_last_check(Record("findings.csv", values, {})) == day


SPECIAL = {
    "backslash": ("a\\b", r"a{\textbackslash}b"),
    "open-brace": ("a{b", r"a{\textbraceleft}b"),
    "close-brace": ("a}b", r"a{\textbraceright}b"),
    "tilde": ("a~b", r"a{\textasciitilde}b"),
    "caret": ("a^b", r"a{\textasciicircum}b"),
    "percent": ("5%", r"5\%"),
    "and": ("A & B", r"A \& B"),
    "underscore": ("a_b", r"a\_b"),
    "hash": ("#1", r"\#1"),
    "dollar": ("$5", r"\$5"),
    "newline": ("a\n b", "a b"),
    "accent": ("Muñoz", "Muñoz"),
    "escaped-twice-never": (r"\%", r"{\textbackslash}\%"),
}


@pytest.mark.parametrize(("text", "expected"), SPECIAL.values(), ids=SPECIAL)
def test_what_latex_would_run_is_written_out(text, expected):
    assert escape_bibtex(text) == expected


def test_braces_stay_in_balance_whatever_a_title_holds():
    citation = cite_page(page(title='"}} @misc{x, {\\\\ 100% $a_b"'), SETTINGS)
    assert (
        bibtex_fields(citation.bibtex)["title"]
        == r"{{{\textbraceright}{\textbraceright} @misc{\textbraceleft}x,"
        r" {\textbraceleft}{\textbackslash} 100\% \$a\_b}}"
    )


def test_an_address_is_not_escaped_but_cannot_end_its_field():
    citation = cite_page(page("a_b%20{c}.md"), SETTINGS)
    assert bibtex_fields(citation.bibtex)["url"] == "{https://bonds.example/a_b%20%7Bc%7D/}"


def test_a_line_break_cannot_start_a_field_of_ris(project):
    hostile = FINDINGS.replace("Only red ants.", '"Only\nER  - \nTY  - red ants."')
    fields = ris_fields(
        cite_finding(finding(project, **{"data/findings.csv": hostile}), SETTINGS).ris
    )
    assert [tag for tag, _ in fields].count("ER") == 1
    assert "Limit: Only ER - TY - red ants." in dict(fields)["N1"]


def test_ris_allows_no_asterisk_in_names():
    fields = dict(
        ris_fields(cite_page(page(), CiteSettings("Bo*nds", "https://b.example/", "", None)).ris)
    )
    assert fields["T2"] == "Bonds" and "ET" not in fields


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/index.md", "https://bonds.example/"),
        ("/help.md", "https://bonds.example/help/"),
        ("/topics/index.md", "https://bonds.example/topics/"),
        ("/guide/science.md#what", "https://bonds.example/guide/science/#what"),
        ("/a/reindex.md", "https://bonds.example/a/reindex/"),
    ],
)
def test_addresses_are_those_of_the_site(link, address):
    assert site_address(link, SETTINGS) == address


def test_version_and_date_come_from_the_package(project):
    def settings(text: str) -> CiteSettings:
        return make_settings(
            read_catalogue(project({"data/datapackage.yaml": text}))[0].package,
            "Bonds",
            "https://bonds.example/x",
        )

    assert settings(PACKAGE) == CiteSettings("Bonds", "https://bonds.example/x/", "", None)
    updated = PACKAGE.replace(
        "    title: Sources\n", '    title: Sources\n    updated: "2026-01-02"\n'
    ).replace("    title: Mood\n", '    title: Mood\n    updated: "2026-03-04"\n')
    assert settings("version: 2.0.0\n" + updated) == CiteSettings(
        "Bonds", "https://bonds.example/x/", "2.0.0", date(2026, 3, 4)
    )
    assert settings('created: "2026-05-06T07:08:09Z"\n' + updated).day == date(2026, 5, 6)


def test_several_make_a_file(project):
    citations = [cite_guide(SETTINGS), cite_page(page(), SETTINGS)]
    assert join_bibtex(citations).count("\n}\n") == 2 and "}\n\n@misc{" in join_bibtex(citations)
    tags = [tag for tag, _ in ris_fields(join_ris(citations))]
    assert (tags.count("TY"), tags.count("ER"), tags[0], tags[-1]) == (2, 2, "TY", "ER")


def test_the_part_of_a_page_that_says_how_to_cite_it():
    cited = page(title="Ants & <bees>")
    citation = cite_page(cited, SETTINGS)
    html = render("rendering/cite.html", citation=citation, words="Cite this page", page=cited)
    details = find(html, "details", class_="cite")[0]
    assert text_of(details.find("summary")) == "Cite this page"
    assert text_of(details.find("p")) == citation.text
    assert ["".join(code.itertext()) for code in parse(html).iter("code")] == [
        citation.bibtex,
        citation.ris.replace("\r\n", "\n"),
    ]
