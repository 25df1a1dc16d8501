"""Where the answers of the self-reflection lead: the real rules, and messages to editors."""

from functools import cache
from itertools import product
from pathlib import Path

import pytest

from guide.core.templates import render, to_elements
from guide.data.csv_reader import parse_csv
from guide.data.package import Field, Resource
from guide.data.records import Record, make_records
from guide.data.self_reflection import (
    TABLES,
    Result,
    Rule,
    check_reflection,
    evaluate_answers,
    make_reflection,
    make_rules,
)
from tests.support.catalogues import real_catalogue
from tests.support.pages import find, format_problems, links, parse, text_of, texts
from tests.support.rows import failures

UNSAID = "prefer-not-to-say"
# Written down here once more, so that a change of the tables alone cannot make an answer harmless.
NO_DANGER = {"no", UNSAID, ""}


@cache
def records() -> dict[str, list[Record]]:
    return {name: real_catalogue().rows(name) for name in TABLES}


@cache
def rules() -> list[Rule]:
    return make_rules(records()["reflection-rules"])


def questions(kind: str) -> list[str]:
    return [row["id"] for row in records()["reflection-questions"] if row["kind"] == kind]


@cache
def safety() -> list[str]:
    return questions("safety")


@cache
def bond() -> list[str]:
    return questions("bond")


def answers_to(question: str) -> list[str]:
    """Return the answers to a question, and "" for none."""
    return [
        "",
        *(row["answer"] for row in records()["reflection-answers"] if row["question"] == question),
    ]


def covering_bond_answers() -> list[dict[str, str]]:
    """Return sets of answers in which each bond answer occurs: all of one place, and each alone."""
    every = [
        dict(zip(bond(), chosen, strict=True))
        for chosen in ([answers_to(question)[place] for question in bond()] for place in range(5))
    ]
    return every + [
        {question: answer} for question in bond() for answer in answers_to(question) if answer
    ]


# ------------------------------------------------------------------ the truth table
def test_the_questions_are_there():
    assert safety() == ["afraid", "controlled", "forced", "hurt"]
    assert len(bond()) == 15


def test_safety_overrides_everything():
    """All answers to the safety questions, each with a covering set of the other answers."""
    rest = covering_bond_answers()
    combinations = list(product(*(answers_to(question) for question in safety())))
    assert len(combinations) == 5**4
    for combination in combinations:
        is_danger = any(answer not in NO_DANGER for answer in combination)
        is_quiet = any(answer in (UNSAID, "") for answer in combination)
        for others in rest:
            result = evaluate_answers(
                {**others, **dict(zip(safety(), combination, strict=True))}, rules()
            )
            assert bool(result.help) == is_danger
            if is_danger:
                assert result == Result(help=result.help)
                assert {rule.outcome for rule in result.help} == {"help"}
                assert not any(rule.topic for rule in result.help)
            else:
                assert bool(result.offer) == is_quiet
                assert not any(rule.topic for rule in result.offer)


def test_each_safety_answer():
    rows = {f"{name}={answer}": (name, answer) for name in safety() for answer in answers_to(name)}
    assert failures(check_safety_answer, rows) == []


def check_safety_answer(question, answer):
    result = evaluate_answers({**dict.fromkeys(safety(), "no"), question: answer}, rules())
    wanted = {"no": [], UNSAID: [f"{question}-offer"], "": [f"{question}-offer"]}
    assert result.rule_ids == wanted.get(answer, [f"{question}-help"])


def test_no_answer_tells_anybody_that_they_are_safe():
    assert evaluate_answers(dict.fromkeys(safety(), "no"), rules()) == Result()


def test_each_bond_answer_leads_to_one_thing():
    assert failures(check_bond_answers, {question: question for question in bond()}) == []


def check_bond_answers(question):
    safe = dict.fromkeys(safety(), "no")
    led = {
        answer: evaluate_answers({**safe, question: answer}, rules())
        for answer in answers_to(question)
    }
    assert led[UNSAID] == led[""] == Result()
    results = [result for answer, result in led.items() if answer not in ("", UNSAID)]
    assert [len(result.rule_ids) for result in results] == [1, 1, 1]
    assert [bool(result.good) for result in results].count(True) == 1
    assert all(slug in real_catalogue().topics for result in results for slug, _ in result.topics)


