"""Missing DOIs and newer reviews: only what is surely the work, and what may be of use."""

import pytest

from guide.data.records import Record
from guide.editing.register_answers import Work, parse_crossref_list, parse_openalex_list
from guide.editing.source_search import arxiv_doi, find_doi, find_reviews, needs_doi
from tests.support.catalogues import real_catalogue
from tests.support.registers import answer


def source(**cells) -> Record:
    usual = {"title": "Bids and trust: A review", "authors": "Ant, A.; Bee, B.", "year": 2020}
    usual |= {"container": "Ants 1", "doi": None, "type": "journal", "url": ""}
    return Record("a.csv", usual | cells, {})


def work(doi="10.1234/a", **facts) -> Work:
    usual = {"titles": ("Bids and trust",), "authors": ("Ant, A.",), "years": (2020,)}
    return Work("Crossref", doi, **(usual | {"journals": ("Ants",)} | facts))


CANDIDATES = {
    "the-work": ([work()], "10.1234/a"),
    "the-work-among-others": ([work("10.1234/b", titles=("Bids and love",)), work()], "10.1234/a"),
    "twice-the-same": ([work(), work()], "10.1234/a"),
    "two-works": ([work(), work("10.1234/b")], ""),
    "another-title": ([work(titles=("Bids and love",))], ""),
    "another-author": ([work(authors=("Bee, B.",))], ""),
    "another-year": ([work(years=(2021,))], ""),
    "another-journal": ([work(journals=("Bees",))], ""),
    "no-journal": ([work(journals=())], "10.1234/a"),
    "no-title": ([work(titles=())], ""),
    "no-author": ([work(authors=())], ""),
    "no-year": ([work(years=())], ""),
    "no-doi": ([work("")], ""),
    "none": ([], ""),
}


@pytest.mark.parametrize(("candidates", "doi"), CANDIDATES.values(), ids=CANDIDATES)
def test_a_doi_is_that_of_one_work_alone(candidates, doi):
    assert find_doi(source(), candidates) == doi


def test_the_doi_of_a_source_of_the_guide_is_found_in_an_answer():
    row = real_catalogue().sources["vanijzendoorn1999"]
    cells = Record(row.path, row.values | {"doi": None}, row.cells)
    candidates = parse_crossref_list(answer("crossref_search_vanijzendoorn1999"))
    assert find_doi(cells, candidates) == "10.1017/s0954579499002035"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, True),
        ({"type": "book"}, True),
        ({"type": "news"}, False),
        ({"type": "web"}, False),
        ({"doi": "10.1234/a"}, False),
    ],
)
def test_a_source_that_may_have_a_doi(cells, expected):
    assert needs_doi(source(**cells)) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/abs/2508.19258", "10.48550/arxiv.2508.19258"),
        ("https://arxiv.org/abs/2508.19258v2", "10.48550/arxiv.2508.19258"),
        ("https://arxiv.org/pdf/2508.19258", ""),
        ("https://evil.example/arxiv.org/abs/2508.19258", ""),
        (None, ""),
    ],
)
def test_a_preprint_at_arxiv_has_a_doi_by_its_number(url, expected):
    assert arxiv_doi(source(url=url)) == expected


def test_newer_reviews_of_the_same_question_are_listed_the_newest_first():
    row = real_catalogue().sources["vanijzendoorn1999"]
    works = parse_openalex_list(answer("openalex_citing_vanijzendoorn1999"))
    assert [work.title for work in find_reviews(row, works, {"10.1234/known"})] == [
        "Precursors of disorganized attachment: An umbrella review",
        "Disorganized attachment in childhood: A meta-analysis of newer samples",
    ]


def test_no_more_than_a_few_reviews_are_listed():
    works = [
        work(f"10.1234/{number}", titles=(f"Bids, trust and more {number}: A meta-analysis",))
        for number in range(9)
    ]
    assert find_reviews(source(), works) == []  # none is newer
    newer = [Work(**(vars(item) | {"years": (2021,)})) for item in works]
    assert len(find_reviews(source(title="Bids and trust in more"), newer)) == 3
