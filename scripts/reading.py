"""Measure how the pages of the built site read, as a table in Markdown.

    python scripts/reading.py site
    python scripts/reading.py site --page topics/build-trust/

A thermometer and not a gate: it counts what can be counted, and its exit status is 0 whatever it
counts. Measured is what readers see of a page's article, without dialogues, tables, charts, the
folded evidence, and what the guide puts around every page.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from guide.core.problems import UserError
from scripts._cli import run_main

# The pages that people read from top to bottom; the others are lists and records.
READ_PAGES = (
    "",
    "help/",
    "lonely/",
    "four-weeks/",
    "self-assessment/",
    "about/",
    "guide/",
    "topics/",
)
# What is not the page's own running text.
NOT_PROSE = (
    "nav, aside, details, table, figure, svg, script, style, h1, h2, h3, h4, pre, form, footer,"
    " .component--dialogue, .component--pull-quote, .component--how-sure, .evidence, .related,"
    " .serves, .mentions, .cite, .correction, .reviewed, .reading-time, .print-head, .headerlink,"
    " .mark, .status, .source-file, .md-source-file, [hidden]"
)
BLOCKS = "p, li, dt, dd"
POINTS = ".component--minute li"

HEDGES = {
    "our gaps": r"\bwe (?:found|know of|hold|have) (?:no|nothing|almost nothing)\b",
    "untested": r"\b(?:nobody|no one|no study|no trial) (?:has |have )?tested\b|\buntested\b",
    "our idea": r"\bour (?:own |suggestion|judgment|reading|inference)",
    "direction": r"\b(?:which comes first|only a link|no cause|not a cause)\b"
    r"|\bcannot say (?:which|why)\b",
    "route": r"\b(?:press reports?|by a (?:summary|report)|we read it in|going by reports?)\b",
    "sample": r"\b(?:US|American|German|Dutch|young|mostly|straight|heterosexual|married)"
    r" (?:couples|students|women|men|adults|people)\b",
    "size": r"\b(?:small|one) (?:study|trial|experiment|sample|follow-up)\b",
    "verb": r"\b(?:went|goes|go|going) with\b",
    "may": r"\b(?:may|might)\b",
}
_HEDGE = re.compile("|".join(HEDGES.values()), re.IGNORECASE)
_WENT_WITH = re.compile(HEDGES["verb"], re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,]*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")
# What somebody says or could say, which may be short.
_SPEECH = re.compile(r"[\"“][^\"”]*[\"”]")
SHORT = 7
# A point tells readers what to do where one of its sentences begins with a verb of this list, after
# an opening such as "Ghosted?" or "If it turns,".
IMPERATIVES = re.compile(
    r"(?:accept|add|admit|agree|answer|apologize|archive|ask|avoid|be|begin|believe|block|"
    r"book|borrow|breathe|bring|build|buy|call|change|check|choose|close|come|compare|"
    r"count|cross|cut|decide|do|don't|drink|drop|eat|end|expect|face|feel|find|finish|"
    r"follow|forget|get|give|go|greet|guess|have|hear|help|hold|hug|ignore|invite|join|"
    r"keep|know|learn|leave|let|listen|look|make|meet|mend|mention|mind|move|name|never|"
    r"note|notice|offer|open|own|pause|pay|pick|plan|praise|promise|pull|put|read|refuse|"
    r"remember|repeat|reply|rest|return|say|schedule|see|send|set|share|show|shut|sit|skip|"
    r"sleep|slow|smile|speak|spend|start|stay|stop|take|talk|tell|thank|think|touch|treat|"
    r"trust|try|turn|use|visit|wait|walk|want|watch|wear|wish|wonder|work|worry|write)\Z",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:^|[.?!:;,] )[\"“]?([A-Za-z’']+)")
# A syllable is a group of vowels; a final e, es or ed is mostly silent, but for -le and -ted.
_SYLLABLE = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<![aeiouyl])es?$|(?<![aeiouytd])ed$")


@dataclass(frozen=True)
class Reading:
    """The counts of one page.

    words: of its prose. before_step: of them before the first instruction. findings: linked, for
        100 words.
    sentences: of its paragraphs, without what is said in quotation marks. short: the share of them
        of at most seven words. grade: theirs, by Flesch and Kincaid.
    points, instructions: of the box at the top, and those of them that say what to do.
    """

    address: str
    words: int
    before_step: int
    hedges: int
    went_with: int
    sentences: int
    short: float
    grade: float
    findings: float
    points: int
    instructions: int


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="the built site")
    parser.add_argument("--page", help="one page by its address, such as topics/build-trust/")
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        raise UserError(f"{options.site} has no index.html. Build the site first: make site")
    readings = [measure_page(address, html) for address, html in read_pages(options.site)]
    if options.page is not None:
        readings = [one for one in readings if one.address == options.page]
        if not readings:
            raise UserError(f"{options.site} has no page at {options.page}")
    print(format_table(readings), end="")
    return 0


def read_pages(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the address and the HTML of each page that people read from top to bottom."""
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix().removeprefix(".")
        address += "/" if address else ""
        if address in READ_PAGES or address.startswith(("guide/", "topics/")):
            yield address, path.read_text(encoding="utf-8")


