"""Prompt an editor for what a command needs: at a terminal, one question at a time.

Answers in the command's arguments are not asked for.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guide.core.days import parse_day
from guide.core.problems import UserError

Answers = dict[str, str]


def _accept_any(_text: str, _answers: Answers) -> str:
    return ""


def _no_default(_answers: Answers) -> str:
    return ""


@dataclass(frozen=True)
class Question:
    """One value to ask for; `prompt` is shown to the editor.

    `check` takes an answer and those before it, and returns what is wrong with it, or "". `default`
    takes the answers before it and returns the default. Without `needed` an answer may be empty.
    """

    name: str
    prompt: str
    check: Callable[[str, Answers], str] = _accept_any
    needed: bool = True
    default: Callable[[Answers], str] = _no_default

    @property
    def option(self) -> str:
        """The command's option for this value, such as --linked-from-1."""
        return f"--{self.name.replace('_', '-')}"


def answer_all(
    questions: Sequence[Question],
    arguments: Mapping[str, str | None],
    ask: Callable[[str], str] | None = None,
    show: Callable[[str], None] = print,
) -> Answers:
    """Return an answer to each question: from the arguments, else from a prompt, else the default.

    `ask` is None where nobody can be asked: then a UserError has everything that is wrong or
    missing at once. `show` writes what is wrong with an answer.
    """
    answers: Answers = {}
    messages = []
    for question in questions:
        text = arguments.get(question.name)
        if text is None and ask is not None:
            answers[question.name] = _ask(question, answers, ask, show)
            continue
        text = question.default(answers) if text is None else text.strip()
        message = _answer_message(question, text, answers)
        messages += [f"{question.option}: {message}"] if message else []
        answers[question.name] = text
    if messages:
        raise UserError("\n".join(messages))
    return answers


def _ask(
    question: Question, answers: Answers, ask: Callable[[str], str], show: Callable[[str], None]
) -> str:
    default = question.default(answers)
    hint = f" [{default}]" if default else "" if question.needed else " (may stay empty)"
    while True:
        text = ask(f"{question.prompt}{hint}\n> ").strip() or default
        message = _answer_message(question, text, answers)
        if not message:
            return text
        show(f"  {message}")


def _answer_message(question: Question, text: str, answers: Answers) -> str:
    if not text:
        return f"this is needed ({question.prompt})" if question.needed else ""
    return question.check(text, answers)


def day_argument(text: str) -> date:
    """Parse the day of an argument; argparse shows the reason where it is none."""
    day = parse_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a day. Write year, month and day, such as 2026-11-23'
        )
    return day


def confirm(question: str, is_confirmed: bool, ask: Callable[[str], str] | None) -> bool:
    """Confirm an action: by --yes, or by typing y at a terminal. Without one the answer is no."""
    if is_confirmed or ask is None:
        return is_confirmed
    return ask(f"{question} [y/N] ").strip().lower() in ("y", "yes")
