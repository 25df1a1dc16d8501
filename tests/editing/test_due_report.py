"""What is due: helplines and pages to look at again, and findings whose source is gone."""

from datetime import date, timedelta

from guide.content.loader import read_catalogue
from guide.editing.due_report import HELPLINE_DAYS, report_due
from tests.support.projects import FINDINGS, SOURCES
from tests.support.registers import with_checks
from tests.support.reported_guide import BASE, BODY, HELPLINES, page

DAY = date(2027, 6, 1)


def due(project, day: date = DAY, gone=(), **files: str) -> list[str]:
    root = project(
        {
            **BASE,
            **{
                name.replace("__", "/").replace("_csv", ".csv").replace("_yaml", ".yaml"): text
                for name, text in files.items()
            },
        }
    )
    return report_due(read_catalogue(root)[0], day, gone).split("\n")


def test_nothing_is_due_on_the_day_itself(project):
    root = project(BASE)
    catalogue = read_catalogue(root)[0]
    assert report_due(catalogue, date(2026, 11, 23) + timedelta(days=HELPLINE_DAYS)) == ""


def test_helplines_are_due_after_half_a_year_the_oldest_first(project):
    lines = due(
        project, data__helplines_csv=HELPLINES.replace("911,x,2026-11-23", "911,x,2026-11-20")
    )
    assert lines[:4] == [
        "2 things to look at, as of June 1, 2027.",
        "",
        "## Helplines to check again",
        "",
    ]
    assert (
        lines[4]
        == "- [ ] **Care Line** (US): checked on November 20, 2026, 193 days ago. Confirm it on two"
        " pages, then set `checked_on` of `us` in `data/helplines.csv`"
    )
    assert lines[5].startswith(
        "- [ ] **Bond Line** (UK): checked on November 23, 2026, 190 days ago."
    )


def test_a_doubt_keeps_a_helpline_on_the_list_until_its_cell_is_empty(project):
    field, package = (
        "        - {name: checked_on, type: date, title: Checked on}\n",
        BASE["data/datapackage.yaml"],
    )
    lines = HELPLINES.replace("checked_on\n", "checked_on,recheck\n").replace(
        "2026-11-23\n", "2027-05-31,Read @them on `x.example`.\n", 1
    )
    files = {
        "data/datapackage.yaml": package.replace(
            field, field + "        - {name: recheck, type: string}\n"
        )
    }
    root = project(
        {
            **BASE,
            **files,
            "data/helplines.csv": lines.replace("911,x,2026-11-23", "911,x,2027-05-31,"),
        }
    )
    assert report_due(read_catalogue(root)[0], DAY).split("\n")[2:] == [
        "## Helplines to check again",
        "",
        (
            "- [ ] **Bond Line** (UK): Read @\u200bthem on \\`x.example\\`. Then empty `recheck` of"
            " `uk` in `data/helplines.csv`"
        ),
        "",
    ]


def test_a_helpline_is_due_when_its_newest_page_is_two_years_old(project):
    field = "        - {name: checked_on, type: date, title: Checked on}\n"
    package = BASE["data/datapackage.yaml"].replace(
        field, field + "        - {name: evidence_on, type: date}\n"
    )
    lines = HELPLINES.replace("checked_on\n", "checked_on,evidence_on\n")
    lines = lines.replace("2026-11-23\n", "2027-05-31,2025-05-31\n", 1).replace(
        "911,x,2026-11-23", "911,x,2027-05-31,2025-06-01"
    )
    found = due(project, data__helplines_csv=lines, data__datapackage_yaml=package)
    assert found[2:] == [
        "## Helplines to check again",
        "",
        (
            "- [ ] **Bond Line** (UK): the newest page that was read is of May 31, 2025. Read a"
            " newer one, then set `evidence_on` of `uk` in `data/helplines.csv`"
        ),
        "",
    ]


