"""Create a topic page that passes the checks, with its entry in the navigation and links to it.

Pure: takes an editor's answers, returns questions and texts.
"""

import json
import re
from collections.abc import Iterable
from datetime import date

from guide.content.catalogue import Catalogue
from guide.content.pages import Page, check_front_matter, danger_need, key_order
from guide.core.problems import UserError, quote, suggest
from guide.core.wording import normalize_phrase, slugify
from guide.core.yaml_reader import Document, parse_yaml
from guide.editing.prompts import Answers, Question

NAV = "mkdocs.yml"
_NAME = "[a-z0-9]+(?:-[a-z0-9]+)*"
# The body until its author has written it. The comment is for the author: no reader sees it.
_BODY = """\
{opening}

<!--
Now write the page, in the order of the other topics, and delete this comment and the line above:

> **If you only have a minute**
>
> - Three to five things to do, say or believe.

## What to do
The steps, then a scene:

> **Dialogue: what it is about**
>
> **One:** What they say.

Then a practice card, with a line "- **Not for you if:** …":

> **Practice: what to do**

## Why this may work
One study told as a story. A number is in the words of a link:
[fell by 5.54%](finding:six-seconds-554).

> **How sure are we?**
>
> - **Fair:** a piece of advice, because [a study](finding:six-seconds-554) showed it.
> - **Our idea:** another.
-->
"""
_HELP = (
    " If you are afraid of the person you are thinking of, read [help and helplines]({help}) first."
)


def topic_questions(catalogue: Catalogue) -> list[Question]:
    """Return the questions for a new topic page, in the order in which they are asked."""
    return [
        Question(
            "title", "Title, as readers see it", lambda text, _: _title_message(catalogue, text)
        ),
        Question(
            "slug",
            "Name in the address, in lower-case letters, digits and hyphens",
            lambda text, _: _slug_message(catalogue, text),
            default=lambda answers: slugify(answers.get("title", "")),
        ),
        Question(
            "phrase",
            "Link phrase: the words in square brackets that lead here",
            lambda text, _: _phrase_message(catalogue, text),
        ),
        _meta_question("group", "Group: Talk, Understand, Trust, Grow, Lasting, Date or Get help"),
        _meta_question("description", "Description for search engines, 60 to 170 characters"),
        _meta_question("summary", "Summary for the list of topics, 20 to 220 characters"),
        _meta_question("serves", "Whom the page serves, 20 to 320 characters"),
        _meta_question(
            "needs", "Needs it answers, separated by commas, such as rebuilding-trust", is_list=True
        ),
        *_related_questions(catalogue, "1", "First"),
        *_related_questions(catalogue, "2", "Second"),
        _from_question(catalogue, "1", "First"),
        _from_question(catalogue, "2", "Second"),
        Question(
            "safety",
            "Does it touch on conflict, control or abuse? yes or no",
            lambda text, _: "" if text in ("yes", "no") else "write yes or no",
            default=lambda _: "no",
        ),
        _meta_question(
            "synonyms", "Words that people search for, separated by commas", is_list=True
        ),
    ]


def _meta_question(name: str, words: str, *, is_list: bool = False) -> Question:
    """Return a question on one value of the front matter, checked by its schema.

    A list may be empty.
    """
    return Question(
        name,
        words,
        lambda text, _: front_matter_message(name, split_list(text) if is_list else text),
        needed=not is_list,
    )


def _related_questions(catalogue: Catalogue, number: str, word: str) -> list[Question]:
    return [
        Question(
            f"related_{number}",
            f"{word} related topic, by its name in the address",
            lambda text, answers: _related_message(catalogue, text, answers),
        ),
        Question(
            f"reason_{number}",
            "Why a reader would go on to it, 15 to 160 characters",
            lambda text, _: _reason_message(text),
        ),
    ]


def _from_question(catalogue: Catalogue, number: str, word: str) -> Question:
    return Question(
        f"linked_from_{number}",
        f"{word} page that will link here, such as guide/strategies.md",
        lambda text, answers: _from_message(catalogue, text, answers),
    )


def front_matter_message(name: str, value: object) -> str:
    """Return the problems of one value of a topic's front matter as one text, or "" when none."""
    return " ".join(_front_matter_messages(name, value))


def _front_matter_messages(name: str, value: object) -> list[str]:
    page = Page("", "", {"kind": "topic", name: value}, "", 1, Document({}))
    return [
        problem.message
        for problem in check_front_matter(page)
        if problem.rule != "front-matter-required"
    ]


def _unknown_name_message(name: str, names: Iterable[str], kind: str) -> str:
    return f"no {kind} is called {quote(name)}. {suggest(name, names, kind + 's')}"


def _title_message(catalogue: Catalogue, text: str) -> str:
    taken = next(
        (page.path for page in catalogue.pages.values() if page.meta.get("title") == text), None
    )
    return (
        f"{taken} has the same title; give this page one of its own"
        if taken
        else front_matter_message("title", text)
    )


def _slug_message(catalogue: Catalogue, text: str) -> str:
    if not re.fullmatch(_NAME, text):
        return "use lower-case letters, digits and hyphens, such as build-trust"
    is_taken = f"topics/{text}.md" in catalogue.pages
    return f"there is a page docs/topics/{text}.md already; choose another name" if is_taken else ""


