"""Say which selectors can match anything at all. Imports vocabulary.

A selector is out only if it asks for a name that nothing has. States (`:hover`, `:checked`,
`:target`), the place of an element among others and pseudo-elements are taken to be possible, and
so is all that cannot be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cssselect2 import parser as css
from tinycss2 import ast, parse_component_value_list, serialize

from guide.publish.used_names import Vocabulary

Tokens = list[ast.Node]


@dataclass(frozen=True)
class Selector:
    """One selector of a list: as it is written, and taken apart. `trees` is empty where the parser does not know it."""

    text: str
    trees: tuple[object, ...]

    def can_match(self, vocabulary: Vocabulary) -> bool:
        """Say whether it can match an element with names from the vocabulary.

        >>> from guide.publish.used_names import read_html
        >>> page = read_html('<p class="a">')
        >>> texts = (".a:hover::before", ".b", "p:not(.b)", "p > .a", ":is(.b, .a)", ":is(.b)", "p:has(> .b)")
        >>> [read_selectors(text)[0].can_match(page) for text in texts]
        [True, False, True, True, True, False, False]
        """
        return not self.trees or any(_possible(tree, vocabulary) for tree in self.trees)


def read_selectors(prelude: Iterable[ast.Node] | str) -> list[Selector]:
    """Return the selectors of a list, which is what stands before the brace of a rule.

    >>> [selector.text for selector in read_selectors("a:is(.b, .c) , ::before")]
    ['a:is(.b, .c)', '::before']
    """
    tokens = parse_component_value_list(prelude) if isinstance(prelude, str) else prelude
    return [Selector(serialize(part).strip(), _trees(part)) for part in _split(tokens)]


def _split(tokens: Iterable[ast.Node]) -> list[Tokens]:
    parts: list[Tokens] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _trees(tokens: Tokens) -> tuple[object, ...]:
    try:
        return tuple(
            selector.parsed_tree
            for selector in css.parse(_without_pseudo_elements(tokens) or tokens)
        )
    except css.SelectorError:
        return ()


def _without_pseudo_elements(tokens: Tokens) -> Tokens:
    """Leave out `::name`: an element has them all. The parser knows only some of their names."""
    kept: Tokens = []
    for token in tokens:
        if kept[-2:] == [":", ":"]:
            del kept[-2:]
        else:
            kept.append(token)
    return kept


def _possible(part: object, vocabulary: Vocabulary) -> bool:
    match part:
        case css.CombinedSelector():
            return _possible(part.left, vocabulary) and _possible(part.right, vocabulary)
        case css.CompoundSelector():
            return all(_possible(simple, vocabulary) for simple in part.simple_selectors)
        case css.ClassSelector():
            return vocabulary.has_class(part.class_name)
        case css.IDSelector():
            return vocabulary.has_id(part.ident)
        case css.LocalNameSelector():
            return vocabulary.has_tag(part.lower_local_name)
        case css.AttributeSelector():
            return vocabulary.has_attribute(
                part.lower_name, part.value if part.operator == "=" else None
            )
        case css.MatchesAnySelector() | css.SpecificityAdjustmentSelector():
            return any(_possible(choice.parsed_tree, vocabulary) for choice in part.selector_list)
        case css.RelationalSelector():
            return any(
                _possible(choice.selector.parsed_tree, vocabulary) for choice in part.selector_list
            )
    return True  # :not(), a state, a place
