"""The real content: every page, table, topic and phrase, and the promises that the brief makes."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from guide.checks.prose import check_prose
from guide.checks.prose_rules import WORDS, read_prose_rules
from guide.checks.spelling import unknown_words
from guide.core.problems import report
from tests.support.real import ROOT, read_real

CATALOGUE, PROBLEMS = read_real()
TOPICS = """
relationship-communication-strategies|relationship communication strategies|Talk
enhance-communication|enhance communication|Talk
check-in-questions|relationship check-in questions|Talk
resolve-conflicts|resolve conflicts effectively|Talk
improve-empathy|improve empathy|Understand
understand-your-partner|understand your partner|Understand
emotional-intimacy|emotional intimacy tips|Understand
build-trust|build trust in relationships|Trust
healthy-boundaries|healthy boundaries in relationships|Trust
toxic-connection-behaviors|avoid toxic connection behaviors|Trust
daily-micro-actions|daily micro-actions for couples|Grow
relationship-goals|set relationship goals|Grow
continuous-growth|continuous relationship growth|Grow
long-term-stability|maintain long-term relationship stability|Lasting
long-term-couple-advice|long-term couple advice|Lasting
dating-confidence|boost self-confidence in dating|Date
dating-challenges|navigate dating challenges|Date
personalized-dating-advice|personalized dating advice|Date
ai-relationship-coaching|AI relationship coaching assistant|Get help
cost-effective-coaching|cost-effective coaching|Get help
"""
PLAN = [tuple(line.split("|")) for line in TOPICS.split("\n") if line]
SECTIONS = [
    "why-bonds-break",
    "science",
    "distance",
    "strategies",
    "technology",
    "culture-history",
    "myths",
    "checklist",
    "future",
]


def words(text: str) -> int:
    plain = re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]|\[@[^\]]*\]|[\[\]>*#_`!]", " ", text)
    return len(re.findall(r"[A-Za-z0-9][A-Za-z0-9'’%.,-]*", plain))


MINUTE, HOW_SURE = "> **If you only have a minute**", "> **How sure are we?**"
# The order of a topic page: help first, proof last.
ORDER = (MINUTE, "> **Dialogue:", "> **Practice:", "\n## Why this may work", HOW_SURE)


def running_text(body: str) -> str:
    """Return a page's text without its scenes and the box on how sure it is."""
    apart = ("> **Dialogue:", HOW_SURE)
    return "\n\n".join(part for part in body.split("\n\n") if not part.startswith(apart))


def order_faults(body: str, order: tuple[str, ...] = ORDER) -> list[str]:
    """Return which parts of a page are missing or stand before the part that leads to them."""
    places = [body.find(part) for part in order]
    return [
        *(f"no {part.strip()}" for part, place in zip(order, places, strict=True) if place < 0),
        *(
            f"{after.strip()} before {part.strip()}"
            for (part, place), (after, next_place) in pairwise(zip(order, places, strict=True))
            if next_place < place
        ),
        *([] if words(body[: places[0]]) <= 120 else ["no help within 120 words"]),
    ]


def test_the_order_of_a_page_is_read() -> None:
    page = "Lead.\n\n" + "\n\n".join(ORDER)
    assert order_faults(page) == []
    assert order_faults(page.replace(HOW_SURE, "")) == [
        f"no {HOW_SURE}",
        f"{HOW_SURE} before ## Why this may work",
    ]


def test_the_content_has_no_problem() -> None:
    assert report(PROBLEMS) == []
    assert len(CATALOGUE.pages) > 40


def test_the_prose_has_no_problem_and_no_warning() -> None:
    assert report(check_prose(CATALOGUE, read_prose_rules(ROOT)[0])) == []


def test_the_columns_that_are_read_as_prose_are_there() -> None:
    columns = read_prose_rules(ROOT)[0].columns
    assert [
        name
        for resource, names in columns.items()
        for name in names
        if name not in CATALOGUE.package.resources[resource].field_names
    ] == []


def test_the_word_list_holds_only_words_that_need_it_in_order() -> None:
    listed = [
        line
        for line in (ROOT / WORDS).read_text(encoding="utf-8").split("\n")
        if line and not line.startswith("#")
    ]
    assert listed == sorted(set(listed), key=str.lower)
    assert [word for word in listed if not list(unknown_words(word, ()))] == []


