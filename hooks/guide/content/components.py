"""Parse and check the components (callouts) of a page's text.

A component is a blockquote that begins with one of these labels in bold:

    > **If you only have a minute**      three to five bullets: things to do, say or believe
    > **Dialogue: a title**              turns, each a paragraph that begins with "**You:**"
                                         or another role
    > **Practice: a title**              Time, Evidence and Not for you if, then numbered steps
    > **Pull quote (illustrative)**      one line, credited to nobody
    > **Content note**                   one or two sentences
    > **Fact:** …  then  > **Myth:** …   the fact first
    > **How sure are we?**               a bullet for each piece of advice, which begins with its
                                         grade: **Firm:**, **Fair:**, **Thin:** or **Our idea:**
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.content.pages import Page
from guide.content.references import Reference, mask_code
from guide.core.problems import Problem, quote, suggest
from guide.core.wording import format_count

# The label of each component in small letters, and the class that its element gets.
COMPONENTS = {
    "if you only have a minute": "minute",
    "dialogue": "dialogue",
    "practice": "practice",
    "content note": "content-note",
    "aviso de contenido": "content-note",  # on pages in Spanish
    "pull quote (illustrative)": "pull-quote",
    "fact": "myth-fact",
    "how sure are we?": "how-sure",
}
# Labels as authors write them, for "Did you mean".
_LABELS = (
    "If you only have a minute",
    "Dialogue: …",
    "Practice: …",
    "Pull quote (illustrative)",
    "Content note",
    "Fact: …",
    "Myth: …",
    "How sure are we?",
)
# Other names of the same components, with the index of the label: their spelling is not similar.
_OTHER_NAMES = {
    "in short": 0,
    "in brief": 0,
    "if you have a minute": 0,
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
    "how sure": 7,
    "evidence": 7,
}
# The grades of a piece of advice, from the strongest; the last claims no evidence.
GRADES = ("firm", "fair", "thin", "our idea")
# The fields that a practice card must have.
PRACTICE_FIELDS = ("Time", "Evidence", "Not for you if")
# With whom a practice is done, as the field "With" names it; without one it is for anybody.
COMPANY = ("alone", "partner", "relative", "friend", "date")
# What to write in each field, for messages to editors.
_FIELD_ADVICE = {
    "Time": "how long it takes and how often",
    "Evidence": "the kind of evidence behind the steps, or that nobody has tested them",
    "Not for you if": "whom it could harm, with a link to help",
}
_QUOTE = re.compile(r"[ \t]*> ?")
_LABEL = re.compile(r"\s*\*\*(?P<label>[^*]+?)(?P<colon>:?)\*\*(?P<rest>[^\n]*)")
_TURN = re.compile(r"\*\*(?P<speaker>[^*\n]+?)(?::\*\*|\*\*:)")
_FIELD = re.compile(r"\*\*(?P<name>[^*\n]+?):?\*\*:?\s*(?P<rest>.*)", re.DOTALL)
_BULLET = re.compile(r" {0,3}[-*+] +(?=\S)")
_STEP = re.compile(r" {0,3}\d+\. +(?=\S)")
_ONE_NAME = re.compile(r"[A-Z][\w'’-]*")


@dataclass(frozen=True)
class Line:
    """Hold one line of a blockquote without its ">": its place in the file and its masked text."""

    number: int
    column: int
    text: str


@dataclass(frozen=True)
class Component:
    """Hold one component of a page's source.

    kind: the class of its element, or "" where its label is not that of a component.
    label: the bold label without its title.
    rest: the text after the label in the same line.
    lines: the lines below the label.
    """

    kind: str
    label: str
    title: str
    rest: str
    line: int
    column: int
    lines: tuple[Line, ...]

    @property
    def display_name(self) -> str:
        """Name the component in messages."""
        return quote(f"{self.label}: {self.title}" if self.title else self.label)


def find_components(page: Page) -> list[Component]:
    """Return the components of a page in the order of its text.

    A blockquote whose label is similar to that of a component is one without a kind.
    """
    components = map(_make_component, _split_blockquotes(page))
    return [component for component in components if component is not None]


def _split_blockquotes(page: Page) -> Iterator[list[Line]]:
    """Yield the lines of each blockquote. It ends, as in Markdown, at a blank line without ">"."""
    lines: list[Line] = []
    for number, text in enumerate(mask_code(page.body).split("\n"), start=page.body_line):
        mark = _QUOTE.match(text)
        if mark:
            lines.append(Line(number, mark.end() + 1, text[mark.end() :]))
        elif text.strip() and lines:
            lines.append(Line(number, 1, text))  # lazy continuation: the line has no ">"
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _make_component(lines: list[Line]) -> Component | None:
    """Parse the lines of a blockquote; None where it does not begin with a component's label."""
    first = next((index for index, line in enumerate(lines) if line.text.strip()), len(lines))
    match = _LABEL.match("\n".join(line.text for line in lines[first:]))
    if match is None or not match["label"].strip():
        return None
    label, _, title = " ".join(match["label"].split()).partition(":")
    rest = match["rest"].strip()
    kind = "myth-fact" if label.lower() == "myth" else COMPONENTS.get(label.lower(), "")
    # Bold words at the start of a sentence are not a label.
    if not kind and ((rest and not match["colon"]) or not _closest_label(label)):
        return None
    place, last = lines[first], first + match[0].count("\n")
    return Component(
        kind, label, title.strip(), rest, place.number, place.column, tuple(lines[last + 1 :])
    )