def test_a_topic_is_listed_once_with_all_its_reasons_in_rule_order():
    result = evaluate_answers(
        {
            **dict.fromkeys(safety(), "no"),
            "repair": "rarely",
            "blame": "often",
            "share-worry": "rarely",
        },
        rules(),
    )
    assert [(slug, [rule.id for rule in rules]) for slug, rules in result.topics] == [
        ("emotional-intimacy", ["share-worry-topic"]),
        ("resolve-conflicts", ["blame-topic", "repair-topic"]),
    ]


def test_the_order_of_the_rows_does_not_matter():
    answers = {"blame": "often", "own-life": "no", "repair": "mostly"}
    assert evaluate_answers(answers, reversed(rules())) == evaluate_answers(answers, rules())


def test_help_wins_over_any_priority():
    rules = [
        Rule("a", 1, "q", ("x",), "topic", "t", "."),
        Rule("b", 9, "r", ("y",), "help", "", "."),
    ]
    assert evaluate_answers({"q": "x", "r": "y"}, rules).rule_ids == ["b"]


def test_an_answer_that_no_rule_knows_leads_nowhere():
    assert (
        evaluate_answers(
            {**dict.fromkeys(safety(), "no"), "blame": "green", "nothing": "yes"}, rules()
        )
        == Result()
    )


def test_help_never_sends_anybody_to_the_other_person():
    rows = [row for row in rules() if row.outcome in ("help", "offer")]
    assert not [
        row.reason
        for row in rows
        if any(
            word in row.reason.lower()
            for word in ("talk to them", "tell them", "repair", "together")
        )
    ]


# ------------------------------------------------------------------ the page
def page() -> str:
    return render(
        "rendering/reflection.html",
        id="sheet",
        caption="Self-reflection",
        reflection=make_reflection(records()),
        topics=real_catalogue().topics,
    )


def test_each_question_of_the_form_is_a_group_of_radio_buttons():
    assert to_elements(page())
    groups = find(page(), "fieldset", class_="reflection__question")
    assert len(groups) == len(safety()) + len(bond())
    assert text_of(groups[0].find("legend")) == "1. Are you ever afraid of them?"
    ids = [
        element.get("id")
        for element in parse(page()).iter()
        if isinstance(element.tag, str) and element.get("id")
    ]
    assert len(set(ids)) == len(ids)
    labels = {label.get("for") for label in find(page(), "label")}
    inputs = find(page(), "input")
    assert {one.get("id") for one in inputs} == labels
    lines = [one for one in inputs if one.get("type") == "text"]
    assert len(lines) == 5 and not any(line.get("name") for line in lines)  # no answers
    radios = [one for one in inputs if one not in lines]
    assert {radio.get("type") for radio in radios} == {"radio"}
    assert not [radio for radio in radios if {"checked", "required"} & radio.attrib.keys()]
    assert texts(page(), "summary") == ["Why we ask"] * len(groups)


def test_the_form_cannot_be_sent_without_the_script():
    form = find(page(), "form")[0]
    assert (form.get("method"), form.get("action"), form.get("autocomplete")) == (
        "dialog",
        None,
        "off",
    )
    assert "disabled" in find(page(), "button", type="submit")[0].attrib


def test_every_rule_stands_in_the_page_with_its_data():
    items = {item.get("data-rule"): item for item in find(page(), "li") if item.get("data-rule")}
    assert sorted(items) == sorted(rule.id for rule in rules())
    for rule in rules():
        item = items[rule.id]
        assert item.get("data-question") == f"sheet-{rule.question}"
        assert item.get("data-answers").split() == list(rule.answers)
        assert item.get("data-outcome") == rule.outcome
        assert ("data-open" in item.attrib) == (rule.outcome == "offer")
        assert text_of(item).endswith(rule.reason)


