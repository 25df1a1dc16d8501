"""Decide where the answers of the self-reflection lead, and check the tables that say so.

Imports problem, text, records.

The tables are reflection_questions.csv, reflection_answers.csv and reflection_rules.csv. Help
overrides everything: a reader whose answers show fear, control, force or harm is never led to work
on the relationship. The script of the page (docs/assets/reflection.js) follows the same rules,
which the build writes into the page's HTML.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from guide.core.problems import Problem, quote, suggest
from guide.core.wording import join_words
from guide.data.records import Record

TABLES = ("reflection-questions", "reflection-answers", "reflection-rules")
# The outcomes in the order in which a reader meets them.
OUTCOMES = ("help", "offer", "topic", "good")
# Which outcomes an answer must have, by what it means and the kind of its question. An answer that
# is fine on safety has none: the page never tells anybody that they are safe.
_WANTED = {
    ("danger", "safety"): "help",
    ("danger", "bond"): "help",
    ("unsaid", "safety"): "offer",
    ("room", "bond"): "topic",
    ("fine", "bond"): "good",
}


@dataclass(frozen=True)
class Rule:
    """One row of reflection_rules.csv: the answers to one question that lead to one outcome."""

    id: str
    priority: int
    question: str
    answers: tuple[str, ...]
    outcome: str
    topic: str
    reason: str

    @property
    def applies_when_open(self) -> bool:
        """Whether the rule applies also to a question without an answer: saying nothing is no reason to offer less."""
        return self.outcome == "offer"

    def applies_to(self, answer: str) -> bool:
        """Say whether the rule applies to an answer to its question; "" is none."""
        return answer in self.answers if answer else self.applies_when_open


@dataclass(frozen=True)
class Result:
    """Where a set of answers leads. Where `help` is not empty, all else is.

    `topics` has each topic once, with the rules that lead to it.
    """

    help: tuple[Rule, ...] = ()
    offer: tuple[Rule, ...] = ()
    topics: tuple[tuple[str, tuple[Rule, ...]], ...] = ()
    good: tuple[Rule, ...] = ()

    @property
    def rule_ids(self) -> list[str]:
        """The ids of the rules in the order in which a reader meets them."""
        led = [rule for _, rules in self.topics for rule in rules]
        return [rule.id for rule in (*self.help, *self.offer, *led, *self.good)]


def decide(answers: Mapping[str, str], rules: Iterable[Rule]) -> Result:
    """Return where answers (question to answer) lead, by the rules.

    1. If any rule with the outcome help applies, the result is help and nothing else, whatever the other answers are.
    2. Else a safety question that was left open, or answered with "Prefer not to say", puts an offer of help before
       the rest. Nothing is assumed and nothing is held back: a reader need not give a reason for silence.
    3. Else and also, each topic stands once, in the order in which the rules name it first; then what is good.

    A bond question without an answer, or with "Prefer not to say", leads nowhere.
    """
    ordered = in_order(rules)
    found = [rule for rule in ordered if rule.applies_to(answers.get(rule.question, ""))]
    danger = tuple(rule for rule in found if rule.outcome == "help")
    return Result(help=danger) if danger else group_rules(found, ordered)


def group_rules(found: Iterable[Rule], ordered: Iterable[Rule]) -> Result:
    """Return rules by outcome, and by topic in the order in which `ordered`, all the rules, names the topics."""
    by_outcome, by_topic = defaultdict(list), defaultdict(list)
    for rule in found:
        by_outcome[rule.outcome].append(rule)
        if rule.outcome == "topic":
            by_topic[rule.topic].append(rule)
    slugs = dict.fromkeys(rule.topic for rule in ordered if rule.topic in by_topic)
    return Result(
        tuple(by_outcome["help"]),
        tuple(by_outcome["offer"]),
        tuple((slug, tuple(by_topic[slug])) for slug in slugs),
        tuple(by_outcome["good"]),
    )


def in_order(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules by priority, smallest first."""
    return sorted(rules, key=lambda rule: rule.priority)


