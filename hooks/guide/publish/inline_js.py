"""The guide's own scripts into the pages that they serve. Imports assets.

A script in a file of its own is asked for once the page has come, and on a slow phone is there a
third of a second later. In the page it comes along, and the first press of a button finds it there.
Measured with scripts/bench/bench_site.py on a phone's connection, a section's largest paint came
after 0.91 s and not after 1.18 s. The price: some 4 kB come again with each page.

Nothing runs in another order. A script that waits for nothing stays where it stood. Those that wait
for the whole page are its last elements; where one is not, or could not stand in a page, all
scripts of the page stay files.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from guide.core.problems import Problem
from guide.publish.inline_css import OWN, resolve

Files = Mapping[str, bytes]

_SCRIPT = re.compile(
    r"""<script src="([^"]+)"((?: data-[\w-]+="[^"]*")*) (async|defer)></script>"""
)
_LAST = re.compile(rf"(?:{_SCRIPT.pattern}\s*)*</body>\s*</html>\s*\Z")
# In a script that stands in a page, these could end it early, or keep it from ending.
_UNSAFE = re.compile(r"<!--|</?script", re.IGNORECASE)


def inline_scripts(files: Files) -> tuple[Files, list[Problem]]:
    """Write into each page the guide's scripts that it names, and leave out the files that no page names any more.

    >>> inline_scripts({"a.html": b'<script src="assets/a.js" data-b="c" async></script>', "assets/a.js": b"a()"})
    ({'a.html': b'<script data-b="c">a()</script>'}, [])
    """
    pages = {
        path: content.decode("utf-8") for path, content in files.items() if path.endswith(".html")
    }
    found = {path: list(_scripts(path, text, files)) for path, text in pages.items()}
    ready = {path for path, text in pages.items() if _can_come_in(text, found[path], files)}
    named, needed = (
        {name for path in paths for _, name in found[path]}
        for paths in (ready, pages.keys() - ready)
    )
    made = {path: _with_scripts(pages[path], found[path], files).encode("utf-8") for path in ready}
    return {
        path: made.get(path, content)
        for path, content in files.items()
        if path not in named - needed
    }, []


def _scripts(path: str, text: str, files: Files) -> Iterator[tuple[re.Match, str]]:
    """Yield each element of a page that names a script of the guide, and the path of that script."""
    for match in _SCRIPT.finditer(text):
        found = resolve(path, match[1], files)
        if found and OWN.fullmatch(found):
            yield match, found


def _can_come_in(text: str, found: Sequence[tuple[re.Match, str]], files: Files) -> bool:
    """Say whether the scripts of a page can stand in it: none unsafe there, and nothing after the first that waits."""
    first = next((match.start() for match, _ in found if match[3] == "defer"), None)
    is_last = first is None or _LAST.match(text, first)
    return bool(is_last) and not any(
        _UNSAFE.search(files[name].decode("utf-8")) for _, name in found
    )


def _with_scripts(text: str, found: Sequence[tuple[re.Match, str]], files: Files) -> str:
    for match, name in reversed(found):
        text = f"{text[: match.start()]}<script{match[2]}>{files[name].decode('utf-8')}</script>{text[match.end() :]}"
    return text