def measure_page(address: str, html: str) -> Reading:
    """Measure the article of a page's HTML."""
    article = LexborHTMLParser(html).css_first("article")
    blocks = list(_blocks(article)) if article else []
    text = [" ".join(block.text(deep=True).split()) for block in blocks]
    paragraphs = [
        _SPEECH.sub("so", one)
        for block, one in zip(blocks, text, strict=True)
        if _is_paragraph(block)
    ]
    sentences = [one for block in paragraphs for one in _SENTENCE_END.split(block) if _words(one)]
    words = sum(map(_words, text))
    points = article.css(POINTS) if article else []
    return Reading(
        address=address,
        words=words,
        before_step=_words_before_step(blocks, text),
        hedges=sum(len(_HEDGE.findall(block)) for block in text),
        went_with=sum(len(_WENT_WITH.findall(block)) for block in text),
        sentences=len(sentences),
        short=_share(sum(_words(one) <= SHORT for one in sentences), len(sentences)),
        grade=_grade(paragraphs, len(sentences)),
        findings=100 * _share(len(article.css("a.finding")) if article else 0, words),
        points=len(points),
        instructions=sum(is_instruction(point.text(deep=True)) for point in points),
    )


def is_instruction(point: str) -> bool:
    """Say whether a point of the box at the top tells readers what to do, say or believe.

    >>> is_instruction("Ghosted? Send one plain message."), is_instruction("Couples talked more.")
    (True, False)
    """
    clauses = _CLAUSE.findall(point.strip().replace("’", "'"))
    return any(IMPERATIVES.match(word) for word in clauses)


def count_syllables(word: str) -> int:
    """Estimate the syllables of an English word from its spelling.

    >>> [count_syllables(word) for word in ("thermostat", "time", "table", "walked", "wanted")]
    [3, 1, 2, 1, 2]
    """
    return max(1, len(_SYLLABLE.findall(_SILENT.sub("", word.lower()))))


def format_table(readings: list[Reading]) -> str:
    """Return a Markdown table with a row for each page and one for all."""
    head = (
        "page",
        "words",
        "before the first step",
        "hedges",
        "went with",
        "short sentences",
        "grade",
        "findings in 100 words",
        "points that instruct",
    )
    rows = [
        (
            one.address or "(home)",
            str(one.words),
            str(one.before_step),
            str(one.hedges),
            str(one.went_with),
            f"{one.short:.0%}",
            f"{one.grade:.1f}",
            f"{one.findings:.1f}",
            f"{one.instructions} of {one.points}",
        )
        for one in readings
    ]
    words, sentences = (
        sum(getattr(one, name) for one in readings) for name in ("words", "sentences")
    )
    rows.append(
        (
            "all",
            str(words),
            str(max((one.before_step for one in readings), default=0)) + " at most",
            str(sum(one.hedges for one in readings)),
            str(sum(one.went_with for one in readings)),
            f"{_share(sum(one.short * one.sentences for one in readings), sentences):.0%}",
            f"{_share(sum(one.grade * one.words for one in readings), words):.1f}",
            f"{_share(sum(one.findings * one.words for one in readings), words):.1f}",
            f"{sum(one.instructions for one in readings)} of {sum(one.points for one in readings)}",
        )
    )
    lines = [head, ("---", *["--:"] * (len(head) - 1)), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _blocks(article: LexborNode) -> Iterator[LexborNode]:
    """Yield the innermost blocks of running text of an article, in order."""
    for node in article.css(NOT_PROSE):
        node.decompose()
    for node in article.css(BLOCKS):
        if not any(inner.mem_id != node.mem_id for inner in node.css(BLOCKS)):
            yield node


def _words_before_step(blocks: list[LexborNode], text: list[str]) -> int:
    """Count the words before the first point or numbered step; all words where there is none."""
    count = 0
    for node, words in zip(blocks, text, strict=True):
        if _is_step(node):
            break
        count += _words(words)
    return count


def _is_paragraph(node: LexborNode) -> bool:
    """Say whether a block is a paragraph of the page's own text, and not in a list or a box."""
    if node.tag not in ("p", "dd"):
        return False
    parent = node.parent
    while parent is not None and parent.tag != "article":
        if parent.tag == "li" or "component--" in _class_of(parent):
            return False
        parent = parent.parent
    return True


def _is_step(node: LexborNode) -> bool:
    """Say whether a block is in a numbered step, or in a point that tells readers what to do."""
    while node.parent is not None and node.tag != "article":
        if node.tag == "li":
            if node.parent.tag == "ol":
                return True
            if "component--" in _class_of(node.parent.parent):
                return is_instruction(node.text(deep=True))
        node = node.parent
    return False


def _class_of(node: LexborNode | None) -> str:
    return (node.attributes.get("class") or "") if node else ""


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _grade(text: list[str], sentences: int) -> float:
    """Return the grade of reading by Kincaid, Fishburne, Rogers and Chissom (1975)."""
    words = [word for block in text for word in _WORD.findall(block)]
    if not words or not sentences:
        return 0.0
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


if __name__ == "__main__":
    run_main(main)
