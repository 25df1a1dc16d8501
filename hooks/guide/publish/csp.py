"""Write the Content-Security-Policy, and report inline scripts that nobody has reviewed.

The policy allows only files of the site itself, and each inline script and style by the hash of its
text. https://www.w3.org/TR/CSP3/
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from guide.core.problems import Problem, quote
from guide.core.yaml_reader import parse_yaml
from guide.publish.inline_code import (
    InlineElement,
    check_attributes,
    inline_parts,
    line_and_column,
    pages_by_script,
)

REVIEWED = "hooks/guide/publish/reviewed_scripts.yaml"
_HEADING = """\
# The inline scripts that may run on the site, each as its whole text. \
Every other is refused when the site is finished.
# Read a new one as you would read code: it runs on readers' devices. \
Then: python scripts/finish.py site --accept
"""

# The theme draws its icons with data: addresses in its style sheets. The guide's search fetches its
# index; the search of a theme may run in a worker.
_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_HEADER_DIRECTIVES = {"frame-ancestors": "'none'"}  # has no effect in a meta element

# The theme's first script has the base path of the site in it. A path of plain characters can do no
# harm there, so that a script stays reviewed when the site is published at another path.
_BASE_PATH = re.compile(r'(?<=__md_scope=new URL\(")/(?!/)[\w.~/%-]*(?=",location\))')

# A browser looks for the encoding only in the first 1024 bytes, so only that element comes before
# the policy. Every part is optional: the pattern matches any text.
_HEAD_START = re.compile(
    rb"\s*(?:<!doctype[^>]*>\s*)?(?:<html[^>]*>\s*)?(?:<head[^>]*>\s*)?(?:<meta charset=[^>]*>)?",
    re.IGNORECASE,
)


def make_policy(parts: Sequence[InlineElement], *, is_header: bool) -> str:
    """Return the policy that allows the site's files and these inline parts.

    A header has directives that a meta element cannot have.
    """
    hashes: dict[str, list[str]] = {}
    for part in sorted(set(parts), key=lambda part: part.source):
        hashes.setdefault(f"{part.kind}-src", []).append(part.source)
    directives = {**_DIRECTIVES, **(_HEADER_DIRECTIVES if is_header else {})}
    return "; ".join(
        " ".join([name, sources, *dict.fromkeys(hashes.get(name, []))])
        for name, sources in directives.items()
    )


def add_policy_meta(html: bytes) -> bytes:
    """Add a meta element with the policy for the page's inline parts, before all that it loads."""
    policy = make_policy(inline_parts(html), is_header=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    start = _HEAD_START.match(html)
    end = start.end() if start else 0
    return html[:end] + meta.encode("ascii") + html[end:]


def normalize_script(script: str) -> str:
    """Normalize a script: replace the base path of the site, which differs between hosts.

    >>> normalize_script('__md_scope=new URL("/guide/",location)')
    '__md_scope=new URL("/",location)'
    """
    return _BASE_PATH.sub("/", script)


def check_pages(pages: Mapping[str, bytes], reviewed: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each inline script that is not reviewed, and for each inline attribute.

    `pages` has the bytes of each page by path. Rules: script-not-reviewed, and those of
    `check_attributes`.
    """
    allowed = {normalize_script(script) for script in reviewed}
    for script, paths in pages_by_script(pages).items():
        if normalize_script(script) not in allowed:
            yield _not_reviewed(script, paths, pages[paths[0]])
    for path, html in pages.items():
        yield from check_attributes(path, html)


def _not_reviewed(script: str, paths: list[str], html: bytes) -> Problem:
    start = next(part.start for part in inline_parts(html) if part.text == script)
    more = len(paths) - 1
    also = f", and on {more} more page{'s' if more > 1 else ''}" if more else ""
    return Problem(
        paths[0],
        *line_and_column(html, start),
        "script-not-reviewed",
        f"the inline script {quote(' '.join(script.split()))} stands here{also}, and {REVIEWED}"
        " does not have it",
        "Read it whole with python scripts/finish.py site --review, and accept it there if it"
        " may run",
    )


def parse_reviewed_scripts(text: str) -> tuple[list[str], list[Problem]]:
    """Parse the file of reviewed scripts. Problems: not YAML, or not a list of texts."""
    document, problems = parse_yaml(text, REVIEWED)
    scripts = document.data or []
    if isinstance(scripts, list) and all(isinstance(script, str) for script in scripts):
        return scripts, problems
    problem = Problem(
        REVIEWED,
        *document.place(),
        "scripts-not-listed",
        "the file is not a list of texts",
        "Let it be written anew: python scripts/finish.py site --accept",
    )
    return [], [*problems, problem]


def format_reviewed_scripts(scripts: Iterable[str]) -> str:
    """Write the file of reviewed scripts: return its text, normalized and sorted.

    >>> parse_reviewed_scripts(format_reviewed_scripts(["b()", "a: 1"]))
    (['a: 1', 'b()'], [])
    """
    ordered = sorted({normalize_script(script) for script in scripts})
    dump: str = yaml.safe_dump(ordered, width=10**6, allow_unicode=True, default_style='"')
    return _HEADING + dump
