"""The papers are short and plain, and what they name is there: commands, paths, links, settings.

tests/support/cff_schema.json is the JSON Schema of the Citation File Format 1.2.0, as its authors
publish it under CC BY 4.0 (https://github.com/citation-file-format/citation-file-format).
"""

import fnmatch
import json
import os
import re
import tomllib
from functools import cache
from pathlib import Path

import jsonschema
import yaml

from guide.evidence.citing import PUBLISHER
from scripts.bench.record import BENCHMARKS, replace_result
from scripts.serve import DEFAULT_PORT
from tests.support.rows import failures

ROOT = Path(__file__).resolve().parents[2]
# The most lines that each may have.
LIMITS = {
    "README.md": 120,
    "CONTRIBUTING.md": 400,
    "SECURITY.md": 50,
    "CODE_OF_CONDUCT.md": 50,
    "hooks/README.md": 130,
    "hooks/docs/hosting.md": 100,
    "hooks/docs/migration.md": 100,
    "hooks/docs/performance.md": 100,
    "hooks/docs/security.md": 100,
}
PAPERS = (*LIMITS, "data/README.md", "tests/README.md")
LANGUAGES = {"sh", "powershell", "text", "csv", "yaml", "markdown", "mermaid"}
# Words of messages to editors, or of stories, which the papers do not use.
UNPLAIN = re.compile(r"\b(?:mend(?:s|ed|ing)?|stands?|the door)\b", re.IGNORECASE)
FILE = re.compile(r"(?:[\w.*-]+/)*[\w*-]+\.(?:py|md|yaml|yml|toml|csv|in|js|css|cff|webp|conf|cfg)")
FOLDER = re.compile(r"\.?(?:[\w-]+/)+")
# What a command or an editor makes, and parts of commands that stand for any name.
MADE = ("site/", "dist/", ".venv", ".cache/", "scripts/hosting/made/", "OWNER/")
EXAMPLES = {
    "docs/topics/say-goodbye-well.md",
    "topics/say-goodbye-well.md",
    "topics/old-name.md",
    "topics/new-name.md",
    "properdocs.yml",
    "cases/NAME/",
}
# Settings that others define.
FOREIGN = {"SOURCE_DATE_EPOCH"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def project_files() -> frozenset[str]:
    """Return the paths of the files of the project, without what its commands make."""
    paths = set()
    for folder, folders, files in os.walk(ROOT):
        made = {".git", ".venv", ".cache", "site", "dist", "__pycache__", "node_modules"}
        base = Path(folder).relative_to(ROOT)
        folders[:] = [name for name in folders if name not in made or base.parts]
        paths |= {(base / name).as_posix() for name in files}
    return frozenset(paths)


@cache
def project_folders() -> frozenset[str]:
    return frozenset(
        f"{parent}/" for path in project_files() for parent in map(str, Path(path).parents)
    )


def code(text: str) -> list[str]:
    """Return each code span and each line of a code block, without what describes a command."""
    blocks = re.findall(r"^```(?:sh|powershell)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    indented = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)
    spans = re.findall(r"`([^`\n]+(?:\n[^`\n]+)?)`", re.sub(r"^ {4}.*$", "", text, flags=re.M))
    lines = [line for block in blocks for line in block.splitlines()]
    commands = [re.split(r"\s{2,}|\s#\s", line)[0] for line in [*lines, *indented]]
    return [*commands, *(span.replace("\n", " ") for span in spans)]


@cache
def targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z][a-z0-9-]*):", read("Makefile"), re.MULTILINE))


def find_missing_targets(snippet: str) -> list[str]:
    return [
        f"make {word}"
        for words in re.findall(r"(?:^|\s)make((?: [a-z][a-z0-9-]*)+)", snippet)
        for word in words.split()
        if word not in targets()
    ]


def find_missing_paths(snippet: str) -> list[str]:
    missing = []
    for word in snippet.split():
        path, _, test = word.strip("(),;").replace("…", "").partition("::")
        if path.startswith("/") and (ROOT / f"docs{path.rstrip('/')}.md").is_file():
            continue  # the address of a page
        path = path.lstrip("/")
        if path in EXAMPLES or path.startswith(MADE) or path.startswith(("http", "..")):
            continue
        names = project_files() if FILE.fullmatch(path) else project_folders()
        if not FILE.fullmatch(path) and not FOLDER.fullmatch(path):
            continue
        found = [name for name in names if fnmatch.fnmatch(f"/{name}", f"*/{path}")]
        if not found or (test and f"def {test}(" not in read(path)):
            missing.append(word)
    return missing


def find_missing_options(snippet: str) -> list[str]:
    """Return the options of one of the scripts that it does not have."""
    script = re.search(r"scripts/[\w/]+\.py", snippet)
    if not script or "record.py" in script[0] or not (ROOT / script[0]).is_file():
        return []
    return [
        f"{script[0]} {option}"
        for option in re.findall(r"(?<=\s)--[a-z-]+", snippet)
        if f'"{option}"' not in read(script[0])
    ]


@cache
def settings() -> str:
    """Return the text of what may read an environment variable."""
    code = re.compile(r"(?:hooks|scripts)/.+\.py|\.github/workflows/.+|mkdocs\.yml|Makefile")
    return "\n".join(read(name) for name in project_files() if code.fullmatch(name))


