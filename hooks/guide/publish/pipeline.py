"""Finish a built site before it is published: steps in order, each from files to files. Imports problem, html_policy,
site_links, compression, stylesheets, assets, page_scripts, inline_parts, policy, host_headers,
asset_names.

MkDocs writes the pages. What can only be done once all of them are there is done here. A step is
pure: it takes the whole site in memory and returns the whole site anew, with what is wrong. Nothing
is written unless every step went well.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from guide.core.html_policy import Fault, foreign_file, line_of
from guide.core.problems import Problem
from guide.publish.asset_hashes import hash_assets
from guide.publish.compression import compress
from guide.publish.csp import add_meta, check_pages, make_policy
from guide.publish.css_purge import outer_addresses
from guide.publish.headers import headers_file
from guide.publish.inline_code import inline_parts
from guide.publish.inline_css import inline_styles, minify_scripts
from guide.publish.inline_js import inline_scripts

Files = Mapping[
    str, bytes
]  # the bytes of each file by its path below the site, with slashes, in order
FindFaults = Callable[[str], Iterable[Fault]]  # what is wrong with the markup of a page
Step = Callable[[Files], tuple[Files, list[Problem]]]

# Made by the policy and by nothing else: where it is, the site is finished.
HEADERS = "_headers"


_SEARCH_MARK = re.compile(rb'(<[a-z][^<>]*?) data-search-exclude=""')


def drop_search_marks(files: Files) -> tuple[Files, list[Problem]]:
    """Take out what only the maker of the search index reads, and is there hundreds of times on a page of evidence.

    >>> drop_search_marks({"a.html": b'<p data-search-exclude="" id="a">'})
    ({'a.html': b'<p id="a">'}, [])
    """
    return {
        path: _SEARCH_MARK.sub(rb"\1", content) if path.endswith(".html") else content
        for path, content in files.items()
    }, []


def name_assets(files: Files) -> tuple[Files, list[Problem]]:
    """Give style sheets and scripts of the guide names that change with their content."""
    return hash_assets(files), []


def check_parts(files: Files, reviewed: Iterable[str]) -> tuple[Files, list[Problem]]:
    """Change nothing. Problems: inline scripts that nobody reviewed, and attributes that the policy would have to forbid."""
    return files, list(check_pages(_pages(files), reviewed))


def check_markup(files: Files, find_faults: FindFaults) -> tuple[Files, list[Problem]]:
    """Change nothing. Problems: elements, attributes and addresses that no page may have, as a browser reads them."""
    return files, [
        problem
        for path, html in _pages(files).items()
        for problem in _check_page(path, html.decode("utf-8"), find_faults)
    ]


def _check_page(path: str, text: str, find_faults: FindFaults) -> Iterator[Problem]:
    seen: Counter = Counter()
    for fault in find_faults(text):
        yield Problem(
            path,
            *(line_of(text, fault.written, seen[fault.written]) or (1, 1)),
            fault.rule,
            fault.what,
            fault.mend,
        )
        seen[fault.written] += 1
    for part in inline_parts(text.encode("utf-8")):
        for address in _outer_addresses(part.text) if part.kind == "style" else ():
            yield Problem(path, *(line_of(text, [address]) or (1, 1)), *foreign_file(address))


_outer_addresses = lru_cache(outer_addresses)  # the same styles stand in many pages


def apply_policy(files: Files) -> tuple[Files, list[Problem]]:
    """Put the policy into each page and, with the other headers, into _headers."""
    policy = site_policy(files)
    with_meta = {path: add_meta(html) for path, html in _pages(files).items()}
    return {**files, **with_meta, HEADERS: headers_file(files, policy).encode("utf-8")}, []


def _pages(files: Files) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.endswith(".html")}


def site_policy(files: Files) -> str:
    """Return the policy for the header: that of all pages together."""
    return make_policy(
        [part for html in _pages(files).values() for part in inline_parts(html)], is_header=True
    )


def compress_texts(files: Files) -> tuple[Files, list[Problem]]:
    """Put a .br and a .gz form beside each text file. Last of all, since they hold what the steps before wrote."""
    return {**files, **compress(files)}, []


# What comes before the check of the scripts that stand in pages.
HTML_STEPS: tuple[Step, ...] = (drop_search_marks, minify_scripts, inline_styles)


def steps(reviewed: Iterable[str], find_faults: FindFaults, *, is_compressed: bool) -> list[Step]:
    """Return all steps in order, for these reviewed inline scripts.

    `find_faults` judges the markup of a page; the check of the built site has one
    (`guide.checks.site_links`).

    The guide's own scripts come into the pages after the check of inline scripts: they may run as
    files anyway, and are reviewed as the rest of the code is. Then the markup is judged as it is
    published. The policy has to see each page as it is published, so it comes after that, and
    compression last.
    """
    check = partial(check_parts, reviewed=list(reviewed))
    judge = partial(check_markup, find_faults=find_faults)
    return [
        *HTML_STEPS,
        check,
        inline_scripts,
        name_assets,
        judge,
        apply_policy,
        *([compress_texts] if is_compressed else []),
    ]


def finish(files: Files, steps: Iterable[Step]) -> tuple[Files, list[Problem]]:
    """Take the files through the steps. The first step that finds a problem is the last: the next would build on it."""
    problems: list[Problem] = []
    for step in steps:
        if not problems:
            files, problems = step(files)
    return files, problems


def why_not(files: Files) -> str:
    """Say why these files cannot be finished: no site, or finished already, when a step would work on its own output.

    >>> why_not({"index.html": b""}), why_not({"index.html": b"", "_headers": b""})
    ('', 'The site is finished already. Build it anew: make site')
    """
    if not any(path.endswith(".html") for path in files):
        return "The folder holds no page. Build the site first: mkdocs build --strict"
    return "The site is finished already. Build it anew: make site" if HEADERS in files else ""


def read_files(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder, by its path below it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def write_files(folder: Path, before: Files, after: Files) -> None:
    """Make the folder hold `after`: write what is new or other than before, delete what is gone."""
    for name, content in after.items():
        if before.get(name) != content:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for name in before.keys() - after.keys():
        (folder / name).unlink()
