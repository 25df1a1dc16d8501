"""scripts/check_sources.py: what it asks, says and writes, with registers on this machine."""

import contextlib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from guide.content.loader import read_catalogue
from guide.content.retractions import retracted_findings
from guide.core.problems import report
from scripts.sources import fetching
from tests.support.commands import run_script
from tests.support.hostile import HOSTILE
from tests.support.projects import FINDINGS
from tests.support.register_server import register_server, says, sends, status
from tests.support.registers import HEADER, answer, with_checks

SOURCES = (
    "key,authors,year,title,container,doi,url\n"
    'ant2020,"Ant, A. A.",2020,On ants,Journal of Ants,10.1234/ants,\n'
    'bee2021,"Bee, B.; Cow, C.; Dog, D.",2021,On bees at home,Bee Letters,,https://bees.example/\n'
)
ANTS = {"DOI": "10.1234/ants", "title": ["On ants"], "author": [{"given": "A", "family": "Ant"}]}
ANTS |= {"issued": {"date-parts": [[2020]]}, "container-title": ["Journal of Ants"]}
BEES = {"DOI": "10.1234/bees", "title": ["On bees at home"], "author": [{"family": "Bee"}]}
BEES |= {"issued": {"date-parts": [[2021]]}, "container-title": ["Bee Letters"]}
OPEN = {"id": "https://openalex.org/W7", "doi": "https://doi.org/10.1234/ants", "title": "On ants"}
REVIEW = {"id": "https://openalex.org/W8", "type": "review", "publication_year": 2025}
REVIEW |= {"title": "Lonely ants and other insects: A review", "doi": None}
GOOD = {
    "/works/10.1234/ants": [says({"message": ANTS})],
    "/works": [says({"message": {"items": [BEES]}})],
    "/open/works/doi:10.1234/ants": [says(OPEN)],
    "/open/works": [says({"results": [REVIEW]})],
}