def test_on_paper_each_rule_says_when_it_applies():
    items = {
        item.get("data-rule"): text_of(item) for item in find(page(), "li") if item.get("data-rule")
    }
    assert items["afraid-help"].startswith(
        "If question 1 is “Yes” or “Sometimes, or it depends on the day”: "
    )
    assert items["hurt-offer"].startswith("If question 4 is “Prefer not to say” or left open: ")
    assert items["blame-topic"].startswith("If question 10 is “Often” or “Sometimes”: ")


def test_help_stands_before_all_that_the_answers_lead_to():
    addresses = [address for address, _ in links(page().split('class="reflection__result"')[1])]
    assert addresses[:3] == ["/help.md", "https://www.bbc.com/weather", "/help.md"]
    topics = [f"/topics/{slug}.md" for slug, _ in make_reflection(records()).key.topics]
    assert addresses[3:] == ["/help.md", *topics]


def test_the_exit_leads_where_the_exit_of_the_page_leads():
    exit_of_page = (
        Path(__file__).resolve().parents[2] / "overrides" / "partials" / "exit.html"
    ).read_text(encoding="utf-8")
    assert [item.get("href") for item in find(page(), "a", class_="exit")] == [
        item.get("href") for item in find(exit_of_page, "a", class_="exit")
    ]


def test_a_cell_is_text_and_never_markup():
    hostile = "<script>alert(1)</script> & {: onclick=x}"
    rows = tables(questions=[f'q,1,T,"{hostile}",why,bond'], answers=ANSWERS, rules=[])
    html = render(
        "rendering/reflection.html",
        id="s",
        caption="C",
        reflection=make_reflection(rows),
        topics={},
    )
    assert find(html, "script") == []
    assert texts(html, "legend")[0] == f"1. {hostile}"


# ------------------------------------------------------------------ what editors are told
HEADERS = {
    "questions": "id,position,theme,question,why_we_ask,kind",
    "answers": "question,position,answer,label,means",
    "rules": "id,priority,question,answers,outcome,topic,reason",
}
ANSWERS = ["q,1,yes,Yes,fine", "q,2,no,No,room", "q,3,unsaid,Prefer not to say,unsaid"]
SAFE_ANSWERS = ["s,1,yes,Yes,danger", "s,2,no,No,fine", "s,3,unsaid,Prefer not to say,unsaid"]
QUESTIONS = ["s,1,Safety,Afraid?,why,safety", "q,2,Bond,Close?,why,bond"]
SAFE_RULES = ["s-help,1,s,yes,help,,r", "s-offer,2,s,unsaid,offer,,r"]
RULE_ROWS = [*SAFE_RULES, "q-topic,3,q,no,topic,trust,r", "q-good,4,q,yes,good,,r"]


def tables(questions: list[str], answers: list[str], rules: list[str]) -> dict:
    """Return the records of the three tables from rows of CSV."""
    texts_by_file = {}
    for name, rows in (("questions", questions), ("answers", answers), ("rules", rules)):
        fields = tuple(
            Field(column, "integer" if column in ("position", "priority") else "string")
            for column in HEADERS[name].split(",")
        )
        table, problems = parse_csv("\n".join([HEADERS[name], *rows]) + "\n", f"data/{name}.csv")
        assert not problems
        texts_by_file[f"reflection-{name}"] = make_records(
            table, Resource(name, f"{name}.csv", name, "", fields), f"data/{name}.csv"
        )[0]
    return texts_by_file


def swap(rows: list[str], old: str, new: str) -> list[str]:
    """Return the rows with one of them replaced, or taken out."""
    assert old in rows
    return [new if row == old else row for row in rows if row != old or new]


def check(questions=QUESTIONS, answers=(*SAFE_ANSWERS, *ANSWERS), rules=RULE_ROWS) -> list[str]:
    return format_problems(
        check_reflection(tables(list(questions), list(answers), list(rules)), {"trust": None})
    )


def test_sound_tables_have_no_problem():
    assert check() == []
    assert format_problems(check_reflection(records(), real_catalogue().topics)) == []


