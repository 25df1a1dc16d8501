"""mkdocs.yml as a build reads it: what is refused there, the check refuses in the same words."""

import pytest

from scripts import build as build_script
from scripts._settings import check_settings
from tests.support.commands import run_script
from tests.support.pages import format_problems, without_rule_addresses
from tests.support.projects import front_matter
from tests.support.real import ROOT

SETTINGS = f"""\
site_name: Test
site_url: https://guide.example/
docs_dir: docs
strict: true
theme: {{name: material, language: en, icon: {{logo: material/heart}}}}
hooks: ["{ROOT / "hooks" / "site_hooks.py"}"]
plugins: []
markdown_extensions: [attr_list, guide.extension]
extra: {{today: "2026-11-24"}}
nav: [index.md]
"""
MEND = "Correct it, or delete it."
# What is changed, into what, and the message.
WRONG = {
    "key": (
        "docs_dir: docs",
        "docs_dirr: docs",
        '3:1: the setting "docs_dirr" is wrong: Unrecognised configuration name: docs_dirr.'
        f" {MEND}",
    ),
    "folder": (
        "docs_dir: docs",
        "docs_dir: pages",
        "3:1: the setting \"docs_dir\" is wrong: The path 'pages' isn't an existing directory."
        f" {MEND}",
    ),
    "type": (
        "strict: true",
        "strict: maybe",
        '4:1: the setting "strict" is wrong: Expected type: true or false but received: text.'
        f" {MEND}",
    ),
    "theme": (
        "name: material",
        "name: granite",
        "5:1: the setting \"theme\" is wrong: Unrecognised theme name: 'granite'. The available"
        f" installed themes are: mkdocs, readthedocs, material. {MEND}",
    ),
    "language": (
        "language: en",
        "language: xx",
        '5:25: the theme has no language "xx". Write en, or another that the theme has.',
    ),
    "icon": (
        "material/heart",
        "material/hart",
        '5:46: the theme has no icon "material/hart". Write its set and its name, such as'
        " material/heart.",
    ),
    "icon-of-no-name": (
        "material/heart",
        '"a\\0b"',
        '5:46: the theme has no icon "a\\x00b". Write its set and its name, such as'
        " material/heart.",
    ),
    "plugin": (
        "plugins: []",
        "plugins: [serch]",
        f'7:1: the setting "plugins" is wrong: The "serch" plugin is not installed. {MEND}',
    ),
    "extension": (
        "[attr_list,",
        "[attr_lst,",
        "8:1: the setting \"markdown_extensions\" is wrong: Failed to load extension 'attr_lst'."
        f" ModuleNotFoundError: No module named 'attr_lst'. {MEND}",
    ),
    "option": (
        "[attr_list,",
        "[toc: {depth: 3},",
        "8:1: the setting \"markdown_extensions\" is wrong: Failed to load extension 'toc'."
        f" KeyError: 'depth'. {MEND}",
    ),
    "address": (
        "https://guide.example/",
        "http://[",
        f"1:1: MkDocs cannot read a setting: Invalid IPv6 URL. {MEND}",
    ),
    "day": (
        '"2026-11-24"',
        "2026-02-30",
        f"1:1: MkDocs cannot read a setting: day is out of range for month. {MEND}",
    ),
    "yaml": (
        "strict: true",
        "strict: true: a",
        "4:13: the settings cannot be read: mapping values are not allowed here. Compare it with"
        " the lines around it.",
    ),
    "tab": (
        "strict: true",
        "\tstrict: true",
        "4:1: the settings cannot be read: found character '\\t' that cannot start any token."
        " Compare it with the lines around it.",
    ),
    "list": (
        SETTINGS,
        "- a\n",
        "1:1: the settings cannot be read: The configuration is invalid. Expected a key-value"
        " mapping (dict) but received: a list. Compare it with the lines around it.",
    ),
}


@pytest.fixture
def root(project):
    return project(
        {
            "docs/index.md": front_matter(title="Home") + "Text.\n",
            "mkdocs.yml": SETTINGS,
            "data/prose/rules.yaml": "rules: []\n",
            "data/prose/words.txt": "",
        }
    )


@pytest.mark.parametrize(("old", "new", "message"), WRONG.values(), ids=WRONG)
def test_what_a_build_refuses_is_refused(root, old, new, message):
    assert SETTINGS.count(old) == 1
    path = root / "mkdocs.yml"
    path.write_text(SETTINGS.replace(old, new), encoding="utf-8")
    lines = format_problems(check_settings(path))
    rule = "[not-yaml] " if "cannot be read" in message else "[wrong-setting] "
    assert lines == [f"{rule}mkdocs.yml:{message}"]


def test_sound_settings_have_no_problem(root):
    assert list(check_settings(root / "mkdocs.yml")) == []
    assert list(check_settings(root / "none.yml")) == []


@pytest.mark.parametrize("case", ["key", "language", "icon", "address", "day", "yaml"])
def test_a_build_says_of_a_setting_what_the_check_says(root, monkeypatch, case):
    old, new, message = WRONG[case]
    (root / "mkdocs.yml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    monkeypatch.chdir(root)
    checked, built = run_script("check", "--root", "."), run_script("build")
    line = f"mkdocs.yml:{message}\n"
    assert (checked.returncode, built.returncode) == (1, 1)
    assert line in without_rule_addresses(checked.stdout)
    assert line in without_rule_addresses(built.stderr)
    assert "Traceback" not in built.stderr + built.stdout


def test_a_build_that_fails_elsewhere_keeps_its_own_words(root, monkeypatch):
    def fail(words: list[str], **_: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr("mkdocs.__main__.cli", fail)
    with pytest.raises(SystemExit):
        build_script.run_mkdocs(["build"], root / "mkdocs.yml")
