"""Evaluate the decision table of the self-reflection, and validate the three tables it comes from.

They are reflection_questions.csv, reflection_answers.csv and reflection_rules.csv. Help overrides
everything: a reader whose answers show fear, control, force or harm is never told to work on the
relationship. The script of the page (docs/assets/reflection.js) evaluates the same rules, which the
build writes into the page's HTML.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from guide.core.problems import Problem, quote, suggest
from guide.core.wording import join_words
from guide.data.records import Record

TABLES = ("reflection-questions", "reflection-answers", "reflection-rules")
# The outcomes in the order in which readers see them.
OUTCOMES = ("help", "offer", "topic", "good")
# The outcome that an answer must have, by its meaning and the kind of its question. An answer that
# is fine on safety has none: the page never tells anybody that they are safe.
_REQUIRED_OUTCOMES = {
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
        """Whether it also applies to a question without an answer: silence must not cost help."""
        return self.outcome == "offer"

    def applies_to(self, answer: str) -> bool:
        """Say whether the rule applies to an answer to its question; "" is none."""
        return answer in self.answers if answer else self.applies_when_open


@dataclass(frozen=True)
class Result:
    """The outcome of a set of answers. Where `help` is not empty, all else is.

    `topics` has each topic once, with the rules that lead to it.
    """

    help: tuple[Rule, ...] = ()
    offer: tuple[Rule, ...] = ()
    topics: tuple[tuple[str, tuple[Rule, ...]], ...] = ()
    good: tuple[Rule, ...] = ()

    @property
    def rule_ids(self) -> list[str]:
        """The ids of the rules in the order in which readers see them."""
        topics = [rule for _, rules in self.topics for rule in rules]
        return [rule.id for rule in (*self.help, *self.offer, *topics, *self.good)]


def evaluate_answers(answers: Mapping[str, str], rules: Iterable[Rule]) -> Result:
    """Evaluate the rules for a set of answers, given by question.

    1. If any rule with the outcome help applies, the result is help and nothing else, whatever the
       other answers are.
    2. Else a safety question that was left open, or answered with "Prefer not to say", puts an
       offer of help before the rest. Nothing is assumed and nothing is held back: a reader need not
       give a reason for silence.
    3. After that offer, if there is one, comes each topic once, in the order in which the rules
       name it first; then what is good.

    A bond question without an answer, or with "Prefer not to say", has no outcome.
    """
    ordered = sort_rules(rules)
    matching = [rule for rule in ordered if rule.applies_to(answers.get(rule.question, ""))]
    danger = tuple(rule for rule in matching if rule.outcome == "help")
    return Result(help=danger) if danger else group_rules(matching, ordered)


def group_rules(rules: Iterable[Rule], ordered: Iterable[Rule]) -> Result:
    """Group rules by outcome, and by topic in the order in which `ordered`, all rules, has them."""
    by_outcome: defaultdict[str, list[Rule]] = defaultdict(list)
    by_topic: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
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


def sort_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Sort rules by priority, smallest first."""
    return sorted(rules, key=lambda rule: rule.priority)


def make_rules(records: Iterable[Record]) -> list[Rule]:
    """Make the rules, sorted, of the complete rows; what the others lack is reported elsewhere."""
    needed = ("id", "question", "answers", "outcome", "reason")
    return sort_rules(
        Rule(
            str(row["id"]),
            int(priority),
            str(row["question"]),
            tuple(row.items("answers")),
            str(row["outcome"]),
            str(row["topic"] or ""),
            str(row["reason"]),
        )
        for row in records
        if all(row[name] is not None for name in needed)
        and (priority := _number(row, "priority")) is not None
    )


def _number(row: Record, name: str) -> float | None:
    value = row[name]
    return value if isinstance(value, int | float) else None


@dataclass(frozen=True)
class Question:
    """One question of the page: its number in the list, its answers as (short name, label)."""

    id: str
    number: int
    theme: str
    text: str
    why: str
    is_safety: bool
    answers: tuple[tuple[str, str], ...]

    def labels(self, rule: Rule) -> list[str]:
        """List the labels of the answers to which a rule applies."""
        return [label for name, label in self.answers if name in rule.answers]


