"""The measure of how pages read, on pages of a few sentences."""

from scripts.reading import count_syllables, format_table, is_instruction, measure_page

PAGE = """<html><body><nav><p>Home of many words.</p></nav><article><h1>A page</h1>
<aside class="help-strip"><p>Afraid of someone?</p></aside>
<p>Nine words that come before the very first step.</p>
<div class="component component--minute"><ul>
<li>Couples talked more, which went with closeness.</li>
<li>Ghosted? Send one plain message.</li></ul></div>
<ol><li>Wait for daylight. It may help.</li></ol>
<div class="component component--dialogue"><p>You: Nobody has tested this.</p></div>
<p>Nobody has tested it. <a class="finding" href="#f">Half</a> of us do.</p>
<details class="evidence"><p>Untested, by press reports.</p></details></article></body></html>"""


def test_words_are_counted_up_to_the_first_instruction():
    assert measure_page("topics/a/", PAGE).before_step == 9 + 7


def test_a_page_without_an_instruction_counts_to_its_end():
    page = "<article><p>Two words.</p><ul><li>Three more words.</li></ul></article>"
    assert measure_page("", page).before_step == 5


def test_dialogue_evidence_and_the_frame_are_not_measured():
    page = measure_page("topics/a/", PAGE)
    assert (page.words, page.hedges, page.went_with) == (9 + 7 + 5 + 6 + 8, 3, 1)


def test_points_that_instruct_and_short_sentences_are_counted():
    page = measure_page("topics/a/", PAGE)
    assert (page.points, page.instructions) == (2, 1)
    assert (page.sentences, page.short) == (3, 2 / 3)


def test_a_clause_may_come_before_the_instruction():
    assert is_instruction("If your heart is pounding, stop talking.")
    assert is_instruction("When it starts to turn, mend it early.")
    assert not is_instruction("In two studies, people came to trust a partner.")


def test_syllables_are_counted_by_groups_of_vowels():
    words = ("relationship", "closeness", "friend", "apologize", "the")
    assert [count_syllables(word) for word in words] == [4, 3, 1, 4, 1]


def test_the_table_has_a_row_for_each_page_and_one_for_all():
    table = format_table([measure_page("topics/a/", PAGE), measure_page("", PAGE)])
    assert [line.split(" | ")[0] for line in table.splitlines()] == [
        "| page",
        "| ---",
        "| topics/a/",
        "| (home)",
        "| all",
    ]
    assert table.splitlines()[-1].endswith("| 2 of 4 |")