def _closest_label(label: str) -> str:
    """Return the component label that a label is similar to, or "".

    >>> _closest_label("Practise"), _closest_label("In short"), _closest_label("You")
    ('Practice: …', 'If you only have a minute', '')
    """
    name = label.lower()
    if name in ("quote", "pull quote"):
        name = "pull quote (illustrative)"
    if name in _OTHER_NAMES:
        return _LABELS[_OTHER_NAMES[name]]
    labels = {text.partition(":")[0].lower(): text for text in _LABELS}
    near = difflib.get_close_matches(name, labels, n=1, cutoff=0.7)
    return labels[near[0]] if near else ""


def check_components(page: Page, references: Iterable[Reference]) -> Iterator[Problem]:
    """Yield the problems of a page's components; `references` are those of its text."""
    finding_lines = [reference.line for reference in references if reference.kind == "finding"]
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
                f"{component.display_name} is not the label of a component",
                f'Did you mean "{_closest_label(component.label)}"?',
            )
        elif component.kind == "how-sure":
            yield from _check_how_sure(page, component, finding_lines)
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
    """Yield a problem for a label that has text beside or right below it."""
    if component.kind not in ("minute", "how-sure", "dialogue", "practice", "pull-quote"):
        return
    below = component.lines[0] if component.lines else None
    if component.rest or (below and below.text.strip()):
        yield _problem(
            page,
            component,
            "label-not-alone",
            f"the label {component.display_name} does not stand alone",
            'Put a line with only ">" below it',
        )


def _check_minute(page: Page, component: Component) -> Iterator[Problem]:
    """Yield a problem for too few or too many things to do."""
    items = _split_items(component, _BULLET)
    if not 3 <= len(items) <= 5:
        yield _problem(
            page,
            component,
            "minute-length",
            f'"{component.label}" has {format_count(len(items), "bullet")}',
            "Give three to five things to do, say or believe",
        )


@dataclass(frozen=True)
class Advice:
    """Hold one line of "How sure are we?": its grade in small letters, and its lines in the file.

    grade: one of GRADES, or what stands in its place; "" where nothing bold begins the line.
    """

    grade: str
    place: Line
    last: int


def find_advice(page: Page) -> list[Advice]:
    """Return the graded pieces of advice of a page, in the order of its text."""
    return [
        advice
        for component in find_components(page)
        if component.kind == "how-sure"
        for advice in _split_advice(component)
    ]


def _split_advice(component: Component) -> Iterator[Advice]:
    for item in _split_items(component, _BULLET):
        match = _FIELD.match(_item_text(item, _BULLET))
        grade = match["name"].strip().lower() if match else ""
        yield Advice(grade, item[0], item[-1].number)


def _check_how_sure(
    page: Page, component: Component, finding_lines: list[int]
) -> Iterator[Problem]:
    """Yield a problem for each line without a grade, and for a grade that points at no finding."""
    advice = list(_split_advice(component))
    if not advice:
        yield _problem(
            page,
            component,
            "how-sure-empty",
            f'"{component.label}" grades nothing',
            "Write a bullet for each piece of advice, such as - **Fair:** ask, because …",
        )
    for one in advice:
        if one.grade not in GRADES:
            what = f"{quote(one.grade)} is not a grade" if one.grade else "this line has no grade"
            yield _problem(
                page,
                one.place,
                "how-sure-grade",
                what,
                "Begin the line with **Firm:**, **Fair:**, **Thin:** or **Our idea:**",
            )
        elif one.grade != GRADES[-1] and not any(
            one.place.number <= line <= one.last for line in finding_lines
        ):
            yield _problem(
                page,
                one.place,
                "how-sure-without-finding",
                f'nothing backs the grade "{one.grade}"',
                "Link the words that name the study, as [words](finding:id), or write **Our"
                " idea:**",
            )


