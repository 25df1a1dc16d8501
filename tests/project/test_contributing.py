"""CONTRIBUTING.md keeps up with the program: every rule has a heading with a bad and a good example, and what it tells
an editor to write passes the checks. The forms on GitHub are of the form that GitHub reads.
"""

import ast
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
import yaml

from guide.content.loader import read_catalogue
from guide.core.problems import report
from tests.project import test_rules

ROOT = Path(__file__).resolve().parents[2]
PART = "What the checks say"
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
    found, heading, is_code = {"": ""}, "", False
    for line in text.split("\n"):
        is_code ^= line.lstrip().startswith("```")
        if re.match("#{1,6} ", line) and not is_code:
            heading = line
            assert heading not in found, f"two headings {heading}"
            found[heading] = ""
        else:
            found[heading] += line + "\n"
    return found


@cache
def contributing() -> str:
    return (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@cache
def rule_sections() -> dict[str, str]:
    """Return the text of each rule by its name."""
    part = contributing().partition(f"## {PART}\n")[2]
    found = sections(part).items()
    return {
        heading.removeprefix("### "): text for heading, text in found if heading.startswith("### ")
    }


def rules_in(path: Path) -> set[str]:
    """Return the rules that a module reports: those that test_rules finds, and rules of one word, such as "form".

    A rule stands third from the end in what makes a problem, or is the first word with hyphens in
    it.
    """
    rules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        rules |= test_rules.returned_rule(node)
        is_call = test_rules.is_maker(node)
        is_tuple = isinstance(node, ast.Tuple) and len(node.elts) == 4
        parts = node.args if is_call else node.elts[1:2] if is_tuple else []
        words = [
            part.value
            for part in (*parts[-3:-2], *parts)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        pattern = test_rules.NAME.pattern
        is_rule = re.compile(f"{pattern}|[a-z]+" if is_call and len(parts) > 3 else pattern)
        rules |= set([word for word in words if is_rule.fullmatch(word)][:1])
    return rules


def reported_rules() -> set[str]:
    """Return the rules of every module."""
    return (
        set().union(*map(rules_in, test_rules.FOLDER.rglob("*.py")))
        | test_rules.made_rules()
        | foreign_rules()
    )


def foreign_rules() -> set[str]:
    """Return the rules that are named after a table into which another table's column leads."""
    found = set()
    for resource in yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))[
        "resources"
    ]:
        schema = resource["schema"]
        found |= {
            key["reference"].get("resource") or resource["name"]
            for key in schema.get("foreignKeys", [])
        }
        found |= {
            item["references"]["resource"] for item in schema["fields"] if "references" in item
        }
    return {f"unknown-{name}" for name in found}


def test_the_rules_are_those_that_test_rules_finds():
    assert sorted(test_rules.written_rules() - reported_rules()) == []
    assert {"form", "enum", "unknown-finding", "mixed-units", "broken-anchor"} <= reported_rules()


def test_every_rule_has_a_heading():
    assert sorted(reported_rules() - set(rule_sections())) == []


def test_every_heading_has_a_rule():
    assert sorted(set(rule_sections()) - reported_rules()) == []


@pytest.mark.parametrize("rule", sorted(rule_sections()))
def test_a_rule_has_its_words_why_it_is_there_and_a_bad_and_a_good_example(rule):
    fence = r"```\w+\n(.+?)\n```\n"
    examples = (
        rf"(?:Bad:\n\n?{fence}\n?Good:\n\n?{fence}|- Bad: (`[^`\n]+`)\n- Good: (`[^`\n]+`)\n)"
    )
    match = re.fullmatch(
        rf"\n\*([^\n]+)\*\n\n((?:[^\n]+\n)+)\n{examples}\n*", rule_sections()[rule], re.DOTALL
    )

    assert match, rule_sections()[rule]
    assert (match[3], match[5]) != (match[4], match[6])


def test_every_task_has_a_heading_and_links_within_the_file_lead_somewhere():
    headings = [heading for heading in sections(contributing()) if heading.startswith("## ")]
    names = {
        re.sub(r"[^\w -]", "", heading.lstrip("# ").lower()).replace(" ", "-")
        for heading in sections(contributing())
    }

    assert [task for task in TASKS if not any(task in heading for heading in headings)] == []
    assert sorted(set(re.findall(r"\]\(#([^)]+)\)", contributing())) - names) == []


def test_every_file_and_command_that_it_names_is_there():
    text = contributing().partition(f"## {PART}\n")[0]
    scripts = set(re.findall(r"scripts/\w+\.py", contributing()))
    named = set(re.findall(r"`((?:data|docs)/[\w./-]+\.\w+)`", text)) - {
        "docs/topics/part-at-the-door.md"
    }
    targets = set(re.findall(r"`make (\w+)`", contributing()))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert [name for name in sorted(scripts | named) if not (ROOT / name).is_file()] == []
    assert [name for name in sorted(targets) if f"\n{name}:" not in makefile] == []


def samples() -> list[tuple[str, str]]:
    """Return (where it goes, text) of each example that is marked as to be copied."""
    pattern = r"^( *)<!-- sample: (\S+) -->\n *```\w+\n(.*?)^ *```$"
    found = re.findall(pattern, contributing(), re.DOTALL | re.MULTILINE)
    return [
        (place, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE))
        for indent, place, text in found
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
        append(root / "docs/topics/part-at-the-door.md", f"\n{text}")
    else:  # a list of the descriptor
        path = root / "data/datapackage.yaml"
        described = path.read_text(encoding="utf-8").replace(
            f"\n{place}:\n", f"\n{place}:\n{text}\n"
        )
        path.write_text(described, encoding="utf-8")


def test_what_it_tells_an_editor_to_write_passes_the_checks(tmp_path):
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    before = set(read_catalogue(tmp_path)[1])
    for place, text in samples():
        follow(tmp_path, place, text)
    page = tmp_path / "docs/topics/part-at-the-door.md"
    append(page, "\n![Readings](table:example-readings)\n\n![Line](chart:example-line)\n")
    for line in re.findall(r"^In one survey, .*$", contributing(), re.MULTILINE):
        append(page, f"\n{line}\n")
    catalogue, problems = read_catalogue(tmp_path)

    assert len(samples()) == 9
    assert report(set(problems) - before) == []
    assert {"example-readings", "part-at-the-door"} <= {
        *catalogue.package.tables,
        *catalogue.topics,
    }
    assert "example-line" in catalogue.charts


FORMS = sorted(
    path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"
)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_is_one_that_github_reads(path):
    """https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests"""
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
    names = [yaml.safe_load(path.read_text(encoding="utf-8"))["name"] for path in FORMS]

    assert names == [
        "Report a problem with a claim",
        "Correct a figure",
        "Suggest a source",
        "Report a problem with a page",
    ]
    assert (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8").count(
        "- [ ]"
    ) >= 5
