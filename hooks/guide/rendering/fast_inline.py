"""Let Python-Markdown try only those inline patterns that can match. Imports nothing of the guide.

It tries some thirty patterns on each piece of text, one after the other, though most texts hold
none of the characters that most patterns begin with. That is the half of all that a page costs. The
result is the same: a pattern is passed over only where a character that it cannot do without is not
there, and one that is not in the list below is always tried.
"""

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# One of these must be in a text that a pattern matches, by the pattern's name and its class.
_QUOTES = ("'", '"')
NEEDED: dict[tuple[str, str], tuple[str, ...]] = {
    ("backtick", "BacktickInlineProcessor"): ("`",),
    ("escape", "EscapeInlineProcessor"): ("\\",),
    ("guide_citation", "CitationProcessor"): ("[@",),
    ("reference", "ReferenceInlineProcessor"): ("[",),
    ("link", "LinkInlineProcessor"): ("[",),
    ("image_link", "ImageInlineProcessor"): ("![",),
    ("image_reference", "ImageReferenceInlineProcessor"): ("![",),
    ("short_reference", "ShortReferenceInlineProcessor"): ("[",),
    ("short_image_ref", "ShortImageReferenceInlineProcessor"): ("![",),
    ("autolink", "AutolinkInlineProcessor"): ("<",),
    ("automail", "AutomailInlineProcessor"): ("<",),
    ("linebreak", "SubstituteTagInlineProcessor"): ("  \n",),
    ("html", "HtmlInlineProcessor"): ("<",),
    ("entity", "HtmlInlineProcessor"): ("&",),
    ("em_strong", "DelimiterProcessor"): ("*", "_"),
    ("smarty-em-dashes", "SubstituteTextPattern"): ("-",),
    ("smarty-en-dashes", "SubstituteTextPattern"): ("-",),
    ("smarty-ellipses", "SubstituteTextPattern"): ("...",),
}


def quicken(md: Markdown) -> None:
    """Let the inline processors of a converter be quick ones; to be called when all extensions have been loaded."""
    for processor in md.treeprocessors:
        if type(processor) is InlineProcessor:
            processor.__class__ = QuickInlineProcessor


class QuickInlineProcessor(InlineProcessor):
    """Does what its parent does, and passes over patterns that cannot match."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        patterns, start = self._quick_patterns(), 0
        while patternIndex < len(patterns):
            pattern, first, second = patterns[patternIndex]
            matched = False
            if first in data or second in data:
                data, matched, start = self._InlineProcessor__applyPattern(
                    pattern, data, patternIndex, start
                )
            if not matched:
                patternIndex, start = patternIndex + 1, 0
        return data

    def _quick_patterns(self) -> list[tuple[Pattern, str, str]]:
        """Return each pattern, in the order in which they are tried, with the texts of which it needs one."""
        known = self.__dict__.get("_quick")
        if known is None or len(known) != len(self.inlinePatterns):
            items = sorted(
                self.inlinePatterns._priority, key=lambda item: item.priority, reverse=True
            )
            known = self._quick = [
                (pattern, needed[0], needed[-1])
                for item in items
                if (pattern := self.inlinePatterns[item.name])
                and (needed := _needed(item.name, pattern))
            ]
        return known


def _needed(name: str, pattern: Pattern) -> tuple[str, ...]:
    kind = type(pattern).__name__
    if name.startswith("smarty-quotes-") and kind == "SubstituteTextPattern":
        return _QUOTES
    return NEEDED.get((name, kind), ("",))  # the empty text is in every text