def _check_practice(page: Page, component: Component) -> Iterator[Problem]:
    """Yield the problems of a practice card: its fields, and fewer than two numbered steps."""
    yield from _check_fields(page, component)
    steps = len(_split_items(component, _STEP))
    if steps < 2:
        yield _problem(
            page,
            component,
            "practice-steps",
            f"{component.display_name} has {format_count(steps, 'numbered step')}",
            "Write two or more, each on a line that begins with its number, below a line with"
            ' only ">"',
        )


def find_company(text: str) -> tuple[str, ...]:
    """Return the words of COMPANY that a text names, in their order there.

    >>> find_company("A friend, or your partner")
    ('partner', 'friend')
    """
    words = re.findall(r"[a-z]+", text.lower())
    return tuple(word for word in COMPANY if word in words or f"{word}s" in words)


def read_fields(component: Component) -> dict[str, tuple[Line, str]]:
    """Return the fields of a practice card by name: the first line of each, and its text."""
    fields: dict[str, tuple[Line, str]] = {}
    for item in _split_items(component, _BULLET):
        match = _FIELD.match(_item_text(item, _BULLET))
        if match:
            fields[match["name"].strip()] = (item[0], match["rest"].strip())
    return fields


def _check_fields(page: Page, component: Component) -> Iterator[Problem]:
    """Yield a problem for each field of a practice card that is unknown, empty or missing."""
    fields = read_fields(component)
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
                f"Say {_FIELD_ADVICE[name]}",
            )
    if "With" in fields and not find_company(fields["With"][1]):
        yield _problem(
            page,
            fields["With"][0],
            "practice-with",
            f'"With" names nobody whom readers can choose by: {quote(fields["With"][1])}',
            f"Use one of these words or more: {', '.join(COMPANY)}. Or leave the line out where the"
            " practice is for anybody",
        )
    for name in missing:
        yield _problem(
            page,
            component,
            "practice-field-missing",
            f'{component.display_name} has no "{name}"',
            f'Add a line "- **{name}:** …" that says {_FIELD_ADVICE[name]}',
        )


def _check_dialogue(page: Page, component: Component) -> Iterator[Problem]:
    """Yield the problems of a dialogue: too few turns, turns in one paragraph, a named person."""
    turns = [
        (line, match) for line in component.lines if (match := _TURN.match(line.text.lstrip()))
    ]
    speakers = Counter(match["speaker"].strip() for _, match in turns)
    if sum(count >= 2 for count in speakers.values()) < 2:
        yield _problem(
            page,
            component,
            "dialogue-too-short",
            f"{component.display_name} has fewer than two speakers who speak twice",
            "Begin each turn with its speaker in bold, such as **You:** or **Your sister:**, and"
            " give both two turns",
        )
    not_blank = {line.number for line in component.lines if line.text.strip()}
    for line, match in turns:
        if line.number - 1 in not_blank:
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
    """Yield a problem for a pull quote without text."""
    if not any(line.text.strip() for line in component.lines):
        yield _problem(
            page,
            component,
            "pull-quote-empty",
            "this pull quote has no words",
            'Put them below its label, after a line with only ">"',
        )


def _check_myth_fact(page: Page, component: Component) -> Iterator[Problem]:
    """Yield a problem for a myth that comes before its fact, and for a fact without a myth."""
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
    "minute": _check_minute,
    "practice": _check_practice,
    "dialogue": _check_dialogue,
    "pull-quote": _check_pull_quote,
    "myth-fact": _check_myth_fact,
}


def _split_items(component: Component, marker: re.Pattern[str]) -> list[list[Line]]:
    """Return the lines of each item of the component's lists that have one kind of marker.

    As in Markdown, a list of one kind that follows another without a blank line is part of its last
    item.
    """
    items: list[list[Line]] = []
    opened: re.Pattern[str] | None = None
    is_after_blank = True
    for line in component.lines:
        kind = next((kind for kind in (_BULLET, _STEP) if kind.match(line.text)), None)
        if kind and (is_after_blank or kind is opened):
            opened = kind
            if kind is marker:
                items.append([])
        elif line.text.strip() and is_after_blank and not line.text.startswith("  "):
            opened = None
        if opened is marker:
            items[-1].append(line)
        is_after_blank = not line.text.strip()
    return items


def _item_text(item: list[Line], marker: re.Pattern[str]) -> str:
    """Return the text of one list item without its marker."""
    return marker.sub("", "\n".join(line.text for line in item), count=1)
