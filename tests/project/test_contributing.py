"""CONTRIBUTING.md keeps up with the program, and the forms on GitHub are of the form that it reads.

What CONTRIBUTING.md says an editor should write passes the checks.
"""

import re
import shutil
from functools import cache
from pathlib import Path

import yaml

from guide.content.loader import read_catalogue
from guide.core.problems import report
from tests.support.catalogues import read_real, recall_in_memory
from tests.support.rows import failures

ROOT = Path(__file__).resolve().parents[2]
# Each task of an editor, by words of its heading in the first part.
TASKS = (
    "number",
    "sentence",
    "source",
    "finding",
    "topic",
    "chart or a table",
    "helpline",
    "correction",
    "readers of a change",
    "dialogue",
    "practice card",
    "Move a page",
    "spreadsheet",
    "checks",
    "Conventions",
    "evidence",
    "voice",
)
FORM_PARTS = {"markdown", "textarea", "input", "dropdown", "checkboxes"}


def sections(text: str) -> dict[str, str]:
    """Return the text below each heading, "### x" as "### x", passing over what stands in code."""
    parts, heading, is_code = {"": ""}, "", False
    for line in text.split("\n"):
        is_code ^= line.lstrip().startswith("```")
        if re.match("#{1,6} ", line) and not is_code:
            heading = line
            assert heading not in parts, f"two headings {heading}"
            parts[heading] = ""
        else:
            parts[heading] += line + "\n"
    return parts


@cache
def contributing() -> str:
    return (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_task_has_a_heading():
    headings = [heading for heading in sections(contributing()) if heading.startswith("## ")]

    assert [task for task in TASKS if not any(task in heading for heading in headings)] == []


def test_links_within_the_file_lead_to_a_heading():
    names = {
        re.sub(r"[^\w -]", "", heading.lstrip("# ").lower()).replace(" ", "-")
        for heading in sections(contributing())
    }

    assert sorted(set(re.findall(r"\]\(#([^)]+)\)", contributing())) - names) == []


def test_every_file_and_command_that_it_names_is_there():
    text = contributing()
    scripts = set(re.findall(r"scripts/\w+\.py", contributing()))
    named = set(re.findall(r"`((?:data|docs)/[\w./-]+\.\w+)`", text)) - {
        "docs/topics/say-goodbye-well.md"
    }
    targets = set(re.findall(r"`make (\w+)`", contributing()))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert [name for name in sorted(scripts | named) if not (ROOT / name).is_file()] == []
    assert [name for name in sorted(targets) if f"\n{name}:" not in makefile] == []


def samples() -> list[tuple[str, str]]:
    """Return (where it goes, text) of each example that is marked as to be copied."""
    pattern = r"^( *)<!-- sample: (\S+) -->\n *```\w+\n(.*?)^ *```$"
    matches = re.findall(pattern, contributing(), re.DOTALL | re.MULTILINE)
    return [
        (place, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE))
        for indent, place, text in matches
    ]


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def follow(root: Path, place: str, text: str) -> None:
    """Do with one example what CONTRIBUTING.md says."""
    if place.endswith(".csv"):
        header, _, rows = text.partition("\n")
        assert (root / "data" / place).read_text(encoding="utf-8").startswith(header + "\n")
        append(root / "data" / place, rows)
    elif place.endswith(".md"):
        (root / "docs" / place).write_text(text, encoding="utf-8")
        phrase = re.search("^phrase: (.+)$", text, re.MULTILINE)[1]
        for name in ("topics/build-trust.md", "topics/daily-micro-actions.md"):
            append(root / "docs" / name, f"\nA good habit is to [{phrase}].\n")
    elif place == "component":
        append(root / "docs/topics/say-goodbye-well.md", f"\n{text}")
    else:  # a list of the descriptor
        path = root / "data/datapackage.yaml"
        described = path.read_text(encoding="utf-8").replace(
            f"\n{place}:\n", f"\n{place}:\n{text}\n"
        )
        path.write_text(described, encoding="utf-8")


def test_what_it_tells_an_editor_to_write_passes_the_checks(tmp_path):
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    before = set(read_real()[1])
    for place, text in samples():
        follow(tmp_path, place, text)
    page = tmp_path / "docs/topics/say-goodbye-well.md"
    append(page, "\n![Line](chart:example-line)\n")
    for line in re.findall(r"^In one survey, .*$", contributing(), re.MULTILINE):
        append(page, f"\n{line}\n")
    catalogue, problems = read_catalogue(tmp_path, recall=recall_in_memory)

    assert len(samples()) == 7
    assert report(set(problems) - before) == []
    assert "say-goodbye-well" in catalogue.topics
    assert "example-line" in catalogue.charts


FORMS = {
    path.stem: path
    for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    if path.name != "config.yml"
}


def test_an_issue_form_is_one_that_github_reads():
    """https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests"""
    assert failures(check_form, FORMS) == []


def check_form(path):
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    identifiers = [part["id"] for part in asked]

    assert set(form) == {"name", "description", "title", "labels", "body"}
    assert {part["type"] for part in form["body"]} <= FORM_PARTS
    assert all(
        part["attributes"].get("value") for part in form["body"] if part["type"] == "markdown"
    )
    assert all(part["attributes"]["label"] for part in asked)
    assert all(
        part["attributes"]["options"]
        for part in asked
        if part["type"] in ("dropdown", "checkboxes")
    )
    assert len(identifiers) == len(set(identifiers)) and all(
        re.fullmatch("[a-z-]+", name) for name in identifiers
    )
    assert any(part.get("validations", {}).get("required") for part in asked)
    assert 3 <= len(form["description"]) <= 200


def test_there_is_a_form_for_each_kind_of_report():
    names = [yaml.safe_load(path.read_text(encoding="utf-8"))["name"] for path in FORMS.values()]

    assert names == [
        "Report a problem with a claim",
        "Correct a figure",
        "Suggest a source",
        "Report a problem with a page",
    ]
    assert (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8").count(
        "- [ ]"
    ) >= 5
