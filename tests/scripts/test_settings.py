"""mkdocs.yml as a build reads it: what is refused there, the check refuses in the same words."""

import os

import pytest

from guide.content.navigation import check_navigation, check_settings_form
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
SPONSORED = 'Write sponsored: {url: "https://…", text: "…"}, or null.'
NOT_YAML = ("cannot be read", "refers to another", "more than 30", "not a plain word")
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
    "twice": (
        "strict: true",
        "strict: true\nstrict: false",
        '5:1: the key "strict" stands twice. Keep one of the two and delete the other.',
    ),
    "variable-without-a-name": (
        "strict: true",
        "strict: !ENV",
        "4:9: this !ENV names no variable. Write the name of a variable after it, or the value in"
        " its place.",
    ),
    "variable-of-an-empty-list": (
        "strict: true",
        "strict: !ENV []",
        "4:9: this !ENV names no variable. Write the name of a variable after it, or the value in"
        " its place.",
    ),
    "alias-of-itself": (
        "nav: [index.md]",
        "nav: &all [*all]",
        "10:12: this refers to another value. Write the value out instead of *name.",
    ),
    "too-deep": (
        "nav: [index.md]",
        f"nav: {'[' * 2000}{']' * 2000}",
        "10:35: this is a value in more than 30 others. Check the indents, brackets and hyphens"
        " before it.",
    ),
    "key-that-is-a-list": (
        "nav: [index.md]",
        "nav: [{[a]: index.md}]",
        "10:8: a key is not a plain word. Write a word before the colon.",
    ),
    "inherits-from-itself": (
        "strict: true",
        "INHERIT: mkdocs.yml",
        '4:10: "mkdocs.yml" inherits from other settings itself. Name the settings from which all'
        " others inherit.",
    ),
    "class": (
        "https://guide.example/",
        "!relative",
        '2:1: the setting "site_url" is wrong: Expected a string, got a value of another kind.'
        f" {MEND}",
    ),
    "number": (
        "nav: [index.md]",
        "nav: [3]",
        '10:1: the setting "nav" is wrong: Expected nav item to be a string or dict, got a number:'
        f" 3. {MEND}",
    ),
    "no-day": (
        '"2026-11-24"',
        "soon",
        '9:9: GUIDE_TODAY is "soon", which is not a day. Write year, month and day, such as'
        " 2026-11-23.",
    ),
    "repository": (
        '{today: "2026-11-24"}',
        '{repository: "javascript:alert(1)"}',
        '9:9: REPO_URL is "javascript:alert(1)", which is not the address of a repository. Write it'
        " as https://github.com/OWNER/NAME.",
    ),
    "branch": (
        '{today: "2026-11-24"}',
        '{repository: "https://a.example/b/c", branch: "a b"}',
        '9:46: REPO_BRANCH is "a b", which is not the name of a branch. Write it as main.',
    ),
    "sponsored-script": (
        '{today: "2026-11-24"}',
        '{sponsored: {url: "javascript:alert(1)", text: A}}',
        '9:21: the sponsored link leads to "javascript:alert(1)", which is no address with https.'
        f" {SPONSORED}",
    ),
    "sponsored-host": (
        '{today: "2026-11-24"}',
        '{sponsored: {url: "https://a@b.example/", text: A}}',
        '9:21: the sponsored link leads to "https://a@b.example/", which is no address with https.'
        f" {SPONSORED}",
    ),
    "sponsored-text": (
        '{today: "2026-11-24"}',
        "{sponsored: yes please}",
        f"9:9: the sponsored link needs a url and a text, and takes nothing else. {SPONSORED}",
    ),
    "sponsored-list": (
        '{today: "2026-11-24"}',
        '{sponsored: {url: "https://a.example/", text: [a]}}',
        f"9:48: the text of the sponsored link is no text. {SPONSORED}",
    ),
    "scripts": (
        '{today: "2026-11-24"}',
        "{page_scripts: [a]}",
        "9:9: page_scripts is no mapping of what a page holds to the script that serves it. Write"
        " each as 'class=\"deck\"': assets/deck.js.",
    ),
    "script": (
        '{today: "2026-11-24"}',
        "{page_scripts: {a: 3}}",
        '9:24: "a" and its script, "3", are not both text. Put each into quotation marks.',
    ),
    "remember": (
        '{today: "2026-11-24"}',
        "{remember: perhaps}",
        '9:9: remember is "perhaps", which is neither true nor false. Write true or false.',
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
    rule = "[not-yaml] " if any(words in message for words in NOT_YAML) else "[wrong-setting] "
    rule = "[duplicate-key] " if "twice" in message else rule
    assert lines == [f"{rule}mkdocs.yml:{message}"]


def test_sound_settings_have_no_problem(root):
    assert list(check_settings(root / "mkdocs.yml")) == []
    assert list(check_settings(root / "none.yml")) == []


@pytest.mark.parametrize(
    "case",
    [
        *("key", "language", "icon", "address", "day", "yaml"),
        *("twice", "alias-of-itself", "scripts"),
    ],
)
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


def test_a_pipe_in_the_place_of_the_settings_is_not_waited_for(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    path = root / "mkdocs.yml"
    path.unlink()
    os.mkfifo(path)
    line = (
        "mkdocs.yml:1:1: this file cannot be read: it is no ordinary file. Delete it, or put a file"
        " in its place that you can open."
    )
    assert format_problems(check_settings(path)) == [f"[unreadable-file] {line}"]
    assert build_script.run_mkdocs(["build"], path) == 1
    assert f"{line}\n" in without_rule_addresses(capsys.readouterr().err)
    assert list(check_navigation(root, "docs", ["index.md"])) == []


def test_what_is_left_in_the_folder_of_the_theme_is_refused(root):
    path = root / "mkdocs.yml"
    settings = SETTINGS.replace("{name: material,", "{name: material, custom_dir: own,")
    path.write_text(settings, encoding="utf-8")
    (root / "own").mkdir()
    (root / "own/main.html.orig").write_text("a", encoding="utf-8")
    assert format_problems(check_settings(path)) == [
        '[file-kind] own/main.html.orig:1:1: this file is a ".orig" file, which the guide does not'
        " publish. Delete it, or move it out of this folder."
    ]


def test_settings_inherit_from_settings_that_are_checked_too(root):
    (root / "mkdocs.yml").write_text(f"{SETTINGS}nav: []\n", encoding="utf-8")
    child = root / "other.yml"
    child.write_text("INHERIT: mkdocs.yml\n", encoding="utf-8")
    assert format_problems(check_settings_form(child)) == [
        '[duplicate-key] mkdocs.yml:11:1: the key "nav" stands twice. Keep one of the two and'
        " delete the other."
    ]


def test_a_build_that_fails_elsewhere_keeps_its_own_words(root, monkeypatch):
    def fail(words: list[str], **_: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr("mkdocs.__main__.cli", fail)
    with pytest.raises(SystemExit):
        build_script.run_mkdocs(["build"], root / "mkdocs.yml")
