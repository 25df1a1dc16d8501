"""The guide's own scripts into the pages that they serve. Imports assets.

A script in a file of its own is asked for once the page has come, and on a slow phone is there a third of a second later. In
the page it comes along, and the first press of a button finds it there. Measured with scripts/bench_site.py on a phone's
connection, a section's largest paint came after 0.91 s and not after 1.18 s. The price: some 4 kB come again with each page.

Nothing runs in another order. A script that waits for nothing stays where it stood. Those that wait for the whole page are
its last elements; where one is not, or could not stand in a page, all scripts of the page stay files.
"""

import re
from collections.abc import Iterator, Mapping

from guide.assets import OWN, resolve
from guide.problem import Problem

Files = Mapping[str, bytes]

_SCRIPT = re.compile(r"""<script src="([^"]+)"((?: data-[\w-]+="[^"]*")*) (async|defer)></script>""")
_LAST = re.compile(rf"(?:{_SCRIPT.pattern}\s*)*</body>\s*</html>\s*\Z")
# In a script that stands in a page, these could end it early, or keep it from ending.
_UNSAFE = re.compile(r"<!--|</?script", re.IGNORECASE)


def inline_scripts(files: Files) -> tuple[Files, list[Problem]]:
    """Write into each page the guide's scripts that it names, and leave out the files that no page names any more.

    >>> inline_scripts({"a.html": b'<script src="assets/a.js" data-b="c" async></script>', "assets/a.js": b"a()"})
    ({'a.html': b'<script data-b="c">a()</script>'}, [])
    """
    before = {path: content.decode("utf-8") for path, content in files.items() if path.endswith(".html")}
    after = {path: _with_scripts(path, text, files) for path, text in before.items()}
    gone = _named(before, files) - _named(after, files)
    return {path: after[path].encode("utf-8") if path in after else content for path, content in files.items() if path not in gone}, []


def _named(pages: Mapping[str, str], files: Files) -> set[str]:
    """Return the paths of the guide's scripts that pages name."""
    return {found for path, text in pages.items() for _, found in _scripts(path, text, files)}


def _scripts(path: str, text: str, files: Files) -> Iterator[tuple[re.Match, str]]:
    """Yield each element of a page that names a script of the guide, and the path of that script."""
    for match in _SCRIPT.finditer(text):
        found = resolve(path, match[1], files)
        if found and OWN.fullmatch(found):
            yield match, found


def _with_scripts(path: str, text: str, files: Files) -> str:
    last = _LAST.search(text)
    found = [(match, files[name].decode("utf-8")) for match, name in _scripts(path, text, files)]
    is_early = any(match[3] == "defer" and not (last and last.start() <= match.start()) for match, _ in found)
    if is_early or any(_UNSAFE.search(script) for _, script in found):
        return text
    for match, script in reversed(found):
        text = f"{text[:match.start()]}<script{match[2]}>{script}</script>{text[match.end():]}"
    return text
