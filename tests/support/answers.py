"""An editor's answers to the questions for a new topic, a new finding and a new source."""

from datetime import date

from guide.editing.new_topics import (
    add_link,
    add_to_nav,
    render_topic_page,
)
from guide.editing.prompts import Question

TODAY = date(2026, 11, 23)


TOPIC = {
    "title": "Ask for help: how",
    "slug": "ask-for-help",
    "phrase": "ask for help",
    "group": "Grow",
    "summary": 'A summary with "quotes" in it.',
    "description": (
        "How to ask a friend for help # without turning the friendship into a ledger of favors."
    ),
    "serves": "For anyone who finds it hard to ask.",
    "needs": "growing-together, alone-beside-them",
    "related_1": "build-trust",
    "reason_1": "because asking is a small trust",
    "related_2": "resolve-conflicts",
    "reason_2": "if asking ends in a quarrel",
    "linked_from_1": "guide/strategies.md",
    "linked_from_2": "topics/build-trust.md",
    "safety": "no",
    "synonyms": "favor, yes, 12, a: b",
}


FINDING = {
    "id": "asking-is-hard",
    "section": "strategies",
    "statement": "People who had to ask for help underestimated who would say yes.",
    "source": "aarp2025",
    "design": "experiment",
    "status": "secondary",
    "checked_on": "2026-11-23",
    "caveat": 'Only "small", cheap favors.',
}


SOURCE = {
    "key": "zebra2024",
    "type": "journal",
    "authors": "Zebra, Z.",
    "year": "2024",
    "title": "Asking",
    "url": "https://zebra.example/",
    "confirmed_by": "abstract read",
}


def fault(questions: list[Question], name: str, text: str, **answers: str) -> str:
    return next(question for question in questions if question.name == name).check(text, answers)


def edits_of_a_topic(texts: dict[str, str]) -> dict[str, str]:
    changed = {
        "docs/topics/ask-for-help.md": render_topic_page(TOPIC, TODAY),
        "mkdocs.yml": add_to_nav(texts["mkdocs.yml"], "topics/ask-for-help.md", "Grow"),
    }
    for name in ("docs/guide/strategies.md", "docs/topics/build-trust.md"):
        changed[name] = add_link(texts[name], TOPIC["phrase"])
    return changed