def make_rules(records: Iterable[Record]) -> list[Rule]:
    """Return the rules of the rows that have all they need; what the others lack has been reported."""
    needed = ("id", "priority", "question", "answers", "outcome", "reason")
    return in_order(
        Rule(
            str(row["id"]),
            int(row["priority"]),
            str(row["question"]),
            tuple(row.items("answers")),
            str(row["outcome"]),
            str(row["topic"] or ""),
            str(row["reason"]),
        )
        for row in records
        if all(row[name] is not None for name in needed)
    )


@dataclass(frozen=True)
class Question:
    """One question as the page shows it: its number in the list, its answers as (short name, label)."""

    id: str
    number: int
    theme: str
    text: str
    why: str
    is_safety: bool
    answers: tuple[tuple[str, str], ...]

    def labels(self, rule: Rule) -> list[str]:
        """Return the words of the answers to which a rule applies."""
        return [label for name, label in self.answers if name in rule.answers]


@dataclass(frozen=True)
class Reflection:
    """All that the template needs: the questions by theme, each question by id, and every rule by its outcome."""

    themes: tuple[tuple[str, tuple[Question, ...]], ...]
    questions: Mapping[str, Question]
    key: Result

    @property
    def safety_count(self) -> int:
        """How many questions ask about safety; they are the first ones."""
        return sum(question.is_safety for question in self.questions.values())


def make_reflection(records: Mapping[str, list[Record]]) -> Reflection:
    """Return the view of the self-reflection from the records of its tables, by resource."""
    rows = {name: records.get(name, []) for name in TABLES}
    answers = defaultdict(list)
    for row in _by_position(rows["reflection-answers"]):
        answers[row["question"]].append((str(row["answer"]), str(row["label"])))
    questions = [
        Question(
            str(row["id"]),
            number,
            str(row["theme"]),
            str(row["question"]),
            str(row["why_we_ask"]),
            row["kind"] == "safety",
            tuple(answers[row["id"]]),
        )
        for number, row in enumerate(_by_position(rows["reflection-questions"]), 1)
    ]
    rules = [
        rule
        for rule in make_rules(rows["reflection-rules"])
        if rule.question in {item.id for item in questions}
    ]
    themes = tuple(
        (theme, tuple(group)) for theme, group in groupby(questions, key=lambda item: item.theme)
    )
    return Reflection(themes, {item.id: item for item in questions}, group_rules(rules, rules))


def _by_position(rows: Iterable[Record]) -> list[Record]:
    return sorted(rows, key=lambda row: (row["position"] is None, row["position"] or 0))


