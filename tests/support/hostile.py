"""Words that become markup wherever one place forgets to escape them, and harmless ones."""

from collections import Counter

import html5lib

HOSTILE = (
    """xq"'><script>alert(1)</script><img src=//evil.invalid/p onerror=alert(1)></title><i x='-->"""
    "{{7*7}}&lt;u&gt;<b>"
)
PLAIN = "xqplainword"


def elements(html: bytes) -> Counter[str]:
    """Count the elements of a page, each with the names of its attributes."""
    tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return Counter(
        " ".join([element.tag, *sorted(element.attrib)])
        for element in tree.iter()
        if isinstance(element.tag, str)
    )