def _phrase_message(catalogue: Catalogue, text: str) -> str:
    if re.search(r"[\[\]()\n@]", text):
        return "leave out brackets and @, which mean something in Markdown"
    taken = catalogue.phrases.get(normalize_phrase(text))
    return (
        f"the phrase leads to {taken} already; choose another"
        if taken
        else front_matter_message("phrase", text)
    )


def _related_message(catalogue: Catalogue, text: str, answers: Answers) -> str:
    if text == answers.get("related_1"):
        return "name two topics, and not one twice"
    return (
        "" if text in catalogue.topics else _unknown_name_message(text, catalogue.topics, "topic")
    )


def _reason_message(text: str) -> str:
    messages = _front_matter_messages("related", [{"topic": "a", "reason": text}] * 2)
    return messages[0].replace("reason in entry 1 of related", "the reason") if messages else ""


def _from_message(catalogue: Catalogue, text: str, answers: Answers) -> str:
    if page_uri(text) not in catalogue.pages:
        return _unknown_name_message(page_uri(text), catalogue.pages, "page")
    twice = page_uri(text) == page_uri(answers.get("linked_from_1", ""))
    return "name two pages, and not one twice" if twice else ""


def split_list(text: str) -> list[str]:
    """Split an answer that holds a list at its commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def page_uri(text: str) -> str:
    """Normalize a page's path as an editor wrote it to its path below docs/.

    >>> page_uri("docs/topics/build-trust.md"), page_uri("/topics/build-trust/")
    ('topics/build-trust.md', 'topics/build-trust.md')
    """
    path = text.strip().removeprefix("./").strip("/").removeprefix("docs/")
    return path if path.endswith(".md") or not path else f"{path}.md"


def render_topic_page(answers: Answers, today: date, has_help: bool = True) -> str:
    """Return the text of a new topic page: front matter that passes, and a body to be written."""
    copied = ("title", "description", "phrase", "group", "summary", "serves")
    meta: dict[str, object] = {name: answers[name] for name in copied}
    is_danger = answers["safety"] == "yes" or bool(
        danger_need(split_list(answers.get("needs", "")))
    )
    meta |= {"kind": "topic", "safety": is_danger}
    meta |= {"reviewed": today.isoformat(), "review_by": _next_year(today)}
    meta |= {name: split_list(answers[name]) for name in ("needs", "synonyms") if answers.get(name)}
    meta["related"] = [
        {"topic": answers[f"related_{one}"], "reason": answers[f"reason_{one}"]} for one in "12"
    ]
    lines = "".join(_yaml_entry(name, meta[name]) for name in key_order() if name in meta)
    opening = f"This page is being written: {answers['title']}."
    help_line = _HELP.format(help="../help.md") if has_help else ""
    return f"---\n{lines}---\n\n" + _BODY.format(opening=opening + help_line)


def _next_year(today: date) -> str:
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if leap else today.day).isoformat()


def _yaml_entry(name: str, value: object) -> str:
    if isinstance(value, bool):
        return f"{name}: {str(value).lower()}\n"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        parts = (
            f"  - topic: {yaml_scalar(item['topic'])}\n    reason: {yaml_scalar(item['reason'])}\n"
            for item in value
        )
        return f"{name}:\n{''.join(parts)}"
    if isinstance(value, list):
        return f"{name}: [{', '.join(yaml_scalar(item, in_list=True) for item in value)}]\n"
    return f"{name}: {yaml_scalar(str(value))}\n"


def yaml_scalar(text: str, in_list: bool = False) -> str:
    """Return a text as a YAML scalar, quoted only where YAML would read it as something else.

    >>> yaml_scalar("build trust"), yaml_scalar("no: never")
    ('build trust', '"no: never"')
    """
    document, problems = parse_yaml(f"- [{text}]" if in_list else f"- {text}", "")
    is_plain = not problems and document.data == ([[text]] if in_list else [text])
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def add_to_nav(text: str, uri: str, group: str) -> str:
    """Return mkdocs.yml with a topic at the end of its group in `nav`.

    UserError where there is no such group.
    """
    heading = re.search(rf"^( +)- [\"']?{re.escape(group)}[\"']?:[ \t]*\n", text, re.MULTILINE)
    if heading is None:
        raise UserError(
            f'mkdocs.yml has no group "{group}" in its navigation. '
            f'Add a line "- {group}:" under Topics, and try again'
        )
    entry = re.compile(rf"{heading[1]} +- [^\n]*\n|[ \t]*\n")
    at = heading.end()
    rest = text[at:]
    indent = rest[: len(rest) - len(rest.lstrip(" "))] if entry.match(rest) else f"{heading[1]}    "
    while match := entry.match(text, at):
        at = match.end()
    return f"{text[:at]}{indent}- {uri}\n{text[at:]}"


def add_link(text: str, phrase: str) -> str:
    """Return a page with a sentence at its end that links to a topic by its phrase."""
    return f"{text.rstrip()}\n\nSee also: [{phrase}].\n"
