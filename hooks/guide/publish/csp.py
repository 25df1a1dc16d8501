"""The Content-Security-Policy: made from the finished pages, and refused when a script is there that nobody reviewed.
Imports problem, yaml_file, inline_parts.

Nothing is allowed but what is named: files of the site itself, and each inline script and style by
the hash of its text. https://www.w3.org/TR/CSP3/
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from guide.core.problems import Problem, quote
from guide.core.yaml_reader import parse_yaml
from guide.publish.inline_code import Inline, check_attributes, inline_parts, place, scripts_of

REVIEWED = "hooks/guide/publish/reviewed_scripts.yaml"
_HEADING = """\
# The inline scripts that may run on the site, each as its whole text. Every other is refused when the site is finished.
# Read a new one as you would read code: it runs on readers' devices. Then: python scripts/finish.py site --accept
"""

# The theme draws its icons with data: addresses in its style sheets. The search fetches its words;
# a theme's own runs in a worker.
_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_HEADER_ONLY = {"frame-ancestors": "'none'"}  # has no effect in a meta element

# The theme's first script names the folder in which the site lies. A path of plain characters can
# do no harm there, and another place to publish is no other script.
_SCOPE = re.compile(r'(?<=__md_scope=new URL\(")/(?!/)[\w.~/%-]*(?=",location\))')

# A browser finds the encoding only in the first 1024 bytes, so that element alone stands before the
# policy.
_HEAD = re.compile(
    rb"\s*(?:<!doctype[^>]*>\s*)?(?:<html[^>]*>\s*)?(?:<head[^>]*>\s*)?(?:<meta charset=[^>]*>)?",
    re.IGNORECASE,
)


def make_policy(parts: Sequence[Inline], *, is_header: bool) -> str:
    """Return the policy that allows the files of the site and these inline parts, for a header or a meta element."""
    named = {f"{part.kind}-src": [] for part in parts}
    for part in sorted(set(parts), key=lambda part: part.source):
        named[f"{part.kind}-src"].append(part.source)
    directives = {**_SOURCES, **(_HEADER_ONLY if is_header else {})}
    return "; ".join(
        " ".join([name, sources, *dict.fromkeys(named.get(name, []))])
        for name, sources in directives.items()
    )


def add_meta(html: bytes) -> bytes:
    """Return a page with the policy for its own inline parts in a meta element, before all that it can load."""
    policy = make_policy(inline_parts(html), is_header=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    end = _HEAD.match(html).end()
    return html[:end] + meta.encode("ascii") + html[end:]


def comparable(script: str) -> str:
    """Return the text of a script without what may differ from one place of publication to the next.

    >>> comparable('__md_scope=new URL("/guide/",location)')
    '__md_scope=new URL("/",location)'
    """
    return _SCOPE.sub("/", script)


def check_pages(pages: Mapping[str, bytes], reviewed: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each inline script that is not among the reviewed ones, and each attribute that is code."""
    known = {comparable(script) for script in reviewed}
    for script, paths in scripts_of(pages).items():
        if comparable(script) not in known:
            yield _not_reviewed(script, paths, pages[paths[0]])
    for path, html in pages.items():
        yield from check_attributes(path, html)


def _not_reviewed(script: str, paths: list[str], html: bytes) -> Problem:
    start = next(part.start for part in inline_parts(html) if part.text == script)
    more = len(paths) - 1
    also = f", and on {more} more page{'s' if more > 1 else ''}" if more else ""
    return Problem(
        paths[0],
        *place(html, start),
        "script-not-reviewed",
        f"the inline script {quote(' '.join(script.split()))} stands here{also}, and {REVIEWED}"
        " does not have it",
        "Read it whole with python scripts/finish.py site --review, and accept it there if it"
        " may run",
    )


def read_reviewed(text: str) -> tuple[list[str], list[Problem]]:
    """Return the reviewed scripts from the text of their file."""
    document, problems = parse_yaml(text, REVIEWED)
    scripts = document.data or []
    if isinstance(scripts, list) and all(isinstance(script, str) for script in scripts):
        return scripts, problems
    wrong = Problem(
        REVIEWED,
        *document.place(),
        "scripts-not-listed",
        "the file is not a list of texts",
        "Let it be written anew: python scripts/finish.py site --accept",
    )
    return [], [*problems, wrong]


def write_reviewed(scripts: Iterable[str]) -> str:
    """Return the text of the file of reviewed scripts.

    >>> read_reviewed(write_reviewed(["b()", "a: 1"]))
    (['a: 1', 'b()'], [])
    """
    ordered = sorted({comparable(script) for script in scripts})
    return _HEADING + yaml.safe_dump(ordered, width=10**6, allow_unicode=True, default_style='"')
