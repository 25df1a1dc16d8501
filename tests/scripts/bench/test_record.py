"""scripts/bench/record.py: a benchmark's result replaces the old one on the page."""

import pytest

from guide.core.problems import UserError
from scripts.bench import record

PAGE = """\
# Performance

<!-- record: build -->
old \\1 result
<!-- /record -->

<!-- record: serve -->
another
<!-- /record -->
"""


def test_a_result_replaces_the_old_one_alone():
    replaced = record.replace_result(PAGE, "build", "new \\2 result")

    assert replaced == PAGE.replace("old \\1 result", "new \\2 result")
    assert record.replace_result(replaced, "build", "old \\1 result") == PAGE


@pytest.mark.parametrize("page", ["", PAGE + PAGE])
def test_a_page_without_one_place_is_refused(page):
    with pytest.raises(UserError, match="places for the result of build, not one"):
        record.replace_result(page, "build", "new")


def test_lines_between_the_rows_of_a_table_become_a_list_below_it():
    output = "| a |\n|---|\n| 1 |\n  of the first\n| 2 |\n\n2 cores."

    assert (
        record.format_result(output) == "| a |\n|---|\n| 1 |\n| 2 |\n\n- of the first\n- 2 cores."
    )


def test_a_result_without_a_table_is_shown_as_it_is():
    assert record.format_result("a   1\nbb  2") == "```text\na   1\nbb  2\n```"


def test_a_run_is_written_with_its_date_and_its_command(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(record, "PAGE", page)
    monkeypatch.setattr(record, "run_benchmark", lambda *command: "| a |\n|---|\n| 1 |")
    monkeypatch.setattr("sys.argv", ["record.py", "build", "--topics", "30"])

    assert record.main() == 0
    heading, _, table = page.read_text(encoding="utf-8").partition("\n\n|")
    assert heading.endswith("before. `bench_build.py --topics 30`*")
    assert table.startswith(
        " a |\n|---|\n| 1 |\n<!-- /record -->\n\n<!-- record: serve -->\nanother"
    )


def test_a_benchmark_that_fails_writes_nothing(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(record, "PAGE", page)
    monkeypatch.setattr("sys.argv", ["record.py", "serve", "--no-such-option"])

    with pytest.raises(UserError, match=r"bench_serve\.py failed, so nothing is written"):
        record.main()
    assert page.read_text(encoding="utf-8") == PAGE
