"""Answers of the registers become works, whatever is in them."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.core.hidden_characters import find_hidden_character
from guide.editing.register_answers import (
    NOTICES,
    Notice,
    Work,
    parse_crossref,
    parse_crossref_list,
    parse_datacite,
    parse_doi,
    parse_openalex,
    parse_openalex_list,
)
from tests.support.hostile import HOSTILE
from tests.support.registers import FOLDER, answer

PARSERS = {"crossref": parse_crossref, "datacite": parse_datacite, "openalex": parse_openalex}
LIST_PARSERS = (parse_crossref_list, parse_openalex_list)
JOEL = (
    "Machine learning uncovers the most robust self-report predictors of relationship quality"
    " across 43 longitudinal couples studies"
)


def test_a_work_of_crossref():
    work = parse_crossref(answer("crossref_joel2020"))
    assert work == Work(
        "Crossref",
        "10.1073/pnas.1917036117",
        (JOEL,),
        ("Joel, S.", "Eastwick, P. W.", "Allison, C. J."),
        (2020,),
        ("Proceedings of the National Academy of Sciences", "Proc. Natl. Acad. Sci. U.S.A."),
        "journal-article",
    )


def test_a_work_of_openalex():
    work = parse_openalex(answer("openalex_joel2020"))
    assert (work.register, work.doi, work.title, work.id) == (
        "OpenAlex",
        "10.1073/pnas.1917036117",
        JOEL,
        "W3046275966",
    )
    assert work.authors == ("Samantha Joel", "Paul W. Eastwick")
    assert (work.years, work.journals) == (
        (2020,),
        ("Proceedings of the National Academy of Sciences",),
    )


def test_a_work_of_datacite_with_its_later_version():
    work = parse_datacite(answer("datacite_defreitas2025manip"))
    assert (work.doi, work.title) == (
        "10.48550/arxiv.2508.19258",
        "Emotional Manipulation by AI Companions",
    )
    assert work.authors == ("De Freitas, J.", "Oguz-Uguralp, Z.")
    assert (work.years, work.journals, work.kind) == ((2025,), ("arXiv",), "preprint")
    assert work.newer == ("10.1234/later",)


def test_a_retraction_comes_before_a_correction():
    work = parse_crossref(answer("crossref_retracted"))
    assert work.notices == (
        Notice("retracted", "10.1234/notice"),
        Notice("retracted"),  # the title says so too
        Notice("corrected", "10.1234/erratum"),
    )


def test_a_preprint_names_its_later_versions_and_no_other_work():
    work = parse_crossref(answer("crossref_preprint"))
    assert (work.newer, work.notices) == (("10.1234/ants", "10.31234/osf.io/ants_v2"), ())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("retraction", "retracted"),
        ("withdrawal", "retracted"),
        ("removal", "retracted"),
        ("partial_retraction", "concern"),
        ("expression_of_concern", "concern"),
        ("Expression-of-Concern", "concern"),
        ("erratum", "corrected"),
        ("corrigendum", "corrected"),
        ("addendum", "corrected"),
        ("crossmark_retraction_of_nothing", None),
    ],
)
def test_each_type_of_update_has_its_kind_of_notice(kind, expected):
    facts = {"DOI": "10.1234/a", "updated-by": [{"type": kind, "DOI": "10.1234/b"}]}
    notices = parse_crossref({"message": facts}).notices
    assert notices == ((Notice(expected, "10.1234/b"),) if expected else ())


def test_only_the_word_true_makes_a_work_of_openalex_retracted():
    facts = answer("openalex_joel2020")
    for value, expected in ((True, ("retracted",)), ("true", ()), (1, ()), (None, ()), ([0], ())):
        work = parse_openalex({**facts, "is_retracted": value})
        assert tuple(notice.kind for notice in work.notices) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10.1234/A(b)<c>;2-#", "10.1234/a(b)<c>;2-#"),
        ("https://doi.org/10.1234/a", "10.1234/a"),
        ("http://dx.doi.org/10.1234/a", "10.1234/a"),
        ("doi:10.1234/a", "10.1234/a"),
        ("10.1234/a b", ""),
        ("10.1234/a\nb", ""),
        ("10.1234/\u202ea", ""),
        ("10.1234/a;=cmd()", ""),
        ("=10.1234/a", ""),
        ("https://evil.example/10.1234/a", ""),
        ("10.1234/" + "a" * 300, ""),
        ("10.1/a", ""),
        (None, ""),
        (10.1234, ""),
        (["10.1234/a"], ""),
    ],
)
def test_a_doi_is_one_or_none(value, expected):
    assert parse_doi(value) == expected


def texts_of(work: Work) -> list[str]:
    return [work.doi, *work.titles, *work.authors, *work.journals, work.kind, *work.newer, work.id]


def check_work(work: Work | None) -> None:
    """Assert what every work is, whatever the answer was."""
    if work is None:
        return
    for text in texts_of(work):
        assert len(text) <= 520 and text.isprintable() and find_hidden_character(text) is None
        assert "<script" not in text
    assert all(1500 <= year <= 2100 for year in work.years)
    assert all(notice.kind in NOTICES for notice in work.notices)
    assert all(
        doi == parse_doi(doi) for doi in (*work.newer, *(n.doi for n in work.notices)) if doi
    )


ODD = [None, True, 7, -1e300, "", "=cmd()", "x" * 100_000, HOSTILE, "\ud800\u202e\x1b[2J", [], {}]
ODD += [[[[]]], ["=a"] * 500, {"date-parts": [[True]]}, {"id": {"id": 1}}, [None, {}, 1]]


def variants(value):
    """Yield a JSON value with each part of it, in turn, replaced by each odd value."""
    yield from ODD
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else range(len(value))
        for key in keys:
            for part in variants(value[key]):
                changed = copy.copy(value)
                changed[key] = part
                yield changed


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.json")))
def test_an_odd_value_in_any_field_harms_nothing(name):
    kind, _, rest = name.partition("_")
    is_list = rest.startswith(("search", "citing"))
    for changed in variants(answer(name)):
        if is_list:
            for parse in LIST_PARSERS:
                for work in parse(changed):
                    check_work(work)
        else:
            check_work(PARSERS[kind](changed))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "message",
        "DOI",
        "title",
        "author",
        "updated-by",
        "relation",
        "data",
        "attributes",
        "id",
        "doi",
    ]
)
SHAPED = st.recursive(
    JSON | st.just("10.1234/a") | st.just("https://openalex.org/W1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@given(SHAPED)
def test_any_json_is_a_work_or_none(value):
    for parse in PARSERS.values():
        check_work(parse(value))
    for parse in LIST_PARSERS:
        for work in parse(value):
            check_work(work)