def test_frictionless_finds_the_package_valid() -> None:
    command = [sys.executable, "-m", "frictionless", "validate", "data/datapackage.yaml", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and '"valid": true' in done.stdout, (
        done.stdout[-2000:] + done.stderr
    )


def finding_count(uri: str) -> int:
    """Return how many findings a page quotes."""
    return len({item.target for item in CATALOGUE.references[uri] if item.kind == "finding"})


def topic_faults(slug: str, phrase: str, group: str) -> list[str]:
    """Return what the page of a planned topic does not keep of the plan."""
    page = CATALOGUE.topics[slug]
    count = words(running_text(page.body))
    return [
        *([] if (page.meta["phrase"], page.meta["group"]) == (phrase, group) else ["names"]),
        *([] if 600 <= count <= 1300 else [f"{count} words"]),
        *order_faults(page.body),
        *([] if "**Not for you if" in page.body else ["nobody it is not for"]),
        *([] if finding_count(page.uri) >= 5 else [f"{finding_count(page.uri)} findings"]),
    ]


def test_each_planned_topic_is_there_with_its_parts() -> None:
    wrong = {slug: topic_faults(slug, phrase, group) for slug, phrase, group in PLAN}
    assert {slug: found for slug, found in wrong.items() if found} == {}


def test_the_plan_is_the_least() -> None:
    assert set(CATALOGUE.topics) >= {slug for slug, _, _ in PLAN}


def section_faults(slug: str) -> list[str]:
    """Return what the page of a section does not keep of the plan."""
    page = CATALOGUE.pages[f"guide/{slug}.md"]
    count = words(running_text(page.body))
    number, has_quote = page.meta["number"], "**Pull quote (illustrative)**" in page.body
    return [
        *([] if number == SECTIONS.index(slug) + 1 else [f"number {number}"]),
        *([] if 900 <= count <= 1600 else [f"{count} words"]),
        *(["no minute box"] if MINUTE not in page.body else []),
        *([] if bool(page.meta.get("truth")) == (number <= 7) else ["its truth"]),
        *([] if has_quote == (number in (1, 3, 7, 9)) else ["its pull quote"]),
        *([] if finding_count(page.uri) >= 10 else [f"{finding_count(page.uri)} findings"]),
    ]


def test_each_section_is_there_in_its_length() -> None:
    wrong = {slug: section_faults(slug) for slug in SECTIONS}
    assert {slug: found for slug, found in wrong.items() if found} == {}


def test_the_guide_uses_at_least_150_findings() -> None:
    used = {
        item.target
        for references in CATALOGUE.references.values()
        for item in references
        if item.kind == "finding"
    }
    assert len(used) >= 150


def test_each_table_of_the_package_is_shown_on_a_page() -> None:
    shown = {
        item.target.partition("?")[0]
        for references in CATALOGUE.references.values()
        for item in references
        if item.kind == "table"
    }
    folded = {name for chart in CATALOGUE.charts.values() for name in chart.tables}
    assert shown | folded == set(CATALOGUE.package.tables)


def test_each_chart_of_the_package_is_shown_on_a_page() -> None:
    shown = {
        item.target
        for references in CATALOGUE.references.values()
        for item in references
        if item.kind == "chart"
    }
    assert shown == set(CATALOGUE.charts) and len(shown) >= 6


def test_every_section_of_the_ledger_has_its_library_page() -> None:
    sections = {str(row["section"]) for row in CATALOGUE.rows("findings")}
    assert sections == {
        Path(uri).stem for uri in CATALOGUE.pages if uri.startswith("evidence/")
    } - {"index", "claims", "charts", "data", "by-topic", "findings"}


def test_pages_on_fear_and_control_link_to_help() -> None:
    pages = [page for page in CATALOGUE.pages.values() if page.meta.get("safety")]
    assert len(pages) > 10
    assert [
        page.uri
        for page in pages
        if page.uri not in ("help.md", "es/ayuda.md")
        and not any(
            item.kind == "page" and item.target.endswith(("help.md", "ayuda.md"))
            for item in CATALOGUE.references[page.uri]
        )
    ] == []


def test_each_helpline_has_its_check_date_and_a_way_to_reach_it() -> None:
    rows = CATALOGUE.rows("helplines")
    assert len(rows) > 25
    assert [
        row["id"]
        for row in rows
        if row["checked_on"] is None or not (row["phone"] or row["text_or_chat"] or row["url"])
    ] == []
