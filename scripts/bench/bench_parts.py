"""Measure what each part of the cache saves, and write the table into hooks/incremental/README.md.

    python scripts/bench/bench_parts.py --today 2026-12-01

The guide itself and a guide of 1,000 topics are built with each part switched off in turn, cold and
after a sentence has changed, and with all parts on. What a part saves is the difference, in seconds
of CPU, user and system, of the least of several runs in turn. Without --today it prints the table.
"""

import argparse
import inspect
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import incremental.build as cache
from guide.core.wording import format_date
from guide.rendering import extension, fast_inline
from incremental import input_hashes, output, store, tracking
from scripts._cli import run_main
from scripts.bench.bench_build import FIRST_NUMBER, build_command
from scripts.bench.bench_project import EDITS, ROOT, write_guide
from scripts.bench.record import describe_machine, replace_result

README = ROOT / "hooks" / "incremental" / "README.md"


@dataclass(frozen=True)
class Part:
    """A part of the cache: what it patches, the code that is there for it alone, how to do without.

    Code is counted in lines; a method of MkDocs' plugins is switched off by replacing it.
    """

    name: str
    patches: str
    code: tuple[Any, ...]
    switch_off: Callable[[], None]


def _replace(owner: Any, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(owner, name, value)


_BUILD = cache.IncrementalBuild
PARTS = (
    Part(
        "text: the HTML of a page's Markdown, by what it looked up",
        "`Page.render` of each page; `_title_from_render`, `toc`, `present_anchor_ids`,"
        " `links_to_anchors`",
        (tracking, _BUILD.on_pre_page, cache._page_state, cache._restore_page_state),
        _replace(_BUILD, "on_pre_page", lambda self, page, *, config, files: page),
    ),
    Part(
        "html: a page in its template, its search entries and its outline",
        "`get_template` of the theme's environment, `render` of templates, `meta` of pages,"
        " `on_page_context` of the search plugin",
        (input_hashes.template_hash, _BUILD.on_env, _BUILD._render, cache._TrackedMeta),
        _replace(_BUILD, "on_env", lambda self, env, *, config, files: None),
    ),
    Part(
        "output: files of pages that are moved back",
        "`clean_directory` and `write_file` of `mkdocs.utils`",
        (output, _BUILD.on_pre_build),
        _replace(output.OutputFolder, "move_back", lambda self, path, etag: False),
    ),
    Part(
        "memo: front matter, references, claims and the descriptor as read",
        "nothing",
        (_BUILD.memoize,),
        _replace(_BUILD, "memoize", lambda self, kind, name, basis, make: make()),
    ),
    Part(
        "templates: Jinja's cache of compiled templates",
        "`get_env` of the theme; `bytecode_cache` and `auto_reload` of its environments",
        (cache._BytecodeCache, cache._get_cached_env),
        _replace(cache, "_BytecodeCache", lambda folder: None),
    ),
    Part(
        "icons: hidden folders are skipped when the theme's files are listed",
        "`list_templates` of the loader",
        (cache._visible_files,),
        _replace(cache, "_visible_files", lambda tops: list_all(tops)),
    ),
    Part(
        "inline prefilter (`guide/rendering/fast_inline.py`)",
        "`InlineProcessor` of Python-Markdown, two private methods and `Registry._priority`",
        (fast_inline,),
        _replace(extension, "enable_inline_prefilter", lambda md: None),
    ),
)
# What the first three share.
SHARED = (store, input_hashes)


def list_all(tops: Any) -> list[str]:
    """List the files of a theme as Jinja does it."""
    import jinja2

    return jinja2.FileSystemLoader(tops).list_templates()


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--today", help="write the table into the README, dated, as 2026-12-01")
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--without", type=int, help=argparse.SUPPRESS)  # for its own processes
    options = parser.parse_args()
    if options.without is not None:
        return build_without(options.without)
    machine = describe_machine()
    with tempfile.TemporaryDirectory() as name:
        guide, large = Path(name) / "guide", Path(name) / "large"
        copy_guide(guide)
        write_guide(large, options.topics)
        sizes = {
            f"{len(list((guide / 'docs').rglob('*.md')))} pages": measure(
                guide, lambda number: change_page(guide / "docs" / "glossary.md", number), options
            ),
            f"{options.topics:,} topics": measure(
                large, lambda number: EDITS["sentence"][0](large, number), options
            ),
        }
    table = report(sizes)
    if options.today:
        day = format_date(date.fromisoformat(options.today))
        text = README.read_text(encoding="utf-8")
        README.write_text(
            replace_result(text, "parts", f"*{day}; {machine}.*\n\n{table}"), encoding="utf-8"
        )
    print(table)
    return 0


def build_without(number: int) -> int:
    """Build the site in the current folder without one part; all are on for a number past them."""
    from mkdocs.__main__ import cli

    if number < len(PARTS):
        PARTS[number].switch_off()
    cli.main(["build", "--quiet"], standalone_mode=False)
    return 0


def copy_guide(folder: Path) -> None:
    """Copy the guide itself, except for its code."""
    for name in ("data", "docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "hooks").symlink_to(ROOT / "hooks")
    shutil.copy(ROOT / "mkdocs.yml", folder)


def change_page(path: Path, number: int) -> None:
    """Add a sentence to a page."""
    path.write_text(f"{path.read_text(encoding='utf-8')}\nChanged{' again' * number}.\n", "utf-8")


def measure(
    folder: Path, edit: Callable[[int], object], options: argparse.Namespace
) -> list[tuple[float, float]]:
    """Return the least CPU of a cold and a warm build without each part; last, with all of them."""
    runs: list[list[tuple[float, float]]] = [[] for _ in range(len(PARTS) + 1)]
    number = FIRST_NUMBER
    for _ in range(options.repeat):
        for part, results in enumerate(runs):
            shutil.rmtree(folder / ".cache", ignore_errors=True)
            cold = run(folder, part)
            number += 1
            edit(number - FIRST_NUMBER if folder.name == "guide" else number)
            results.append((cold, run(folder, part)))
    return [
        (min(cold for cold, _ in results), min(warm for _, warm in results)) for results in runs
    ]


def run(folder: Path, part: int) -> float:
    """Build in a process of its own, without one part; return the seconds of CPU."""
    return build_command(
        folder, [sys.executable, str(Path(__file__).resolve()), "--without", str(part)]
    ).cpu


def report(sizes: dict[str, list[tuple[float, float]]]) -> str:
    """Return the result as a Markdown table."""
    columns = [f"{size}, {kind}" for size in sizes for kind in ("cold", "warm")]
    lines = [
        f"| part | what it patches | lines | {' | '.join(columns)} |",
        f"|---|---|---:|{'---:|' * len(columns)}",
    ]
    for number, part in enumerate(PARTS):
        saved = []
        for results in sizes.values():
            for without, whole in zip(results[number], results[-1], strict=True):
                saved.append(f"{without - whole:+.2f} s ({(without - whole) / without:+.0%})")
        lines.append(
            f"| {part.name} | {part.patches} | {count_lines(part.code)} | {' | '.join(saved)} |"
        )
    shared = count_lines(SHARED) - count_lines((input_hashes.template_hash,))
    lines.append(
        f"| what they share: the store, input hashes | nothing | {shared} |{' |' * len(columns)}"
    )
    wholes = [f"{seconds:.2f} s" for results in sizes.values() for seconds in results[-1]]
    lines.append(f"| a build with all parts | | | {' | '.join(wholes)} |")
    return "\n".join(lines)


def count_lines(code: tuple[Any, ...]) -> int:
    """Count the lines of modules, classes and functions."""
    return sum(len(inspect.getsource(each).splitlines()) for each in code)


if __name__ == "__main__":
    run_main(main, refused=2)
