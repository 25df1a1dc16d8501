"""The GitHub workflows: pinned, with the least rights, and made of commands that are there.

zizmor reads them for known faults; the rest are this project's own rules. What is not to be had
here is GitHub itself.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.rows import failures

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github/workflows"
PATHS = sorted(FOLDER.glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What a step may run beside the project's own commands, none of which runs anything of the
# repository.
TOOLS = {
    "jq",
    "npm",
    "scripts/hosting/observatory/node_modules/.bin/mdn-http-observatory-scan",
    "[",
    "awk",
    "cat",
    "curl",
    "date",
    "echo",
    "exit",
    "export",
    "find",
    "gh",
    "git",
    "head",
    "iconv",
    "mkdir",
    "printf",
    "sha256sum",
    "sort",
    "sudo",
    "tar",
    "tee",
    "test",
    "touch",
    "xargs",
    "zizmor",
}


def read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


FILES = {path.stem: path for path in PATHS}
JOBS = {f"{path.stem}/{name}": job for path in PATHS for name, job in read(path)["jobs"].items()}
STEPS = {f"{name}/{step['name']}": step for name, job in JOBS.items() for step in job["steps"]}


def test_no_two_steps_of_a_job_have_one_name():
    assert len(STEPS) == sum(len(job["steps"]) for job in JOBS.values())


def test_zizmor_finds_no_fault_in_them():
    command = [
        Path(sys.executable).parent / "zizmor",
        "--offline",
        "--strict-collection",
        "--persona",
        "pedantic",
        ".github",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert [
        path.name for path in PATHS if f"completed .github/workflows/{path.name}" not in done.stderr
    ] == []


def test_zizmor_would_find_a_fault(tmp_path):
    text = (
        (FOLDER / "publish.yml")
        .read_text(encoding="utf-8")
        .replace("run: make check", "run: echo ${{ github.head_ref }}")
    )
    (tmp_path / "publish.yml").write_text(text, encoding="utf-8")
    command = [Path(sys.executable).parent / "zizmor", "--offline", "publish.yml"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode > 0


def test_an_action_is_pinned_to_a_commit_and_names_its_version():
    assert failures(check_pins, FILES) == []


def check_pins(path):
    uses = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    pin = re.compile(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert uses
    assert [line for line in uses if not pin.fullmatch(line)] == []


def test_an_action_is_the_same_everywhere():
    uses = {
        tuple(re.split("[@]", line, maxsplit=1))
        for path in PATHS
        for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    }
    assert len(uses) == len({name for name, _ in uses})


def test_a_workflow_has_no_rights_but_those_of_its_jobs():
    assert [name for name, path in FILES.items() if read(path)["permissions"] != {}] == []


def test_a_workflow_stops_at_a_failure_within_a_pipe_and_runs_alone():
    files = {name: read(path) for name, path in FILES.items()}
    bash = {"run": {"shell": "bash"}}  # with it, GitHub sets pipefail
    assert [name for name, file in files.items() if file["defaults"] != bash] == []
    assert [name for name, file in files.items() if "concurrency" not in file] == []


def test_a_workflow_has_no_trigger_that_strangers_can_pull():
    usual = {"push", "pull_request", "schedule", "workflow_dispatch"}
    triggers = {name: read(path)[True] for name, path in FILES.items()}  # YAML reads `on` as yes
    assert {name: set(keys) - usual for name, keys in triggers.items() if set(keys) - usual} == {}


def test_a_job_states_its_rights_and_ends_by_itself():
    assert [
        name
        for name, job in JOBS.items()
        if not job["permissions"] or job["timeout-minutes"] > 60 or job["runs-on"] != "ubuntu-24.04"
    ] == []


def runs_code(job: dict) -> bool:
    """Say whether a job runs code of the repository: a make target, a script, an installed tool."""
    return any(
        re.search(r"\bmake\b|scripts/|\.venv|\./", step.get("run", "")) for step in job["steps"]
    )


def sees_secrets(job: dict) -> bool:
    return any(
        re.search(r"secrets\.|github\.token|_TOKEN|toJSON\((?:secrets|github)\)", str(part))
        for part in job.values()
    )


def test_no_secret_and_no_right_to_write_where_code_of_the_repository_runs():
    assert [
        name
        for name, job in JOBS.items()
        if runs_code(job) and (sees_secrets(job) or job["permissions"] != {"contents": "read"})
    ] == []


def test_a_job_that_may_write_checks_out_and_runs_nothing():
    assert [
        name
        for name, job in JOBS.items()
        if "write" in job["permissions"].values()
        and (runs_code(job) or any("checkout" in step.get("uses", "") for step in job["steps"]))
    ] == []


def test_the_test_of_secrets_knows_both_kinds_of_job():
    assert {name for name, job in JOBS.items() if sees_secrets(job)} == {
        "packages/propose",
        "sources/propose",
        "sources/issue",
        "upkeep/workflows",
        "upkeep/issue",
    }
    assert {name for name, job in JOBS.items() if "write" in job["permissions"].values()} == {
        "packages/propose",
        "sources/propose",
        "sources/issue",
        "publish/deploy",
        "upkeep/issue",
    }
    assert {name for name, job in JOBS.items() if runs_code(job)} == {
        "nightly/test",
        "packages/resolve",
        "packages/test",
        "publish/build",
        "pull-request/check",
        "pull-request/test",
        "sources/ask",
        "upkeep/due",
        "upkeep/audit",
        "upkeep/portable",
        "upkeep/headers",
    }


def test_a_checkout_leaves_no_token_behind():
    checkouts = {name: step for name, step in STEPS.items() if "checkout" in step.get("uses", "")}
    assert checkouts
    assert [
        name for name, step in checkouts.items() if step["with"]["persist-credentials"] is not False
    ] == []


def test_nothing_that_others_wrote_gets_into_a_command():
    assert [name for name, step in STEPS.items() if "${{" in step.get("run", "")] == []


def commands(script: str) -> list[str]:
    """Return the simple commands of a script: the parts between line ends, pipes and keywords.

    What stands in quotes is X; where output goes, and assignments, are left out.
    """
    text = re.sub(r"#.*|\\\n", "", script)
    text = re.sub(r"'[^']*'|\"(?:\$\([^()]*\)|[^\"])*\"", "X", text)
    text = re.sub(r"\d?>+ ?\S+", "", text)
    text = re.sub(r"\bfor .*?(?=;|\n)|(?<![\w-])(?:then|else|fi|do|done|if)(?![\w-])", ";", text)
    parts = re.split(r"\n|;|\|\|?|&&|\{ | \}", text)
    return [part for part in map(str.strip, parts) if part and not re.fullmatch(r"\w+=\S*", part)]


def test_a_step_runs_commands_that_are_there():
    assert failures(check_commands, STEPS) == []


def check_commands(step):
    for command in commands(step.get("run", "")):
        words = command.split()
        if words[0] == "make":
            for target in (
                word for word in words[1:] if not word.startswith("-") and "=" not in word
            ):
                assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.MULTILINE), target
        elif words[0] in ("python", ".venv/bin/python"):
            assert words[1:3] == ["-m", "pip"] or (ROOT / words[1]).is_file(), command
        else:
            assert words[0] in TOOLS, command


def test_commands_are_taken_apart():
    script = (
        'N="$(a b)"\nmake a b > c && exit 0\n{ printf "x;y"; cat t; } | tee z\nif [ -n X ]; then\n '
        " test 1 || echo 'a|b'  # c\nfi"
    )
    assert commands(script) == [
        "make a b",
        "exit 0",
        "printf X",
        "cat t",
        "tee z",
        "[ -n X ]",
        "test 1",
        "echo X",
    ]


def test_what_is_published_is_what_was_built_and_tested():
    jobs = read(FOLDER / "publish.yml")["jobs"]
    steps = [step.get("run", step.get("uses", "")) for step in jobs["build"]["steps"]]
    order = [
        next(index for index, text in enumerate(steps) if word in text)
        for word in ("make check", "make publish test-all", "upload-pages-artifact")
    ]
    assert order == sorted(order) and jobs["deploy"]["needs"] == "build"
    targets = [
        target
        for text in steps
        for command in commands(text)
        if command.startswith("make ")
        for target in command.split()[1:]
    ]
    assert targets == [
        "check",
        "publish",
        "test-all",
        "test-nightly",
        "sbom",
    ]  # in no second command, which would build anew
    assert [step["uses"].partition("@")[0] for step in jobs["deploy"]["steps"]] == [
        "actions/deploy-pages"
    ]


@pytest.mark.parametrize(
    ("targets", "order"),
    [
        (
            "publish test",
            [
                "build.py",
                "book.py",
                "offline.py",
                "publish.py",
                "finish.py site",
                "pytest",
                "check_links.py site",
            ],
        ),
        (
            "site-precompressed",
            [
                "build.py",
                "book.py",
                "offline.py",
                "publish.py",
                "finish.py site --compress --hosting scripts/hosting/made",
            ],
        ),
        ("book", ["build.py", "book.py", "finish.py site"]),
    ],
)
def test_one_command_builds_the_site_once_and_finishes_it_last(targets, order):
    environment = {"PATH": os.environ["PATH"]}  # without what a make around this one hands down
    done = subprocess.run(
        ["make", "--dry-run", *targets.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    steps = re.findall(r"pytest(?= --num)|\w+\.py(?! --config)(?: +site.*)?", done.stdout)
    assert [" ".join(step.split()) for step in steps if not step.startswith("find_")] == order


ISSUE = next(step for name, step in STEPS.items() if name.startswith("upkeep/issue/Open"))["run"]
GH = """\
#!/bin/sh
printf '%s\\n' "gh $*" >> calls.txt
case "$1 $2" in
  "api repos/o/r") echo "${HAS_ISSUES:-true}";;
  "issue list") echo "$NUMBER";;