def test_nothing_is_said_without_all_three_tables():
    assert format_problems(check_reflection({}, {})) == []
    rows = tables(QUESTIONS, [], [])
    del rows["reflection-rules"]
    assert format_problems(check_reflection(rows, {})) == []


ALL = [*SAFE_ANSWERS, *ANSWERS]
CASES = {
    "a danger that no rule knows": (
        {"rules": swap(RULE_ROWS, "s-help,1,s,yes,help,,r", "")},
        [
            '[danger-without-help] data/answers.csv:2:13: the answer "yes" to "s" means danger and'
            " does not lead to help alone. Name it in a rule with the outcome help, and in no"
            " other."
        ],
    ),
    "a danger that leads to help and elsewhere": (
        {"rules": [*RULE_ROWS, "s-more,5,s,yes,topic,trust,r"]},
        [
            (
                '[danger-without-help] data/answers.csv:2:13: the answer "yes" to "s" means danger'
                " and does not lead to help alone. Name it in a rule with the outcome help, and in"
                " no other."
            ),
            (
                "[safety-not-help] data/rules.csv:6:16: this rule leads from a question on safety"
                ' to "topic". From a question on safety, lead only to help or to an offer of help.'
            ),
        ],
    ),
    "a danger in a question on the bond": (
        {"answers": swap(ALL, "q,2,no,No,room", "q,2,no,No,danger")},
        [
            '[danger-without-help] data/answers.csv:6:11: the answer "no" to "q" means danger and'
            " does not lead to help alone. Name it in a rule with the outcome help, and in no"
            " other."
        ],
    ),
    "safe is no outcome": (
        {"rules": [*RULE_ROWS, "s-good,5,s,no,good,,r"]},
        [
            "[safety-not-help] data/rules.csv:6:15: this rule leads from a question on safety to"
            ' "good". From a question on safety, lead only to help or to an offer of help.'
        ],
    ),
    "help that names a topic": (
        {"rules": swap(RULE_ROWS, "s-help,1,s,yes,help,,r", "s-help,1,s,yes,help,trust,r")},
        [
            '[topic-not-wanted] data/rules.csv:2:21: this rule has the outcome "help" and names the'
            ' topic "trust". Empty the cell: only the outcome topic leads to a topic page.'
        ],
    ),
    "help for an answer that is none": (
        {
            "answers": swap(ALL, "s,2,no,No,fine", "s,2,maybe,Maybe,fine"),
            "rules": swap(RULE_ROWS, "s-help,1,s,yes,help,,r", "s-help,1,s,yes maybe,help,,r"),
        },
        [
            '[help-without-danger] data/rules.csv:2:12: the answer "maybe" leads to help, but'
            " reflection_answers.csv says that it means fine. Mark the answer as danger, or give"
            " the rule another outcome."
        ],
    ),
    "room on safety": (
        {"answers": swap(ALL, "s,2,no,No,fine", "s,2,no,No,room")},
        [
            '[safety-with-room] data/answers.csv:3:11: the answer "no" to "s" means room, which no'
            " answer about safety can. On safety there is nothing to work on: write danger, fine or"
            " unsaid."
        ],
    ),
    "safety without danger": (
        {
            "answers": swap(ALL, "s,1,yes,Yes,danger", "s,1,yes,Yes,fine"),
            "rules": swap(RULE_ROWS, "s-help,1,s,yes,help,,r", ""),
        },
        [
            '[safety-without-danger] data/questions.csv:2:24: the question on safety "s" has no'
            " answer that means danger. Mark the answers that show fear, control, force or harm as"
            " danger."
        ],
    ),
    "silence on safety without an offer": (
        {"rules": swap(RULE_ROWS, "s-offer,2,s,unsaid,offer,,r", "")},
        [
            '[answer-without-rule] data/answers.csv:4:5: the answer "unsaid" to "s" means unsaid'
            " and no rule leads from it to offer. Add a rule with the outcome offer to"
            " reflection_rules.csv."
        ],
    ),
    "an answer without a rule": (
        {"rules": swap(RULE_ROWS, "q-topic,3,q,no,topic,trust,r", "")},
        [
            '[answer-without-rule] data/answers.csv:6:5: the answer "no" to "q" means room and no'
            " rule leads from it to topic. Add a rule with the outcome topic to"
            " reflection_rules.csv."
        ],
    ),
    "silence that leads somewhere": (
        {
            "rules": swap(
                RULE_ROWS, "q-topic,3,q,no,topic,trust,r", "q-topic,3,q,no unsaid,topic,trust,r"
            )
        },
        [
            '[answer-leads-elsewhere] data/answers.csv:7:5: the answer "unsaid" to "q" means unsaid'
            " and leads to topic. Take it out of that rule: unsaid leads nowhere."
        ],
    ),
    "good and not good": (
        {
            "rules": swap(
                RULE_ROWS, "q-topic,3,q,no,topic,trust,r", "q-topic,3,q,no yes,topic,trust,r"
            )
        },
        [
            '[answer-leads-elsewhere] data/answers.csv:5:5: the answer "yes" to "q" means fine and'
            " leads to topic. Take it out of that rule: fine leads to good alone."
        ],
    ),
    "no answers": (
        {"answers": SAFE_ANSWERS, "rules": SAFE_RULES},
        [
            '[question-without-answers] data/questions.csv:3:1: the question "q" has no answers.'
            " Add its answers to reflection_answers.csv."
        ],
    ),
    "nobody may decline": (
        {"answers": swap(ALL, "q,3,unsaid,Prefer not to say,unsaid", "")},
        [
            '[no-way-to-decline] data/questions.csv:3:1: the question "q" has no "Prefer not to'
            ' say". Add an answer that means unsaid.'
        ],
    ),
    "an answer that is not there": (
        {
            "rules": swap(
                RULE_ROWS, "q-topic,3,q,no,topic,trust,r", "q-topic,3,q,no green,topic,trust,r"
            )
        },
        [
            '[unknown-answer] data/rules.csv:4:13: the question "q" has no answer "green". There'
            " are these answers: no, unsaid, yes."
        ],
    ),
    "a topic that is not there": (
        {"rules": swap(RULE_ROWS, "q-topic,3,q,no,topic,trust,r", "q-topic,3,q,no,topic,trast,r")},
        ['[unknown-topic] data/rules.csv:4:22: no topic is called "trast". Did you mean "trust"?'],
    ),
    "no topic": (
        {"rules": swap(RULE_ROWS, "q-topic,3,q,no,topic,trust,r", "q-topic,3,q,no,topic,,r")},
        [
            "[rule-without-topic] data/rules.csv:4:22: this rule leads to a topic and names none."
            " Add the slug of the topic page."
        ],
    ),
    "safety is not first": (
        {"questions": ["s,2,Safety,Afraid?,why,safety", "q,1,Bond,Close?,why,bond"]},
        [
            "[safety-not-first] data/questions.csv:2:3: this question on safety comes after one"
            " that is not. Give the questions on safety the smallest positions."
        ],
    ),
    "help is not first": (
        {"rules": swap(RULE_ROWS, "s-help,1,s,yes,help,,r", "s-help,9,s,yes,help,,r")},
        [
            "[help-not-first] data/rules.csv:2:8: this rule for help comes after one that is not. "
            "Give the rules for help the smallest priorities."
        ],
    ),
}


@pytest.mark.parametrize(("changed", "problems"), CASES.values(), ids=CASES)
def test_what_editors_are_told(changed, problems):
    assert check(**changed) == problems


def test_broken_cells_are_passed_over():
    rows = tables(
        ["s,x,Safety,Afraid?,why,safety", "q,2,,,,"],
        ["s,,yes,,", "gone,1,a,A,danger"],
        ["r,x,s,yes,help,,r", "r2,1,gone,a,help,,r"],
    )
    list(check_reflection(rows, {}))
    render(
        "rendering/reflection.html",
        id="s",
        caption="C",
        reflection=make_reflection(rows),
        topics={},
    )