def check_reflection(
    records: Mapping[str, list[Record]], topics: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong between the three tables; `topics` are the slugs of the topic pages.

    Nothing is said where one of the tables is missing or could not be read, which is reported
    elsewhere.
    """
    if not all(name in records for name in TABLES):
        return
    questions, answers, rules = (records[name] for name in TABLES)
    known = {row["id"]: row for row in questions}
    for question in _find_late(questions, "position", lambda row: row["kind"] == "safety"):
        yield question.problem(
            "position",
            "safety-not-first",
            "this question on safety comes after one that is not",
            "Give the questions on safety the smallest positions",
        )
    for rule in _find_late(rules, "priority", lambda row: row["outcome"] == "help"):
        yield rule.problem(
            "priority",
            "help-not-first",
            "this rule for help comes after one that is not",
            "Give the rules for help the smallest priorities",
        )
    for question in questions:
        yield from _check_question(
            question, [row for row in answers if row["question"] == question["id"]]
        )
    for rule in rules:
        if rule["question"] in known:  # else the foreign key has said so
            yield from _check_rule(rule, known[rule["question"]], answers, topics)
    for answer in answers:
        if answer["question"] in known:
            yield from _check_answer(answer, known[answer["question"]], rules)


def _find_late(
    rows: list[Record], place: str, is_first: Callable[[Record], bool]
) -> Iterator[Record]:
    """Yield the rows that ought to come before all others and do not."""
    placed = [row for row in rows if row[place] is not None]
    others = [row[place] for row in placed if not is_first(row)]
    yield from (row for row in placed if is_first(row) and others and row[place] > min(others))


def _check_question(question: Record, answers: list[Record]) -> Iterator[Problem]:
    """Yield a problem for a question that cannot be answered, cannot be passed over, or whose answers cannot tell."""
    meanings, name = {row["means"] for row in answers}, quote(question["id"])
    if not answers:
        yield question.problem(
            "id",
            "question-without-answers",
            f"the question {name} has no answers",
            "Add its answers to reflection_answers.csv",
        )
    elif "unsaid" not in meanings:
        yield question.problem(
            "id",
            "no-way-to-decline",
            f'the question {name} has no "Prefer not to say"',
            "Add an answer that means unsaid",
        )
    if answers and question["kind"] == "safety" and "danger" not in meanings:
        yield question.problem(
            "kind",
            "safety-without-danger",
            f"the question on safety {name} has no answer that means danger",
            "Mark the answers that show fear, control, force or harm as danger",
        )


def _check_rule(
    rule: Record, question: Record, answers: list[Record], topics: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for a rule whose answers or topic are not there, or that leads where its outcome must not."""
    meanings = {row["answer"]: row["means"] for row in answers if row["question"] == question["id"]}
    for name in rule.items("answers"):
        if name not in meanings:
            yield rule.problem(
                "answers",
                "unknown-answer",
                f"the question {quote(question['id'])} has no answer {quote(name)}",
                suggest(name, meanings, "answers"),
            )
        elif rule["outcome"] == "help" and meanings[name] != "danger":
            yield rule.problem(
                "answers",
                "help-without-danger",
                f"the answer {quote(name)} leads to help, but reflection_answers.csv says that it "
                f"means {meanings[name]}",
                "Mark the answer as danger, or give the rule another outcome",
            )
    if question["kind"] == "safety" and rule["outcome"] in ("topic", "good"):
        yield rule.problem(
            "outcome",
            "safety-not-help",
            f"this rule leads from a question on safety to {quote(rule['outcome'])}",
            "From a question on safety, lead only to help or to an offer of help",
        )
    yield from _check_topic(rule, topics)


def _check_topic(rule: Record, topics: Collection[str]) -> Iterator[Problem]:
    slug = rule["topic"]
    if rule["outcome"] == "topic" and slug is None:
        yield rule.problem(
            "topic",
            "rule-without-topic",
            "this rule leads to a topic and names none",
            "Add the slug of the topic page",
        )
    elif slug is not None and rule["outcome"] in ("help", "offer", "good"):
        yield rule.problem(
            "topic",
            "topic-not-wanted",
            f"this rule has the outcome {quote(rule['outcome'])} and names the topic {quote(slug)}",
            "Empty the cell: only the outcome topic leads to a topic page",
        )
    elif slug is not None and slug not in topics:
        yield rule.problem(
            "topic",
            "unknown-topic",
            f"no topic is called {quote(slug)}",
            suggest(str(slug), topics, "topics"),
        )


def _check_answer(answer: Record, question: Record, rules: list[Record]) -> Iterator[Problem]:
    """Yield a problem for an answer that leads nowhere, or elsewhere than its meaning asks."""
    outcomes = {
        rule["outcome"]
        for rule in rules
        if rule["question"] == question["id"] and answer["answer"] in rule.items("answers")
    }
    means, kind = answer["means"], question["kind"]
    wanted = _WANTED.get((means, kind))
    shown = f"the answer {quote(answer['answer'])} to {quote(question['id'])} means {means}"
    if means == "danger" and outcomes != {"help"}:
        yield answer.problem(
            "means",
            "danger-without-help",
            f"{shown} and does not lead to help alone",
            "Name it in a rule with the outcome help, and in no other",
        )
    elif means == "room" and kind == "safety":
        yield answer.problem(
            "means",
            "safety-with-room",
            f"{shown}, which no answer about safety can",
            "On safety there is nothing to work on: write danger, fine or unsaid",
        )
    elif wanted and wanted not in outcomes:
        yield answer.problem(
            "answer",
            "answer-without-rule",
            f"{shown} and no rule leads from it to {wanted}",
            f"Add a rule with the outcome {wanted} to reflection_rules.csv",
        )
    elif means and kind == "bond" and outcomes - {wanted}:
        yield answer.problem(
            "answer",
            "answer-leads-elsewhere",
            f"{shown} and leads to {join_words(sorted(outcomes - {wanted}))}",
            f"Take it out of that rule: {means} leads"
            f" {f'to {wanted} alone' if wanted else 'nowhere'}",
        )
