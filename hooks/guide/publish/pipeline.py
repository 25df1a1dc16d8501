"""Post-process a built site before it is published, as a pipeline of steps from files to files.

MkDocs writes the pages. Work that needs all of them is done here. A step is pure: it takes the
whole site in memory and returns the whole site with problems. Nothing is written unless every step
succeeds.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from guide.core.html_policy import Fault, find_position, foreign_file_fault
from guide.core.problems import Problem, quote
from guide.publish.asset_hashes import hash_assets
from guide.publish.compression import compress
from guide.publish.csp import add_policy_meta, check_pages, make_policy
from guide.publish.css_purge import outer_addresses
from guide.publish.headers import headers_file
from guide.publish.inline_code import inline_parts
from guide.publish.inline_css import inline_styles, minify_scripts
from guide.publish.inline_js import inline_scripts

# The bytes of each file by its path below the site, with slashes, in order.
Files = Mapping[str, bytes]
# Returns what is wrong with the markup of a page.
FindFaults = Callable[[str], Iterable[Fault]]
Step = Callable[[Files], tuple[Files, list[Problem]]]

# Only `apply_policy` writes this file: where it is, the site has been post-processed.
HEADERS = "_headers"

# What a path of the site may have in it: nothing that a URL, `_headers`, nginx or Caddy reads as
# other than a name.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")

_SEARCH_EXCLUDE = re.compile(rb'(<[a-z][^<>]*?) data-search-exclude=""')
_CHECKBOX = re.compile(rb'(<input class="md-toggle"[^<>]*) autocomplete="off"')


def correct_theme_markup(files: Files) -> tuple[Files, list[Problem]]:
    """Remove what HTML does not allow in the theme's `base.html`, which no override reaches.

    Material 9.8.1 writes `autocomplete` on the two checkboxes of menu and search, against
    https://html.spec.whatwg.org/#do-not-apply. docs/assets/access.js does what it is there for.

    >>> correct_theme_markup({"a.html": b'<input class="md-toggle" id="a" autocomplete="off">'})
    ({'a.html': b'<input class="md-toggle" id="a">'}, [])
    """
    return _replace_in_pages(files, _CHECKBOX), []


def strip_search_exclude_attributes(files: Files) -> tuple[Files, list[Problem]]:
    """Remove the attributes that only the search indexer reads: a page of evidence has hundreds.

    >>> strip_search_exclude_attributes({"a.html": b'<p data-search-exclude="" id="a">'})
    ({'a.html': b'<p id="a">'}, [])
    """
    return _replace_in_pages(files, _SEARCH_EXCLUDE), []


def _replace_in_pages(files: Files, pattern: re.Pattern[bytes]) -> Files:
    """Return the files, each match in a page replaced by its first group."""
    return {
        path: pattern.sub(rb"\1", content) if path.endswith(".html") else content
        for path, content in files.items()
    }


def check_file_names(files: Files) -> tuple[Files, list[Problem]]:
    """Check the names of the files, and change nothing.

    Problems: names with other characters than letters, digits, dots, hyphens and underscores.
    """
    return files, [
        Problem(
            path,
            1,
            1,
            "file-name",
            f"the name {quote(path)} has more in it than letters, digits, dots, hyphens and"
            " underscores",
            "Rename the file that it is made from, or leave out the plugin that adds it",
        )
        for path in files
        if not _PLAIN_PATH.fullmatch(path)
    ]


def fingerprint_assets(files: Files) -> tuple[Files, list[Problem]]:
    """Rename the guide's style sheets and scripts to hashed names."""
    return hash_assets(files), []


def check_inline_code(files: Files, reviewed: Iterable[str]) -> tuple[Files, list[Problem]]:
    """Check inline code, and change nothing.

    Problems: inline scripts that nobody reviewed, style attributes and event-handler attributes.
    """
    return files, list(check_pages(_html_pages(files), reviewed))


