"""Find the components of a page's text and check them. Imports page, problem, references, text.

A component is a blockquote that opens with one of these labels in bold:

    > **In short**                       three to five bullets, each with a finding
    > **Dialogue: a title**              turns, each a paragraph that begins with "**You:**" or another role
    > **Practice: a title**              Time, Evidence and Not for you if, then numbered steps
    > **Pull quote (illustrative)**      one line, credited to nobody
    > **Content note**                   one or two sentences
    > **Fact:** …  then  > **Myth:** …   the fact first
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.content.pages import Page
from guide.content.references import Reference, mask_code
from guide.core.problems import Problem, quote, suggest
from guide.core.wording import count_of

# The label of each component in small letters, and the class that its element gets.
COMPONENTS = {
    "in short": "in-short",
    "dialogue": "dialogue",
    "practice": "practice",
    "content note": "content-note",
    "pull quote (illustrative)": "pull-quote",
    "fact": "myth-fact",
}
# Labels as the page's author writes them, for "Did you mean".
_LABELS = (
    "In short",
    "Dialogue: …",
    "Practice: …",
    "Pull quote (illustrative)",
    "Content note",
    "Fact: …",
    "Myth: …",
)
# Other names of the same things, which no likeness of spelling would find.
_OTHER_NAMES = {
    "in brief": 0,
    "key messages": 0,
    "key points": 0,
    "summary": 0,
    "conversation": 1,
    "scene": 1,
    "exercise": 2,
    "try this": 2,
    "warning": 4,
    "content warning": 4,
    "trigger warning": 4,
    "truth": 5,
}
# The facts that a practice card must give, as they are written and as they are said in problems.
PRACTICE_FIELDS = ("Time", "Evidence", "Not for you if")
# What an editor is told to write for each of them.
_FIELD_WORDS = {
    "Time": "how long it takes and how often",
    "Evidence": "the kind of evidence behind the steps, or that nobody has tested them",
    "Not for you if": "whom it could harm, with a link to help",
}
# The kinds of page whose key messages must rest on findings.
_CHECKED_KINDS = ("section", "topic")

_QUOTE = re.compile(r"[ \t]*> ?")
_LABEL = re.compile(r"\s*\*\*(?P<label>[^*]+?)(?P<colon>:?)\*\*(?P<rest>[^\n]*)")
_TURN = re.compile(r"\*\*(?P<speaker>[^*\n]+?)(?::\*\*|\*\*:)")
_FIELD = re.compile(r"\*\*(?P<name>[^*\n]+?):?\*\*:?\s*(?P<rest>.*)", re.DOTALL)
_BULLET = re.compile(r" {0,3}[-*+] +(?=\S)")
_STEP = re.compile(r" {0,3}\d+\. +(?=\S)")
_ONE_NAME = re.compile(r"[A-Z][\w'’-]*")


@dataclass(frozen=True)
class Line:
    """One line of a blockquote without its ">": its place in the file and its text, code blanked."""

    number: int
    column: int
    text: str


@dataclass(frozen=True)
class Component:
    """One component in a page's source. `kind` is its class, or "" for a label that none has.

    `label` is the bold label without its title, `rest` what follows it in its own line, `lines` the
    lines below it.
    """

    kind: str
    label: str
    title: str
    rest: str
    line: int
    column: int
    lines: tuple[Line, ...]

    @property
    def shown(self) -> str:
        """The component as problems name it."""
        return quote(f"{self.label}: {self.title}" if self.title else self.label)


def find_components(page: Page) -> list[Component]:
    """Return the components of a page in the order of its text; a quotation whose label is nearly one has no kind."""
    found: list[Component] = []
    for lines in _quotations(page):
        made = _make_component(lines)
        if made is not None:
            found.append(made)
    return found


def _quotations(page: Page) -> Iterator[list[Line]]:
    """Yield the lines of each blockquote. It ends, as in Markdown, at a blank line without ">"."""
    lines: list[Line] = []
    for number, text in enumerate(mask_code(page.body).split("\n"), start=page.body_line):
        mark = _QUOTE.match(text)
        if mark:
            lines.append(Line(number, mark.end() + 1, text[mark.end() :]))
        elif text.strip() and lines:
            lines.append(Line(number, 1, text))  # a line that goes on without its ">"
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _make_component(lines: list[Line]) -> Component | None:
    first = next((index for index, line in enumerate(lines) if line.text.strip()), len(lines))
    match = _LABEL.match("\n".join(line.text for line in lines[first:]))
    if match is None or not match["label"].strip():
        return None
    label, _, title = " ".join(match["label"].split()).partition(":")
    rest = match["rest"].strip()
    kind = "myth-fact" if label.lower() == "myth" else COMPONENTS.get(label.lower(), "")
    # Bold words that open a sentence are no label.
    if not kind and (rest and not match["colon"] or not _meant(label)):
        return None
    place, last = lines[first], first + match[0].count("\n")
    return Component(
        kind, label, title.strip(), rest, place.number, place.column, tuple(lines[last + 1 :])
    )


def _meant(label: str) -> str:
    """Return the label that a label is nearly, or "".

    >>> _meant("Practise"), _meant("In brief"), _meant("You")
    ('Practice: …', 'In short', '')
    """
    name = label.lower()
    if name in ("quote", "pull quote"):
        name = "pull quote (illustrative)"
    if name in _OTHER_NAMES:
        return _LABELS[_OTHER_NAMES[name]]
    plain = {words.partition(":")[0].lower(): words for words in _LABELS}
    near = difflib.get_close_matches(name, plain, n=1, cutoff=0.7)
    return plain[near[0]] if near else ""


def check_components(page: Page, references: Iterable[Reference]) -> Iterator[Problem]:
    """Yield what is wrong with the components of a page; `references` are the page's."""
    findings = [reference.line for reference in references if reference.kind == "finding"]
    components = find_components(page)
    for component in components:
        yield from _check_label(page, component)
        if component.label.lower() in ("pull quote", "quote"):
            yield _problem(
                page,
                component,
                "pull-quote-not-illustrative",
                "this pull quote does not say that nobody said it",
                "Write its label as **Pull quote (illustrative)**",
            )
        elif not component.kind:
            yield _problem(
                page,
                component,
                "unknown-component",
                f"{component.shown} is not the label of a component",
                f'Did you mean "{_meant(component.label)}"?',
            )
        elif component.kind == "in-short" and page.kind in _CHECKED_KINDS:
            yield from _check_in_short(page, component, findings)
        elif component.kind in _CHECKS:
            yield from _CHECKS[component.kind](page, component)
    for second in [item for item in components if item.kind == "pull-quote"][1:]:
        yield _problem(
            page,
            second,
            "pull-quote-twice",
            "this page has a pull quote already",
            "Keep one of the two",
        )


