"""Ask an editor for what a command needs: in its arguments or, at a terminal, one question at a time. Imports edits."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guide.core.days import parse_day
from guide.core.problems import UserError

Answers = dict[str, str]


def _fine(_text: str, _answers: Answers) -> str:
    return ""


def _none(_answers: Answers) -> str:
    return ""


@dataclass(frozen=True)
class Question:
    """One thing to be told. `check` returns what is wrong with an answer ("" when nothing is), given those before it;

    `usual` makes the answer that is taken when none is given. An answer that is not `needed` may
    stay empty.
    """

    name: str
    words: str
    check: Callable[[str, Answers], str] = _fine
    needed: bool = True
    usual: Callable[[Answers], str] = _none

    @property
    def option(self) -> str:
        return f"--{self.name.replace('_', '-')}"


def answer_all(
    questions: Sequence[Question],
    given: Mapping[str, str | None],
    ask: Callable[[str], str] | None = None,
    tell: Callable[[str], None] = print,
) -> Answers:
    """Return an answer to each question: as given, else as asked for, else the usual one.

    UserError, with everything that is wrong or missing at once, when nobody can be asked (`ask` is
    None).
    """
    answers: Answers = {}
    wrong = []
    for question in questions:
        text = given.get(question.name)
        if text is None and ask is not None:
            answers[question.name] = _ask(question, answers, ask, tell)
            continue
        text = question.usual(answers) if text is None else text.strip()
        found = _wrong(question, text, answers)
        wrong += [f"{question.option}: {found}"] if found else []
        answers[question.name] = text
    if wrong:
        raise UserError("\n".join(wrong))
    return answers


def _ask(
    question: Question, answers: Answers, ask: Callable[[str], str], tell: Callable[[str], None]
) -> str:
    usual = question.usual(answers)
    hint = f" [{usual}]" if usual else "" if question.needed else " (may stay empty)"
    while True:
        text = ask(f"{question.words}{hint}\n> ").strip() or usual
        found = _wrong(question, text, answers)
        if not found:
            return text
        tell(f"  {found}")


def _wrong(question: Question, text: str, answers: Answers) -> str:
    if not text:
        return f"this is needed ({question.words})" if question.needed else ""
    return question.check(text, answers)


def day_argument(text: str) -> date:
    """Return the day that an argument names; argparse shows the reason where it names none."""
    day = parse_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a day. Write year, month and day, such as 2026-11-23'
        )
    return day


def agree(question: str, said_yes: bool, ask: Callable[[str], str] | None) -> bool:
    """Say whether an editor agrees: by --yes, or by typing y at a terminal. Nobody there means no."""
    if said_yes or ask is None:
        return said_yes
    return ask(f"{question} [y/N] ").strip().lower() in ("y", "yes")