def test_what_is_still_to_be_read_stays_on_the_list(project):
    package = BASE["data/datapackage.yaml"].replace(
        "  - name: redirects\n",
        """\
  - name: to-read
    path: to_read.csv
    title: To read
    schema:
      primaryKey: id
      fields: [{name: id}, {name: kind}, {name: what}, {name: where}]
  - name: redirects
""",
        1,
    )
    found = due(
        project,
        DAY.replace(year=2026, month=11, day=24),
        data__to_read_csv="id,kind,what,where\nbees-dance,finding,How *bees* dance.,A journal.\n",
        data__datapackage_yaml=package,
    )
    assert found[2:] == [
        "## Still to be read",
        "",
        (
            "- [ ] How \\*bees\\* dance. Look: A journal. Then delete `bees-dance` in"
            " `data/to_read.csv`"
        ),
        "",
    ]


def test_pages_are_due_after_their_day_the_longest_overdue_first(project):
    root = project(
        {
            **BASE,
            "docs/a.md": page("Ants", BODY, review_by="2027-05-30"),
            "docs/c.md": page("Cows", "Moo.\n", review_by="2027-05-29"),
            "docs/d.md": page("Dogs", "Woof.\n", review_by="2027-06-01"),
            "docs/e.md": page("Eels", "Hm.\n", review_by="soon"),
        }
    )
    text = report_due(read_catalogue(root)[0], DAY)
    assert (
        text.split("## Pages to review\n\n")[1]
        == "- [ ] **Cows** (`docs/c.md`): due by May 29, 2027. Read it against its findings, then"
        " set `reviewed` and `review_by`\n- [ ] **Ants** (`docs/a.md`): due by May 30, 2027."
        " Read it against its findings, then set `reviewed` and `review_by`\n"
    )


def test_findings_whose_source_has_no_row_or_no_address_any_more(project):
    lines = due(
        project,
        date(2026, 12, 1),
        ["https://bees.example"],
        data__findings_csv=FINDINGS.replace("2020,ant2020,", "2020,ant2019,"),
    )
    assert lines == [
        "2 things to look at, as of December 1, 2026.",
        "",
        "## Findings whose source is gone",
        "",
        "- [ ] `ants-lonely` (used on Ants): no source is called `ant2019`",
        (
            "- [ ] `bees-fall` (used on no page): the address of `bee2021` answers no more, and it"
            " has no archived copy"
        ),
        "",
    ]


def test_a_dead_doi_is_a_dead_address(project):
    lines = due(project, date(2026, 12, 1), ["https://doi.org/10.1/ANT"])
    assert lines[4:] == [
        (
            "- [ ] `ants-lonely` (used on Ants): the address of `ant2020` answers no more, and it"
            " has no archived copy"
        ),
        "",
    ]


def test_a_source_with_an_archived_copy_is_not_gone(project):
    package = BASE["data/datapackage.yaml"].replace(
        "        - {name: url, type: string}\n",
        "        - {name: url, type: string}\n        - {name: archive_url, type: string}\n",
    )
    files = {
        "data__datapackage.yaml": package,
        "data__sources_csv": (
            SOURCES.replace("doi,url\n", "doi,url,archive_url\n")
            .replace("10.1/ant,\n", "10.1/ant,,\n")
            .replace("bees.example/\n", "bees.example/,https://archive.example/bees\n")
        ),
    }
    assert due(project, date(2026, 12, 1), ["https://bees.example/"], **files) == [""]


def test_a_finding_whose_source_was_retracted_stays_on_the_list(project):
    files = with_checks(
        "ant2020,2026-11-24,Crossref,retracted,,10.1/notice",
        package=BASE["data/datapackage.yaml"],
    )
    text = report_due(read_catalogue(project({**BASE, **files}))[0], date(2026, 12, 1))
    assert text == (
        "1 thing to look at, as of December 1, 2026.\n\n## Findings that rest on a retracted"
        " work\n\n- [ ] `ants-lonely` (used on Ants): `ant2020` was retracted. Rest it on another"
        " source, give it the status contradicted, or delete it\n"
    )
