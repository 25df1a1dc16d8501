"""Purge unused CSS from style sheets, and minify the rest.

Removed are comments, selectors with a name that no page and no script has, rules without selectors,
custom properties that nothing refers to, and animations that no rule names. Anything in doubt
stays.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import tinycss2
from tinycss2 import ast, serialize

from guide.publish.css_selectors import Selector, read_selectors
from guide.publish.used_names import UsedNames

# At-rules that contain rules. From any other, such as @font-face or @page, nothing is removed.
_NESTING = frozenset({"media", "supports", "layer", "container"})


@dataclass
class Rule:
    """A CSS rule: `head` is the text before its brace.

    `raw` has the text of a rule that is not parsed any further, braces included.
    """

    head: str
    selectors: list[Selector] = field(default_factory=list)
    declarations: list[ast.Declaration] = field(default_factory=list)
    rules: list["Rule"] = field(default_factory=list)
    raw: str = ""

    def __str__(self) -> str:
        if self.raw:
            return self.head + self.raw
        inside = ";".join(map(_serialize_declaration, self.declarations)) or "".join(
            map(str, self.rules)
        )
        return f"{self.head}{{{inside}}}" if inside else ""

    def can_match(self, used_names: UsedNames) -> bool:
        """Return whether the rule, or a rule in it, can match something.

        A rule for no element, such as @font-face, counts as a match; an animation does not.
        """
        if self.selectors or self.rules:
            return any(selector.can_match(used_names) for selector in self.selectors) or any(
                rule.can_match(used_names) for rule in self.rules
            )
        return not self.is_animation

    @property
    def is_animation(self) -> bool:
        """Whether this is a @keyframes rule."""
        return self.head.partition(" ")[0] in ("@keyframes", "@-webkit-keyframes")


def read_rules(sheet: str, used_names: UsedNames) -> list[Rule]:
    """Parse a style sheet and return the rules that can match something.

    >>> from guide.publish.used_names import read_html
    >>> sheet = ".a, .b { color: red } @media print { .b { top: 0 } }"
    >>> [str(rule) for rule in read_rules(sheet, read_html('<p class="a">'))]
    ['.a{color:red}']
    """
    return list(
        _matching_rules(
            tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), used_names
        )
    )


def _matching_rules(nodes: Iterable[ast.Node], used_names: UsedNames) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            if selectors := [
                each for each in read_selectors(node.prelude) if each.can_match(used_names)
            ]:
                yield _style_rule(selectors, node)
        elif (
            node.type == "at-rule"
            and node.lower_at_keyword in _NESTING
            and node.content is not None
        ):
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            if rules := list(_matching_rules(inner, used_names)):
                yield Rule(_head(node), rules=rules)
        elif node.type == "at-rule" and node.lower_at_keyword != "charset":
            yield Rule(
                _head(node),
                raw=f"{{{serialize(node.content)}}}" if node.content is not None else ";",
            )


def _head(node: ast.AtRule) -> str:
    return f"@{node.at_keyword} {serialize(node.prelude).strip()}".rstrip()


def _style_rule(selectors: list[Selector], node: ast.QualifiedRule) -> Rule:
    head = ",".join(selector.text for selector in selectors)
    inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    if all(part.type == "declaration" for part in inside):
        return Rule(head, selectors, declarations=inside)
    return Rule(head, selectors, raw=f"{{{serialize(node.content)}}}")


def _serialize_declaration(declaration: ast.Declaration) -> str:
    important = "!important" if declaration.important else ""
    return f"{declaration.name}:{serialize(declaration.value).strip()}{important}"


def remove_unused(sheets: list[list[Rule]], mentioned: set[str]) -> None:
    """Remove custom properties and animations that nothing refers to, from the sheets in place.

    `mentioned` has the names that pages and scripts refer to. All sheets are judged together, since
    one may use what another declares.
    """
    used = _referenced_names(sheets, mentioned)
    for rule in _walk_rules(sheets):
        rule.declarations = [
            each
            for each in rule.declarations
            if not each.name.startswith("--") or each.name in used
        ]
    for sheet in sheets:
        sheet[:] = [
            rule for rule in sheet if not rule.is_animation or rule.head.split()[-1] in used
        ]


def _referenced_names(sheets: list[list[Rule]], mentioned: set[str]) -> set[str]:
    """Return the names that used rules refer to.

    A property to which only unused properties refer is unused.
    """
    used = set(mentioned)
    waiting: dict[str, set[str]] = {}
    for rule in _walk_rules(sheets):
        head = "" if rule.is_animation else rule.head
        used |= _identifiers(tinycss2.parse_component_value_list(f"{head} {rule.raw}"))
        for declaration in rule.declarations:
            names = _identifiers(declaration.value)
            if declaration.name.startswith("--"):
                waiting[declaration.name] = waiting.get(declaration.name, set()) | names
            else:
                used |= names
    while ready := used & waiting.keys():
        for name in ready:
            used |= waiting.pop(name)
    return used


def _walk_rules(sheets: Iterable[Iterable[Rule]]) -> Iterator[Rule]:
    for sheet in sheets:
        for rule in sheet:
            yield rule
            yield from _walk_rules([rule.rules])


def _identifiers(tokens: Iterable[ast.Node]) -> set[str]:
    identifiers: set[str] = set()
    for token in tokens:
        if token.type == "ident":
            identifiers.add(token.value)
        for inside in (getattr(token, "arguments", None), getattr(token, "content", None)):
            identifiers |= _identifiers(inside or ())
    return identifiers


def outer_addresses(sheet: str) -> list[str]:
    """Return the addresses of other files in a style sheet.

    A relative one would resolve to another file once the sheet is inlined into a page.

    >>> outer_addresses('@import "b.css"; a { background: url(a.png), url("data:image/png,") }')
    ['b.css', 'a.png']
    >>> outer_addresses("c { fill: url(#d) }")
    []
    """
    addresses: list[str] = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        imports = rule.type == "at-rule" and rule.lower_at_keyword == "import"
        addresses += (
            _addresses([*rule.prelude, *(rule.content or ())], imports)
            if rule.type != "error"
            else []
        )
    return [address for address in addresses if not address.startswith(("data:", "#"))]


def _addresses(tokens: Iterable[ast.Node], are_strings_urls: bool) -> Iterator[str]:
    for token in tokens:
        is_call = token.type == "function" and token.lower_name in (
            "url",
            "src",
            "image",
            "image-set",
            "-webkit-image-set",
        )
        if token.type == "url" or (are_strings_urls and token.type == "string"):
            yield token.value
        yield from _addresses(getattr(token, "arguments", None) or (), is_call)
        yield from _addresses(getattr(token, "content", None) or (), False)