def find_missing_settings(text: str) -> list[str]:
    names = set(re.findall(r"\b(?:GUIDE|SITE|REPO|SOURCE|NO)_[A-Z0-9_]+\b", text))
    return sorted(name for name in names - FOREIGN if name not in settings())


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives the headings of a Markdown file."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }


def find_broken_links(paper: str, text: str) -> list[str]:
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", text, flags=re.DOTALL | re.MULTILINE)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match("[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / paper).parent / path if path else ROOT / paper
        if not target.exists() or (
            anchor and anchor not in anchors(target.read_text(encoding="utf-8"))
        ):
            broken.append(link)
    return broken


def check_paper(paper):
    text = read(paper)
    snippets = code(text)
    fences = re.findall(r"^ *```(.*)$", text, re.MULTILINE)

    assert find_broken_links(paper, text) == []
    assert find_missing_settings(text) == []
    assert [fault for snippet in snippets for fault in find_missing_targets(snippet)] == []
    assert [fault for snippet in snippets for fault in find_missing_paths(snippet)] == []
    assert [fault for snippet in snippets for fault in find_missing_options(snippet)] == []
    assert set(fences[::2]) <= LANGUAGES and set(fences[1::2]) <= {""}


def test_what_a_paper_names_is_there():
    assert failures(check_paper, {paper: paper for paper in PAPERS}) == []


def test_a_paper_is_short():
    lengths = {paper: read(paper).count("\n") for paper in LIMITS}

    assert {paper: n for paper, n in lengths.items() if n > LIMITS[paper]} == {}


def test_a_paper_is_in_plain_words():
    assert {paper: words for paper in LIMITS if (words := UNPLAIN.findall(read(paper)))} == {}


def test_the_checks_of_the_papers_find_what_is_missing():
    assert find_missing_targets("make site made") == ["make made"]
    assert find_missing_paths("scripts/check.py scripts/chek.py hooks/giude/") == [
        "scripts/chek.py",
        "hooks/giude/",
    ]
    assert find_missing_paths("tests/data/test_records.py::test_nothing") != []
    assert find_missing_options("scripts/finish.py site --reveiw") == ["scripts/finish.py --reveiw"]
    assert find_missing_settings("GUIDE_FORGET") == ["GUIDE_FORGET"]
    assert find_broken_links("README.md", "[a](CONTRIBUTING.md#nowhere), [b](none.md)") == [
        "CONTRIBUTING.md#nowhere",
        "none.md",
    ]


def test_the_papers_list_the_rooms_in_their_order():
    layers = next(
        contract["layers"]
        for contract in tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
        if contract["id"] == "rooms"
    )
    levels = [layer.replace("guide.", "").split(" | ") for layer in reversed(layers)]
    rooms = [path.parent.name for path in (ROOT / "hooks/guide").glob("*/__init__.py")]
    for paper in ("README.md", "hooks/README.md"):
        listed = re.findall(r"^\| `(\w+)` \|", read(paper), re.MULTILINE)
        order = {room: number for number, level in enumerate(levels) for room in level}

        assert sorted(listed) == sorted(rooms)
        assert listed == sorted(listed, key=order.__getitem__)


def test_the_performance_page_has_a_place_for_each_benchmark():
    page = read("hooks/docs/performance.md")

    for name in BENCHMARKS:
        replace_result(page, name, "")


def test_the_citation_is_valid_and_names_the_version_and_the_author():
    citation = yaml.safe_load(read("CITATION.cff"))
    schema = json.loads(read("tests/support/cff_schema.json"))
    project = tomllib.loads(read("pyproject.toml"))["project"]

    jsonschema.Draft7Validator(schema).validate(citation)
    assert {name: citation[name] for name in ("version", "license")}.items() <= project.items()

    assert citation["authors"] == [{"name": PUBLISHER}]
    assert f"site_name: {citation['title']}\n" in read("mkdocs.yml")


def test_the_dev_container_serves_the_guide():
    container = json.loads(read(".devcontainer/devcontainer.json"))
    commands = [container["postCreateCommand"], *container["postAttachCommand"].values()]

    assert "make serve" in commands
    assert [fault for command in commands for fault in find_missing_targets(command)] == []
    assert all(command.startswith("make ") for command in commands)
    assert container["forwardPorts"] == [DEFAULT_PORT]
    assert list(container["portsAttributes"]) == [str(DEFAULT_PORT)]
    assert re.fullmatch(r"[\w./-]+:[\w.-]*\d[\w.-]*(?:@sha256:[0-9a-f]{64})?", container["image"])


def test_the_commands_without_make_are_those_of_the_makefile():
    makefile = (
        read("Makefile")
        .replace("$(INSTALL)", "$(BIN)/python -m pip install")
        .replace("$(BIN)", ".venv/bin")
        .replace('"$(PYTHON)"', "python")
        .replace(" $(FORMAT)", "")
    )
    recipes = {line.strip().lstrip("@") for line in makefile.splitlines() if line[:1] == "\t"}
    block = re.search(r"```powershell\n(.*?)```", read("CONTRIBUTING.md"), re.DOTALL)[1]
    commands = [
        line.replace(".venv\\Scripts\\", ".venv/bin/").replace("py -3", "python")
        for line in block.splitlines()
    ]

    assert len(commands) == 5
    assert [command for command in commands if command not in recipes] == []