def check_markup(files: Files, find_faults: FindFaults) -> tuple[Files, list[Problem]]:
    """Check the markup as a browser reads it, and change nothing.

    Problems: elements, attributes and addresses that no page may have.
    """
    return files, [
        problem
        for path, html in _html_pages(files).items()
        for problem in _check_page(path, html.decode("utf-8"), find_faults)
    ]


def _check_page(path: str, text: str, find_faults: FindFaults) -> Iterator[Problem]:
    seen: Counter[tuple[str, ...]] = Counter()
    for fault in find_faults(text):
        yield Problem(
            path,
            *(find_position(text, fault.written, seen[fault.written]) or (1, 1)),
            fault.rule,
            fault.what,
            fault.mend,
        )
        seen[fault.written] += 1
    for part in inline_parts(text.encode("utf-8")):
        for address in _cached_addresses(part.text) if part.kind == "style" else ():
            yield Problem(
                path, *(find_position(text, [address]) or (1, 1)), *foreign_file_fault(address)
            )


_cached_addresses = lru_cache(outer_addresses)  # many pages have the same styles


def apply_policy(files: Files) -> tuple[Files, list[Problem]]:
    """Write the policy into each page and, with the other headers, into _headers."""
    policy = site_policy(files)
    with_meta = {path: add_policy_meta(html) for path, html in _html_pages(files).items()}
    return {**files, **with_meta, HEADERS: headers_file(files, policy).encode("utf-8")}, []


def _html_pages(files: Files) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.endswith(".html")}


def site_policy(files: Files) -> str:
    """Return the policy for the header: one for all pages together."""
    return make_policy(
        [part for html in _html_pages(files).values() for part in inline_parts(html)],
        is_header=True,
    )


def compress_texts(files: Files) -> tuple[Files, list[Problem]]:
    """Add the precompressed variants (.br, .gz) of each text file."""
    return {**files, **compress(files)}, []


# The steps before the check of inline scripts.
HTML_STEPS: tuple[Step, ...] = (
    correct_theme_markup,
    strip_search_exclude_attributes,
    minify_scripts,
    inline_styles,
)


def steps(reviewed: Iterable[str], find_faults: FindFaults, *, is_compressed: bool) -> list[Step]:
    """Return all steps in order, for these reviewed inline scripts.

    `find_faults` checks the markup of a page, as `guide.checks.site_links.find_faults` does.

    The guide's own scripts are inlined after the check of inline scripts: they may run as files
    anyway, and are reviewed as the rest of the code is. The markup is checked as it is published.
    The policy needs the final text of each page, so it comes after that. Compression is last, since
    it needs the final bytes of every file.
    """
    check = partial(check_inline_code, reviewed=list(reviewed))
    judge = partial(check_markup, find_faults=find_faults)
    return [
        check_file_names,
        *HTML_STEPS,
        check,
        inline_scripts,
        fingerprint_assets,
        judge,
        apply_policy,
        *([compress_texts] if is_compressed else []),
    ]


def postprocess(files: Files, steps: Iterable[Step]) -> tuple[Files, list[Problem]]:
    """Run the files through the steps; stop after the first step that reports problems."""
    problems: list[Problem] = []
    for step in steps:
        if not problems:
            files, problems = step(files)
    return files, problems


def validation_error(files: Files) -> str:
    """Return why these files cannot be post-processed, or "": no page, or done already.

    >>> validation_error({"index.html": b""})
    ''
    >>> validation_error({"index.html": b"", "_headers": b""})
    'The site is finished already. Build it anew: make site'
    """
    if not any(path.endswith(".html") for path in files):
        return "The folder holds no page. Build the site first: mkdocs build --strict"
    return "The site is finished already. Build it anew: make site" if HEADERS in files else ""


def read_files(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder, by its path below it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def write_files(folder: Path, before: Files, after: Files) -> None:
    """Write the changed files of `after` into the folder, and delete those that it lacks.

    The headers come first: a folder that is only half written, as on a full disk, is then not taken
    for one that is still to be finished.
    """
    for name, content in sorted(after.items(), key=lambda item: item[0] != HEADERS):
        if before.get(name) != content:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for name in before.keys() - after.keys():
        (folder / name).unlink()
