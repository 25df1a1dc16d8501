"""Whatever is deleted or changed in a table or a page's head, every page is still made."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from guide.checks.autofix import check_form
from guide.checks.page_form import EXTENSIONS
from guide.checks.project_checks import read_and_check
from guide.exports.generated_files import generate_files
from guide.rendering.extension import GuideExtension
from tests.support.projects import FINDINGS, GLOSSARY, MOOD, PACKAGE, SOURCES, front_matter

TABLES = {"sources": SOURCES, "findings": FINDINGS, "glossary": GLOSSARY, "mood": MOOD}
PAGE = """\
![M](table:mood)

![F](table:findings)

![S](table:sources)

![G](table:glossary)

[24%](finding:ants-lonely) say so [@ant2020], and [phubbed] are others.
"""
CELLS = st.sampled_from(
    [
        *("", "x", "-1", "1e5", "9" * 400, "NaN", "[x](finding:y)", "[@z]", "**", "[", "<b>"),
        *("![a](table:mood)", "![a](chart:mood)", "|", "`", "[a]: b", "{{", "%s", "&#0;", " "),
    ]
)
LINES = st.sampled_from(["", ",", "x", '"', '"a"b', "a;b", "\0", "\x1a", ",,,,,,,,,,,,,,,,,"])
HEAD = {
    "title": "Trust",
    "description": "How trust grows, in words that are long enough for a description of a page.",
    "kind": "topic",
    "phrase": "grow trust",
    "group": "Trust",
    "summary": "A summary that is long enough.",
    "serves": "People who want to trust.",
    "needs": "[keep-fighting]",
    "synonyms": "[a]",
    "safety": "true",
    "related": "[{topic: trust, reason: this is the same page again}]",
    "reviewed": "2026-11-23",
    "review_by": "2027-11-23",
}
VALUES = st.sampled_from(
    [
        *("3", "-1", "true", "~", "''", "[]", "[1]", "{}", "{a: 1}", "[[]]", "[{}]", "*a", "&a x"),
        *("!!binary x", "!!set {a}", ".nan", "? a", "|\n  x", "0x1F", "9" * 400, "<<: {a: 1}"),
        *('"\\u202e"', "!!python/object:os.system x", "[", "- x\n  - y", "2026-13-45"),
    ]
)


@st.composite
def slips(draw: st.DrawFn) -> dict[str, str]:
    """Return the files with one row, cell or key of front matter deleted or changed."""
    files = {f"data/{name}.csv": text for name, text in TABLES.items()}
    head = dict(HEAD)
    kind = draw(st.sampled_from(["row", "line", "cell", "head"]))
    if kind == "head":
        key = draw(st.sampled_from(sorted(head)))
        value = draw(st.one_of(st.none(), VALUES))
        head |= {key: value} if value is not None else {}
        if value is None:
            del head[key]
    else:
        path = draw(st.sampled_from(sorted(files)))
        rows = list(csv.reader(io.StringIO(files[path])))
        number = draw(st.integers(0, len(rows) - 1))
        if kind == "row":
            del rows[number]
        elif kind == "cell":
            rows[number][draw(st.integers(0, len(rows[number]) - 1))] = draw(CELLS)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        lines = out.getvalue().split("\n")
        if kind == "line":
            lines[number] = draw(LINES)
        files[path] = "\n".join(lines)
    lines = [f"{key}: {value}" for key, value in head.items()]
    return {**files, "docs/topics/trust.md": "---\n" + "\n".join(lines) + "\n---\nText.\n"}


def check_slip(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    catalogue, problems = read_and_check(root, today=date(2026, 11, 23))
    problems = [*problems, *check_form(root, catalogue.package)]
    assert all(str(problem) for problem in problems)
    assert "index.md" in catalogue.pages
    for page in catalogue.pages.values():
        extension = GuideExtension(catalogue=catalogue)
        assert Markdown(extensions=[*EXTENSIONS, extension]).convert(page.body)

    def read(name):
        return (root / "data" / name).read_bytes()

    assert generate_files(catalogue, read)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slips")
    files = {"data/datapackage.yaml": PACKAGE, "docs/index.md": front_matter() + PAGE}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@settings(max_examples=25, deadline=None)
@given(slips())
def test_one_slip_keeps_no_page_from_being_made(root, files):
    check_slip(root, files)


@pytest.mark.slow
@pytest.mark.nightly
@settings(max_examples=800, deadline=None)
@given(slips())
def test_many_slips_keep_no_page_from_being_made(root, files):
    check_slip(root, files)