@dataclass(frozen=True)
class Reflection:
    """The view for the template: questions by theme and id, and in `key` all rules by outcome."""

    themes: tuple[tuple[str, tuple[Question, ...]], ...]
    questions: Mapping[str, Question]
    key: Result

    @property
    def safety_count(self) -> int:
        """The number of questions about safety, which come first."""
        return sum(question.is_safety for question in self.questions.values())


def make_reflection(records: Mapping[str, list[Record]]) -> Reflection:
    """Make the view of the self-reflection from the records of its tables, given by resource."""
    rows = {name: records.get(name, []) for name in TABLES}
    answers: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _by_position(rows["reflection-answers"]):
        answers[str(row["question"])].append((str(row["answer"]), str(row["label"])))
    questions = [
        Question(
            str(row["id"]),
            number,
            str(row["theme"]),
            str(row["question"]),
            str(row["why_we_ask"]),
            row["kind"] == "safety",
            tuple(answers[str(row["id"])]),
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
    """Sort rows by position; those without one come last."""

    def key(row: Record) -> tuple[bool, float]:
        position = _number(row, "position")
        return position is None, position or 0

    return sorted(rows, key=key)


def check_reflection(
    records: Mapping[str, list[Record]], topics: Collection[str]
) -> Iterator[Problem]:
    """Check the three tables against each other; `topics` are the slugs of the topic pages.

    Problems: safety or help that does not come first, a question without answers or without a way
    to decline, and answers and rules whose outcome does not fit their meaning. Nothing is checked
    where one of the tables is missing or could not be read, which is reported elsewhere.
    """
    if not all(name in records for name in TABLES):
        return
    questions, answers, rules = (records[name] for name in TABLES)
    by_id = {row["id"]: row for row in questions}
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
        if rule["question"] in by_id:  # else the check of foreign keys reports it
            yield from _check_rule(rule, by_id[rule["question"]], answers, topics)
    for answer in answers:
        if answer["question"] in by_id:
            yield from _check_answer(answer, by_id[answer["question"]], rules)


def _find_late(
    rows: list[Record], name: str, is_first: Callable[[Record], bool]
) -> Iterator[Record]:
    """Yield the rows that must come before all others by the number in a column and do not."""
    numbered = [(row, number) for row in rows if (number := _number(row, name)) is not None]
    others = [number for row, number in numbered if not is_first(row)]
    yield from (
        row for row, number in numbered if is_first(row) and others and number > min(others)
    )


def _check_question(question: Record, answers: list[Record]) -> Iterator[Problem]:
    """Yield a problem for a question that lacks answers: any, one to decline, or one for danger."""
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
    """Yield a problem for a rule with unknown answers or topic, or an outcome that does not fit."""
    meanings = {
        str(row["answer"]): row["means"] for row in answers if row["question"] == question["id"]
    }
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
    """Yield a problem for an answer that lacks the outcome its meaning requires, or has another."""
    outcomes = {
        str(rule["outcome"] or "")
        for rule in rules
        if rule["question"] == question["id"] and answer["answer"] in rule.items("answers")
    }
    means, kind = answer["means"], question["kind"]
    required = _REQUIRED_OUTCOMES.get((str(means), str(kind)))
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
    elif required and required not in outcomes:
        yield answer.problem(
            "answer",
            "answer-without-rule",
            f"{shown} and no rule leads from it to {required}",
            f"Add a rule with the outcome {required} to reflection_rules.csv",
        )
    elif means and kind == "bond" and outcomes - {required}:
        yield answer.problem(
            "answer",
            "answer-leads-elsewhere",
            f"{shown} and leads to {join_words(sorted(outcomes - {required}))}",
            f"Take it out of that rule: {means} leads"
            f" {f'to {required} alone' if required else 'nowhere'}",
        )