@pytest.fixture
def root(project, monkeypatch) -> Path:
    monkeypatch.setenv("CHECK_SOURCES_MAIL", "me@example.org")
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    monkeypatch.setattr(fetching, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(fetching, "TIMEOUT_SECONDS", 2.0)
    findings = FINDINGS.replace("commercial-survey,contradicted", "meta-analysis,verified")
    return project(with_checks() | {"data/sources.csv": SOURCES, "data/findings.csv": findings})


@contextlib.contextmanager
def registers(behaviors):
    """Serve the three registers: OpenAlex at a second server, whose paths begin with /open here."""
    of_open = {path[5:]: list(item) for path, item in behaviors.items() if path[:5] == "/open"}
    others = {path: list(item) for path, item in behaviors.items() if path[:5] != "/open"}
    with register_server(others) as first, register_server(of_open) as second:
        yield first, second


def run(root: Path, servers, *words: str):
    first, second = servers
    addresses = {"Crossref": first, "DataCite": first, "OpenAlex": second}
    options = [f"--register={name}={server.address}" for name, server in addresses.items()]
    usual = ["--interval=0", "--today=2026-12-01", f"--root={root}", *options]
    return run_script("check_sources", *words, *usual)


def ask(root: Path, behaviors, *words: str):
    with registers(behaviors) as servers:
        return run(root, servers, *words)


def checks_of(root: Path) -> str:
    return (root / "data/source_checks.csv").read_text(encoding="utf-8").removeprefix(HEADER)


def problems(root: Path) -> list[str]:
    return report(read_catalogue(root)[1])


def test_what_agrees_is_written_with_the_day_and_a_doi_is_filled_in(root):
    done = ask(root, GOOD, "--write")
    assert (done.returncode, done.stderr) == (
        1,
        "Written: data/source_checks.csv, data/sources.csv\n",
    )
    assert checks_of(root) == "ant2020,2026-12-01,Crossref OpenAlex,agrees,,\n"
    assert (root / "data/sources.csv").read_text(encoding="utf-8") == SOURCES.replace(
        "Bee Letters,,", "Bee Letters,10.1234/bees,"
    )
    assert (
        "1 row agrees" in done.stdout and "`bee2021`: <https://doi.org/10.1234/bees>" in done.stdout
    )
    assert problems(root) == []


def test_without_write_no_data_changes_and_the_files_are_beside_it(root):
    before = {path.name: path.read_bytes() for path in (root / "data").iterdir()}
    done = ask(root, GOOD)
    assert {path.name: path.read_bytes() for path in (root / "data").iterdir()} == before
    folder = root / ".cache/sources"
    assert (folder / "report.md").read_text(encoding="utf-8") == done.stdout
    assert (folder / "retractions.md").read_text(encoding="utf-8") == ""
    assert (folder / "sources.csv").read_text(encoding="utf-8") == ""


def test_where_all_is_well_the_status_is_good(root):
    done = ask(root, GOOD, "ant2020", "--only-dois")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_retraction_is_written_and_said_until_the_data_has_it(root):
    behaviors = GOOD | {"/works/10.1234/ants": [says(answer("crossref_retracted"))]}
    done = ask(root, behaviors, "--write")
    text = (root / ".cache/sources/retractions.md").read_text(encoding="utf-8")
    assert done.returncode == 1 and "<https://doi.org/10.1234/notice>" in text
    assert "`ants-lonely`" in text
    assert checks_of(root) == "ant2020,2026-12-01,Crossref OpenAlex,retracted,,10.1234/notice\n"
    assert problems(root) == []
    resting = retracted_findings(read_catalogue(root)[0])
    assert [finding["id"] for finding in resting] == ["ants-lonely"]
    again = ask(root, behaviors, "--write")
    assert "## Retracted" not in again.stdout
    assert (root / ".cache/sources/retractions.md").read_text(encoding="utf-8") == ""


def test_datacite_is_asked_for_what_crossref_does_not_have(root):
    datacite = {"data": {"attributes": {"doi": "10.1234/ants", "titles": [{"title": "On ants"}]}}}
    behaviors = {
        "/dois/10.1234/ants": [says(datacite)],
        "/open/works/doi:10.1234/ants": [says(OPEN)],
    }
    ask(root, behaviors, "--write", "--only-dois")
    assert checks_of(root) == "ant2020,2026-12-01,Crossref DataCite OpenAlex,agrees,,\n"


def test_a_doi_that_nobody_has_is_said_so(root):
    done = ask(root, {}, "--write", "--only-dois")
    assert checks_of(root) == "ant2020,2026-12-01,Crossref DataCite OpenAlex,not-found,,\n"
    assert "## DOIs that no register knows" in done.stdout


def test_a_preprint_at_arxiv_gets_the_doi_that_datacite_has(root):
    path = root / "data/sources.csv"
    sources = SOURCES.replace("https://bees.example/", "https://arxiv.org/abs/2508.19258")
    sources = sources.replace(
        '"Bee, B.; Cow, C.; Dog, D.",2021,On bees at home,Bee Letters',
        '"De Freitas, J.",2025,Emotional Manipulation by AI Companions,arXiv preprint 2508.19258',
    )
    path.write_text(sources, encoding="utf-8")
    behaviors = {"/dois/10.48550/arxiv.2508.19258": [says(answer("datacite_defreitas2025manip"))]}
    ask(root, GOOD | behaviors, "bee2021", "--write")
    assert "arXiv preprint 2508.19258,10.48550/arxiv.2508.19258," in path.read_text(
        encoding="utf-8"
    )


def test_newer_reviews_are_asked_for_where_a_review_is_cited(root):
    path = root / "data/findings.csv"
    findings = FINDINGS.replace("ant2020,cross-sectional", "ant2020,meta-analysis")
    path.write_text(findings, encoding="utf-8")
    sources = root / "data/sources.csv"
    sources.write_text(SOURCES.replace("On ants", "Lonely ants and insects"), encoding="utf-8")
    with registers(GOOD) as servers:
        done = run(root, servers)
        (question,) = [item.path for item in servers[1].asked if item.path.startswith("/works?")]
    assert "- [ ] `ant2020`: Lonely ants and other insects: A review (2025)\n" in done.stdout
    given = parse_qs(urlsplit(question).query)
    assert given["filter"] == ["cites:W7,type:review,from_publication_date:2021-01-01"]


def test_each_question_gives_the_mail_address_and_the_key_where_it_belongs(root, monkeypatch):
    monkeypatch.setenv("OPENALEX_API_KEY", "secret-key")
    with registers({}) as servers:
        done = run(root, servers)
        asked = [[item.path for item in server.asked] for server in servers]
        agents = {item.headers["User-Agent"] for server in servers for item in server.asked}
    crossref = [path for path in asked[0] if not path.startswith("/dois")]
    assert all("mailto=me%40example.org" in path for path in [*crossref, *asked[1]])
    assert all("api_key=secret-key" in path for path in asked[1])
    assert not any("secret-key" in path for path in asked[0])
    assert agents == {"strengthening-emotional-bonds (mailto:me@example.org)"}
    files = [path for path in (root / ".cache").rglob("*") if path.is_file()]
    assert files and not any("secret-key" in path.read_text(encoding="utf-8") for path in files)
    assert "secret-key" not in done.stdout + done.stderr


FAULTS = {
    "error-500": status(500),
    "too-many": status(429),
    "forbidden": status(403),
    "page": sends(b"<html>", Content_Type="text/html"),
    "broken": sends(b"{"),
    "no-work": says([1]),
    "elsewhere": status(302, Location="http://127.0.0.1:9/"),
    "huge": sends(b" " * (fetching.ANSWER_BYTES + 1)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_where_no_register_answers_nothing_is_written(root, fault):
    done = ask(root, {"*": [FAULTS[fault]], "/open*": [FAULTS[fault]]}, "--write", "--only-dois")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("No register answered. Crossref: it")
    assert "Traceback" not in done.stderr and checks_of(root) == ""
    assert not (root / ".cache/sources/report.md").exists()


@pytest.mark.parametrize("fault", FAULTS)
def test_one_silent_register_is_said_and_the_others_count(root, fault):
    behaviors = GOOD | {"/open/works/doi:10.1234/ants": [FAULTS[fault]]}
    done = ask(root, behaviors, "--write", "--only-dois")
    assert checks_of(root) == "ant2020,2026-12-01,Crossref,agrees,,\n"
    assert done.returncode == 1 and "- OpenAlex did not answer 1 question: it" in done.stdout


def test_where_the_agency_is_silent_the_row_stays_as_it_was(root):
    old = "ant2020,2026-11-01,Crossref,retracted,,10.1234/notice\n"
    (root / "data/source_checks.csv").write_text(HEADER + old, encoding="utf-8")
    sources = SOURCES.replace("Bee Letters,,", "Bee Letters,10.1234/bees,")
    (root / "data/sources.csv").write_text(sources, encoding="utf-8")
    behaviors = GOOD | {
        "/works/10.1234/ants": [status(403)],
        "/works/10.1234/bees": [says({"message": BEES})],
    }
    done = ask(root, behaviors, "--write", "--only-dois")
    assert done.returncode == 1
    assert checks_of(root) == f"{old}bee2021,2026-12-01,Crossref OpenAlex,agrees,,\n"


def test_hostile_text_in_every_field_harms_nothing(root):
    def poison(value):
        if isinstance(value, dict):
            return {
                key: item if key in ("DOI", "id") else poison(item) for key, item in value.items()
            }
        return [poison(item) for item in value] if isinstance(value, list) else f"=1+1{HOSTILE}"

    work = poison(ANTS | {"updated-by": [{"type": "x", "DOI": "=cmd()"}], "subtitle": ["x"]})
    behaviors = GOOD | {
        "/works/10.1234/ants": [says({"message": work})],
        "/works": [says({"message": {"items": [poison(BEES)]}})],
        "/open/works/doi:10.1234/ants": [says(poison(OPEN))],
    }
    done = ask(root, behaviors, "--write")
    assert done.returncode == 1 and problems(root) == []
    assert checks_of(root) == (
        "ant2020,2026-12-01,Crossref OpenAlex,differs,title authors container,\n"
    )
    assert (root / "data/sources.csv").read_text(encoding="utf-8") == SOURCES
    assert "<script" not in done.stdout and "<img" not in done.stdout
    sheet = (root / ".cache/sources/sources.csv").read_text(encoding="utf-8")
    assert not any(
        line.startswith("=") or ",=" in line or ',"=' in line for line in sheet.split("\n")
    )


REFUSED = {
    "no-mail": ({"CHECK_SOURCES_MAIL": ""}, [], 2, 'CHECK_SOURCES_MAIL is "", which is no address'),
    "odd-mail": (
        {"CHECK_SOURCES_MAIL": "me@x.org\r\nEvil: 1"},
        [],
        2,
        'CHECK_SOURCES_MAIL is "me@x.org\\r\\nEvil: 1", which is no address of mail',
    ),
    "unknown-key": ({}, ["zebra1999"], 2, 'no source has the key "zebra1999"'),
    "odd-interval": ({}, ["--interval=soon"], 2, "write a number, such as 1 or 0.5"),
    "odd-register": ({}, ["--register=Other=https://a.example"], 2, "write NAME=https://host"),
    "odd-address": ({}, ["--register=Crossref=file:///etc"], 2, "write NAME=https://host"),
    "odd-day": ({}, ["--today=soon"], 2, "soon"),
}


@pytest.mark.parametrize(("settings", "words", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_asked_is_said(root, monkeypatch, settings, words, code, said):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    done = run_script("check_sources", *words, "--root", str(root))
    assert done.returncode == code and said in done.stderr and "Traceback" not in done.stderr


def test_without_the_table_nothing_is_asked(project, monkeypatch):
    monkeypatch.setenv("CHECK_SOURCES_MAIL", "me@example.org")
    done = run_script("check_sources", "--write", "--root", str(project({})))
    assert (done.returncode, done.stderr) == (
        2,
        "data/source_checks.csv cannot be read. Run scripts/check.py, which says why.\n",
    )


def test_rows_that_the_checks_refuse_are_not_written(root):
    package = root / "data/datapackage.yaml"
    text = package.read_text(encoding="utf-8")
    package.write_text(text.replace("[agrees, differs,", "[differs,"), encoding="utf-8")
    done = ask(root, GOOD, "--write", "--only-dois")
    assert done.returncode == 2 and checks_of(root) == ""
    assert done.stderr.startswith("the checks find something wrong in the new rows:\n")