def _problem(page: Page, place: Component | Line, rule: str, what: str, mend: str) -> Problem:
    number = place.line if isinstance(place, Component) else place.number
    return Problem(page.path, number, place.column, rule, what, mend)


def _check_label(page: Page, component: Component) -> Iterator[Problem]:
    if component.kind not in ("in-short", "dialogue", "practice", "pull-quote"):
        return
    below = component.lines[0] if component.lines else None
    if component.rest or below and below.text.strip():
        yield _problem(
            page,
            component,
            "label-not-alone",
            f"the label {component.shown} does not stand alone",
            'Put a line with only ">" below it',
        )


def _check_in_short(page: Page, component: Component, findings: list[int]) -> Iterator[Problem]:
    items = _items(component, _BULLET)
    if not 3 <= len(items) <= 5:
        yield _problem(
            page,
            component,
            "in-short-length",
            f'"{component.label}" has {count_of(len(items), "bullet")}',
            "Give three to five key messages",
        )
    for item in items:
        if not any(item[0].number <= line <= item[-1].number for line in findings):
            yield _problem(
                page,
                item[0],
                "in-short-without-finding",
                "this key message rests on no finding",
                "Link the words that make the claim, as [words](finding:id), or move the line into"
                " the text",
            )


def _check_practice(page: Page, component: Component) -> Iterator[Problem]:
    yield from _check_fields(page, component)
    steps = len(_items(component, _STEP))
    if steps < 2:
        yield _problem(
            page,
            component,
            "practice-steps",
            f"{component.shown} has {count_of(steps, 'numbered step')}",
            "Write two or more, each on a line that begins with its number, below a line with"
            ' only ">"',
        )


