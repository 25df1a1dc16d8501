"""Parse CSS selectors, and find out which can match an element of a page.

A selector is unused only if it asks for a name that no element has. States (`:hover`, `:checked`,
`:target`), positions among siblings and pseudo-elements count as possible, and so does all that the
parser does not know.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cssselect2 import parser as css
from tinycss2 import ast, parse_component_value_list, serialize

from guide.publish.used_names import UsedNames

Tokens = list[ast.Node]


@dataclass(frozen=True)
class Selector:
    """One selector of a list, as text and parsed; `trees` is empty where it cannot be parsed."""

    text: str
    trees: tuple[object, ...]

    def can_match(self, used_names: UsedNames) -> bool:
        """Return whether it can match an element whose names are among the used ones.

        >>> from guide.publish.used_names import read_html
        >>> page = read_html('<p class="a">')
        >>> used = read_selectors(".a:hover::before, p:not(.b), p > .a, :is(.b, .a)")
        >>> [selector.can_match(page) for selector in used]
        [True, True, True, True]
        >>> unused = read_selectors(".b, :is(.b), p:has(> .b)")
        >>> [selector.can_match(page) for selector in unused]
        [False, False, False]
        """
        return not self.trees or any(_can_match(tree, used_names) for tree in self.trees)


def read_selectors(prelude: Iterable[ast.Node] | str) -> list[Selector]:
    """Parse a selector list, the text before the brace of a rule.

    >>> [selector.text for selector in read_selectors("a:is(.b, .c) , ::before")]
    ['a:is(.b, .c)', '::before']
    """
    tokens = parse_component_value_list(prelude) if isinstance(prelude, str) else prelude
    return [
        Selector(serialize(part).strip(), _parse_trees(part)) for part in _split_at_commas(tokens)
    ]


def _split_at_commas(tokens: Iterable[ast.Node]) -> list[Tokens]:
    parts: list[Tokens] = [[]]
    for node in tokens:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _parse_trees(tokens: Tokens) -> tuple[object, ...]:
    try:
        return tuple(
            selector.parsed_tree for selector in css.parse(_drop_pseudo_elements(tokens) or tokens)
        )
    except css.SelectorError:
        return ()


def _drop_pseudo_elements(tokens: Tokens) -> Tokens:
    """Drop `::name`: any element can have it, and the parser knows only some of these names."""
    kept: Tokens = []
    for token in tokens:
        if kept[-2:] == [":", ":"]:
            del kept[-2:]
        else:
            kept.append(token)
    return kept


def _can_match(part: object, used_names: UsedNames) -> bool:
    match part:
        case css.CombinedSelector():
            return _can_match(part.left, used_names) and _can_match(part.right, used_names)
        case css.CompoundSelector():
            return all(_can_match(simple, used_names) for simple in part.simple_selectors)
        case css.ClassSelector():
            return used_names.has_class(part.class_name)
        case css.IDSelector():
            return used_names.has_id(part.ident)
        case css.LocalNameSelector():
            return used_names.has_tag(part.lower_local_name)
        case css.AttributeSelector():
            return used_names.has_attribute(
                part.lower_name, part.value if part.operator == "=" else None
            )
        case css.MatchesAnySelector() | css.SpecificityAdjustmentSelector():
            return any(_can_match(choice.parsed_tree, used_names) for choice in part.selector_list)
        case css.RelationalSelector():
            return any(
                _can_match(choice.selector.parsed_tree, used_names) for choice in part.selector_list
            )
    return True  # :not(), a state, a position among siblings
