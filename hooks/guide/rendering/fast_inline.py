"""Prefilter the inline patterns of Python-Markdown: try only those that can match.

It tries some thirty patterns on each piece of text, one after the other, though most texts hold
none of the characters that most patterns begin with. That is half of the cost of a page. The result
is the same: a pattern is skipped only where a text lacks a character that the pattern requires, and
a pattern that is not in the list below is always tried.
"""

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# A text that a pattern matches has one of these in it, by the pattern's name and its class.
_QUOTES = ("'", '"')
REQUIRED: dict[tuple[str, str], tuple[str, ...]] = {
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


def enable_inline_prefilter(md: Markdown) -> None:
    """Replace a converter's inline processors by prefiltering ones, after all extensions loaded."""
    for processor in md.treeprocessors:
        if type(processor) is InlineProcessor:
            processor.__class__ = PrefilteredInlineProcessor


class PrefilteredInlineProcessor(InlineProcessor):
    """Does what its parent does, and skips patterns that cannot match."""

    _required_texts: list[tuple[Pattern, str, str]] | None = None

    # The name is that of a private method of the parent: __handleInline.
    def _InlineProcessor__handleInline(  # noqa: N802
        self, data: str, pattern_index: int = 0
    ) -> str:
        if isinstance(data, AtomicString):
            return data
        patterns, start = self._list_patterns(), 0
        while pattern_index < len(patterns):
            pattern, first, second = patterns[pattern_index]
            matched = False
            if first in data or second in data:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined] # private
                    pattern, data, pattern_index, start
                )
            if not matched:
                pattern_index, start = pattern_index + 1, 0
        return data

    def _list_patterns(self) -> list[tuple[Pattern, str, str]]:
        """Return each pattern, by falling priority, with the texts one of which it requires."""
        patterns = self._required_texts
        if patterns is None or len(patterns) != len(self.inlinePatterns):
            items = sorted(
                self.inlinePatterns._priority,  # type: ignore[attr-defined] # private
                key=lambda item: item.priority,
                reverse=True,
            )
            patterns = self._required_texts = [
                (pattern, texts[0], texts[-1])
                for item in items
                if (pattern := self.inlinePatterns[item.name])
                and (texts := _list_required_texts(item.name, pattern))
            ]
        return patterns


def _list_required_texts(name: str, pattern: Pattern) -> tuple[str, ...]:
    kind = type(pattern).__name__
    if name.startswith("smarty-quotes-") and kind == "SubstituteTextPattern":
        return _QUOTES
    return REQUIRED.get((name, kind), ("",))  # the empty text is in every text