esac
"""


@pytest.fixture
def jq():
    """The tool for JSON, which GitHub's machines have."""
    if not shutil.which("jq") and not os.environ.get("CI"):
        pytest.skip("jq is not on this machine, so a step of a workflow was not tried")


@pytest.fixture
def bring_up_to_date(tmp_path, jq):
    """Return a function that runs the step which writes the issue, with a gh that takes notes."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gh").write_text(GH, encoding="utf-8")
    (tmp_path / "bin/gh").chmod(0o755)

    def run(
        texts: dict[str, str], ended: dict[str, str] | None = None, **variables: str
    ) -> tuple[list[str], str]:
        for name, text in texts.items():
            (tmp_path / "texts").mkdir(exist_ok=True)
            (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
        usual = {
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
            "GH_REPO": "o/r",
            "RUN": "https://git.example/o/r/actions/runs/1",
            "NUMBER": "",
        }
        results = dict.fromkeys(JOBS["upkeep/issue"]["needs"], "success")
        results |= {"headers": "skipped"} | (ended or {})  # skipped where no address is set
        usual["RESULTS"] = json.dumps({name: {"result": end} for name, end in results.items()})
        command = [
            "bash",
            "--noprofile",
            "--norc",
            "-e",
            "-o",
            "pipefail",
            "-c",
            ISSUE,
        ]  # as GitHub runs `shell: bash`
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=usual | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        calls = (tmp_path / "calls.txt").read_text(encoding="utf-8").splitlines()
        cut = tmp_path / "cut.md"
        return [call for call in calls if "list" not in call and "api" not in call], (
            cut.read_text(encoding="utf-8") if cut.exists() else ""
        )

    return run


def test_what_is_due_opens_one_issue(bring_up_to_date):
    calls, text = bring_up_to_date(
        {"0-none.md": "", "1-due.md": "1 thing to look at.\n", "2-links.md": "## Links\n"}
    )
    assert calls == [
        "gh label create upkeep --description What is due, from the weekly check --force",
        "gh issue create --title Upkeep: what is due --label upkeep --body-file cut.md",
    ]
    assert (
        text == "1 thing to look at.\n\n## Links\n\n\nAll of it, and how it was found: [this"
        " run](https://git.example/o/r/actions/runs/1). Brought up to date each week; ticks do"
        " not stay.\n"
    )


def test_an_open_issue_is_changed_and_no_second_one_opened(bring_up_to_date):
    assert bring_up_to_date({"1-due.md": "1 thing.\n"}, NUMBER="7")[0] == [
        "gh issue edit 7 --body-file cut.md"
    ]


def test_where_nothing_is_due_the_issue_is_closed(bring_up_to_date):
    calls, text = bring_up_to_date({"1-due.md": ""}, NUMBER="7")
    assert (
        calls
        == [
            "gh issue close 7 --comment Nothing is due any more:"
            " https://git.example/o/r/actions/runs/1"
        ]
        and text == ""
    )


def test_where_nothing_is_due_and_no_issue_is_open_nothing_is_done(bring_up_to_date):
    assert bring_up_to_date({"1-due.md": ""})[0] == []


def test_the_issue_waits_for_every_other_job():
    others = {name for name in JOBS if name.startswith("upkeep/")} - {"upkeep/issue"}
    assert {f"upkeep/{name}" for name in JOBS["upkeep/issue"]["needs"]} == others


@pytest.mark.parametrize("end", ["failure", "cancelled", "skipped"])
def test_a_job_without_an_answer_is_no_good_news(bring_up_to_date, end):
    jobs = sorted(set(JOBS["upkeep/issue"]["needs"]) - ({"headers"} if end == "skipped" else set()))
    calls, text = bring_up_to_date({"1-due.md": ""}, dict.fromkeys(jobs, end), NUMBER="7")
    assert calls == ["gh issue edit 7 --body-file cut.md"]
    for job in jobs:
        assert (
            f"- [ ] The job `{job}` ended with `{end}`. Look at [its"
            " run](https://git.example/o/r/actions/runs/1).\n"
        ) in text


def test_a_list_that_has_not_arrived_is_no_good_news(bring_up_to_date):
    calls, text = bring_up_to_date({}, NUMBER="7")
    assert calls == ["gh issue edit 7 --body-file cut.md"]
    assert text.startswith(
        "- [ ] The list of what is due has not arrived. Look at [the"
        " run](https://git.example/o/r/actions/runs/1).\n"
    )


def test_a_text_that_is_too_long_is_cut_between_letters(bring_up_to_date):
    _, text = bring_up_to_date({"1-due.md": "é" * 40_000 + "\n"}, NUMBER="7")
    assert (
        59_000 < len(text.encode()) < 61_000 and text.count("é") == 30_000 and "All of it" in text
    )


def test_where_issues_are_switched_off_the_step_says_so(bring_up_to_date):
    assert bring_up_to_date({"1-due.md": "1 thing.\n"}, HAS_ISSUES="false")[0] == []


def test_the_tests_run_on_the_oldest_and_the_newest_python():
    oldest = re.search(r'requires-python = ">=(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    newest = re.search(r"for p in python3 python(3\.\d+)", MAKEFILE)
    for name in ("pull-request/test", "packages/test"):
        assert JOBS[name]["strategy"]["matrix"] == {"python": [oldest[1], newest[1]]}
        runs = [step.get("run") for step in JOBS[name]["steps"]]
        assert runs.index("make test") < runs.index("make test-all")


def test_new_pins_are_proposed_as_they_were_tested(tmp_path, jq):
    assert JOBS["packages/propose"]["needs"] == ["resolve", "test"]
    assert not runs_code({"steps": [JOBS["packages/resolve"]["steps"][-1]]})
    (tmp_path / "bin").mkdir()
    gh = GH.replace('"issue list") echo "$NUMBER";;', '"pr list") echo packages/1;;')
    (tmp_path / "bin/gh").write_text(gh, encoding="utf-8")
    (tmp_path / "bin/gh").chmod(0o755)
    (tmp_path / "pins").mkdir()
    names = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))
    for name in names:
        (tmp_path / "pins" / name).write_text(f"{name} “pinned”\n", encoding="utf-8")
    step = STEPS["packages/propose/Write the branch and open the pull request"]["run"]
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step],
        cwd=tmp_path,
        env={
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
            "GH_REPO": "o/r",
            "SHA": "0123",
            "BRANCH": "packages/2",
            "RUN": "https://git.example/o/r/actions/runs/2",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    given = json.loads((tmp_path / "commit.json").read_text(encoding="utf-8"))["variables"]["input"]
    assert (given["branch"]["branchName"], given["expectedHeadOid"]) == ("packages/2", "0123")
    files = {file["path"]: file["contents"] for file in given["fileChanges"]["additions"]}
    assert {path: base64.b64decode(text).decode() for path, text in files.items()} == {
        f"requirements/{name}": f"{name} “pinned”\n" for name in names
    }
    assert (tmp_path / "calls.txt").read_text(encoding="utf-8").splitlines() == [
        "gh api repos/o/r/git/refs --method POST --raw-field ref=refs/heads/packages/2 --raw-field"
        " sha=0123",
        "gh api graphql --input commit.json",
        "gh pr list --app github-actions --state open --json headRefName --jq .[].headRefName |"
        ' select(startswith("packages/"))',
        "gh pr create --head packages/2 --base main --title requirements: take the week's new pins"
        " --body-file body.md",
        "gh api repos/o/r/git/refs/heads/packages/1 --method DELETE",
    ]
    assert "close it and open it again" in (tmp_path / "body.md").read_text(encoding="utf-8")


@pytest.fixture
def run_step(tmp_path, jq):
    """Return a function that runs a step on some answers of registers, with a gh that takes notes.

    It returns what gh was called with, and the text that was made.
    """
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gh").write_text(
        GH.replace("esac", '  "pr list") echo sources/1;;\nesac'), encoding="utf-8"
    )
    (tmp_path / "bin/gh").chmod(0o755)
    usual = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "GH_REPO": "o/r",
        "SHA": "0123",
        "BRANCH": "sources/2",
        "RUN": "https://git.example/o/r/actions/runs/2",
        "NUMBER": "",
    }

    def run(name: str, texts: dict[str, str], **variables: str) -> tuple[list[str], str]:
        for path, text in texts.items():
            (tmp_path / "answers" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "answers" / path).write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEPS[name]["run"]],
            cwd=tmp_path,
            env=usual | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        body = tmp_path / "body.md"
        calls = (tmp_path / "calls.txt").read_text(encoding="utf-8").splitlines()
        return calls, body.read_text(encoding="utf-8") if body.exists() else ""

    return run


def test_what_the_registers_have_is_proposed_as_rows(run_step, tmp_path):
    calls, body = run_step(
        "sources/propose/Write the branch and open the pull request",
        {
            "data/source_checks.csv": "source\nant2020\n",
            "data/sources.csv": "key\n“ants”\n",
            ".cache/sources/report.md": "é" * 40_000,
        },
    )
    given = json.loads((tmp_path / "commit.json").read_text(encoding="utf-8"))["variables"]["input"]
    assert (given["branch"]["branchName"], given["expectedHeadOid"]) == ("sources/2", "0123")
    files = {file["path"]: file["contents"] for file in given["fileChanges"]["additions"]}
    assert {path: base64.b64decode(text).decode() for path, text in files.items()} == {
        "data/source_checks.csv": "source\nant2020\n",
        "data/sources.csv": "key\n“ants”\n",
    }
    assert body.count("é") == 30_000 and "close it and open it again" in body
    assert calls[-2:] == [
        "gh pr create --head sources/2 --base main --title data: take what the registers have on"
        " the sources --body-file body.md",
        "gh api repos/o/r/git/refs/heads/sources/1 --method DELETE",
    ]


RETRACTIONS = "sources/issue/Open, change or close the issue"


@pytest.mark.parametrize(
    ("text", "number", "end"),
    [
        (
            "## Retracted\n",
            "",
            "gh issue create --title A source was retracted --label retraction --body-file body.md",
        ),
        ("## Retracted\n", "7", "gh issue edit 7 --body-file body.md"),
        (
            "",
            "7",
            "gh issue close 7 --comment The data has every retraction that the registers have:"
            " https://git.example/o/r/actions/runs/2",
        ),
    ],
)
def test_a_retraction_that_nobody_merged_is_an_issue(run_step, text, number, end):
    calls, body = run_step(RETRACTIONS, {".cache/sources/retractions.md": text}, NUMBER=number)
    assert calls[-1] == end
    assert body.startswith(text) and ("Merge the pull request" in body) is bool(text)


def test_without_a_retraction_and_an_issue_nothing_is_done(run_step):
    calls, body = run_step(RETRACTIONS, {".cache/sources/retractions.md": ""})
    assert ([call for call in calls if "list" not in call and "api" not in call], body) == ([], "")
    texts = {".cache/sources/retractions.md": "## Retracted\n"}
    assert run_step(RETRACTIONS, texts, HAS_ISSUES="false")[1] == ""


def test_the_hooks_before_a_commit_run_the_commands_of_ci():
    hooks = [
        hook
        for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))[
            "repos"
        ]
        for hook in repo["hooks"]
    ]
    entries = [hook["entry"].split() for hook in hooks]
    assert [entry[:2] for entry in entries] == [["make", "--silent"]] * len(entries)
    assert {entry[2] for entry in entries} == {"check", "lint", "workflows"}
    assert all(re.search(rf"^{entry[2]}:", MAKEFILE, re.MULTILINE) for entry in entries)


def test_new_npm_packages_are_proposed_for_every_folder_that_has_some():
    updates = read(ROOT / ".github/dependabot.yml")["updates"]
    npm = next(update for update in updates if update["package-ecosystem"] == "npm")
    locks = subprocess.run(
        ["git", "ls-files", "*package-lock.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert sorted(npm["directories"]) == sorted(f"/{Path(name).parent}" for name in locks) != []


def test_every_locked_set_has_hashes_and_names_no_index():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        packages = re.findall(
            r"^[a-z0-9][^\s;]*==[^\s;]+(?: ;[^\\\n]*)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?:"
            r" \\)?\n)+",
            text,
            re.MULTILINE,
        )
        assert len(packages) == len(re.findall("^[a-z0-9]", text, re.MULTILINE)) > 0, path.name
        assert "://" not in text and path.with_suffix(".in").is_file(), path.name
    assert re.search(r"for set in ([a-z ]+);", MAKEFILE)[1].split() == sorted(
        re.search(r"for set in ([a-z ]+);", MAKEFILE)[1].split(), key=lambda name: name == "ci"
    )
