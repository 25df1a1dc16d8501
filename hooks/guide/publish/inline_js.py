"""Inline the guide's own scripts into the pages that load them.

A script file is requested after the page has come, and on a slow phone arrives a third of a second
later. An inline script comes with the page, so that the first press of a button works. Measured
with scripts/bench/bench_site.py on a phone's connection, the largest contentful paint of a section
came after 0.91 s and not after 1.18 s. The price: some 4 kB come with each page.

The order of execution stays the same. An async script stays in its position. Deferred scripts must
be the last elements of the page; where one is not, or cannot be inlined safely, all scripts of the
page stay files.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from guide.core.problems import Problem
from guide.publish.inline_css import SITE_SCRIPT_PATTERN, resolve

Files = Mapping[str, bytes]

_SCRIPT = re.compile(
    r"""<script src="([^"]+)"((?: data-[\w-]+="[^"]*")*) (async|defer)></script>"""
)
_LAST = re.compile(rf"(?:{_SCRIPT.pattern}\s*)*</body>\s*</html>\s*\Z")
# In an inline script these could end it early, or keep it from ending.
_UNSAFE = re.compile(r"<!--|</?script", re.IGNORECASE)


def inline_scripts(files: Files) -> tuple[Files, list[Problem]]:
    """Inline into each page the guide's scripts that it loads; drop the files that none loads now.

    >>> page = b'<script src="assets/a.js" data-b="c" async></script>'
    >>> inline_scripts({"a.html": page, "assets/a.js": b"a()"})
    ({'a.html': b'<script data-b="c">a()</script>'}, [])
    """
    pages = {
        path: content.decode("utf-8") for path, content in files.items() if path.endswith(".html")
    }
    elements = {path: list(_find_scripts(path, text, files)) for path, text in pages.items()}
    inlinable = {path for path, text in pages.items() if _can_inline(text, elements[path], files)}
    inlined, needed = (
        {name for path in paths for _, name in elements[path]}
        for paths in (inlinable, pages.keys() - inlinable)
    )
    new_pages = {
        path: _inline_files(pages[path], elements[path], files).encode("utf-8")
        for path in inlinable
    }
    return {
        path: new_pages.get(path, content)
        for path, content in files.items()
        if path not in inlined - needed
    }, []


def _find_scripts(path: str, text: str, files: Files) -> Iterator[tuple[re.Match[str], str]]:
    """Yield (element, path) of each script of the guide that a page loads."""
    for match in _SCRIPT.finditer(text):
        script = resolve(path, match[1], files)
        if script and SITE_SCRIPT_PATTERN.fullmatch(script):
            yield match, script


def _can_inline(text: str, elements: Sequence[tuple[re.Match[str], str]], files: Files) -> bool:
    """Return whether the scripts of a page can be inlined.

    None may have unsafe text, and only scripts may follow the first deferred one.
    """
    first = next((match.start() for match, _ in elements if match[3] == "defer"), None)
    is_last = first is None or _LAST.match(text, first)
    return bool(is_last) and not any(
        _UNSAFE.search(files[name].decode("utf-8")) for _, name in elements
    )


def _inline_files(text: str, elements: Sequence[tuple[re.Match[str], str]], files: Files) -> str:
    for match, name in reversed(elements):
        script = f"<script{match[2]}>{files[name].decode('utf-8')}</script>"
        text = text[: match.start()] + script + text[match.end() :]
    return text