def _check_fields(page: Page, component: Component) -> Iterator[Problem]:
    fields = {}
    for item in _items(component, _BULLET):
        match = _FIELD.match(_text(item, _BULLET))
        if match:
            fields[match["name"].strip()] = (item[0], match["rest"].strip())
    missing = [name for name in PRACTICE_FIELDS if name not in fields]
    for name, (place, rest) in fields.items():
        near = difflib.get_close_matches(name, missing, n=1, cutoff=0.7)
        if near:
            missing.remove(near[0])
            yield _problem(
                page,
                place,
                "practice-field-unknown",
                f"{quote(name)} is not a field of a practice card",
                suggest(name, near, "fields"),
            )
        elif name in PRACTICE_FIELDS and not re.search(r"\w", rest):
            yield _problem(
                page,
                place,
                "practice-field-empty",
                f'"{name}" is empty',
                f"Say {_FIELD_WORDS[name]}",
            )
    for name in missing:
        yield _problem(
            page,
            component,
            "practice-field-missing",
            f'{component.shown} has no "{name}"',
            f'Add a line "- **{name}:** …" that says {_FIELD_WORDS[name]}',
        )


def _check_dialogue(page: Page, component: Component) -> Iterator[Problem]:
    turns = [
        (line, match) for line in component.lines if (match := _TURN.match(line.text.lstrip()))
    ]
    speakers = Counter(match["speaker"].strip() for _, match in turns)
    if sum(count >= 2 for count in speakers.values()) < 2:
        yield _problem(
            page,
            component,
            "dialogue-too-short",
            f"{component.shown} has fewer than two speakers who speak twice",
            "Begin each turn with its speaker in bold, such as **You:** or **Your sister:**, and"
            " give both two turns",
        )
    filled = {line.number for line in component.lines if line.text.strip()}
    for line, match in turns:
        if line.number - 1 in filled:
            yield _problem(
                page,
                line,
                "turn-in-paragraph",
                f"the turn of {quote(match['speaker'])} runs on from the one before",
                'Put a line with only ">" above it',
            )
    for speaker in speakers:
        if _ONE_NAME.fullmatch(speaker) and speaker != "You":
            place = next(line for line, match in turns if match["speaker"].strip() == speaker)
            yield _problem(
                page,
                place,
                "dialogue-name",
                f"the speaker {quote(speaker)} reads like a name",
                "The people of the guide are made up, so name the part they play: "
                '"Your friend", "The coach"',
            )


def _check_pull_quote(page: Page, component: Component) -> Iterator[Problem]:
    if not any(line.text.strip() for line in component.lines):
        yield _problem(
            page,
            component,
            "pull-quote-empty",
            "this pull quote has no words",
            'Put them below its label, after a line with only ">"',
        )


def _check_myth(page: Page, component: Component) -> Iterator[Problem]:
    if component.label.lower() == "myth":
        yield _problem(
            page,
            component,
            "myth-first",
            "the myth stands before the fact",
            "Begin with **Fact:** and let **Myth:** follow, so that readers meet what is so first",
        )
        return
    parts = [_TURN.match(line.text.lstrip()) for line in component.lines]
    if not any(part and part["speaker"].strip().lower() == "myth" for part in parts):
        yield _problem(
            page,
            component,
            "fact-without-myth",
            "this fact has no myth",
            "Add a paragraph that begins with **Myth:** below it",
        )


_CHECKS = {
    "practice": _check_practice,
    "dialogue": _check_dialogue,
    "pull-quote": _check_pull_quote,
    "myth-fact": _check_myth,
}


def _items(component: Component, mark: re.Pattern) -> list[list[Line]]:
    """Return the lines of each item of the component's lists that have one kind of mark.

    As in Markdown, a list of one kind that follows another without a blank line is part of its last
    item.
    """
    items: list[list[Line]] = []
    opened: re.Pattern | None = None
    is_after_blank = True
    for line in component.lines:
        kind = next((kind for kind in (_BULLET, _STEP) if kind.match(line.text)), None)
        if kind and (is_after_blank or kind is opened):
            opened = kind
            if kind is mark:
                items.append([])
        elif line.text.strip() and is_after_blank and not line.text.startswith("  "):
            opened = None
        if opened is mark:
            items[-1].append(line)
        is_after_blank = not line.text.strip()
    return items


def _text(item: list[Line], mark: re.Pattern) -> str:
    """Return the text of one item without its mark."""
    return mark.sub("", "\n".join(line.text for line in item), count=1)
