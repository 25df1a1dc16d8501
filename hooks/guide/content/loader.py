"""Load the catalogue: read the data package and every page, and check all of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from guide.content.catalogue import Catalogue
from guide.content.catalogue_checks import check_catalogue
from guide.content.docs_files import (
    DocsFiles,
    check_files,
    check_pictures,
    find_docs,
    find_files,
    is_linked,
    linked_file,
)
from guide.content.pages import read_pages
from guide.content.repository import Repository
from guide.core.memo import Memoize, no_cache
from guide.core.merge_conflicts import find_conflict
from guide.core.problems import Problem
from guide.data.csv_reader import read_csv
from guide.data.package import Package
from guide.data.package_reader import read_package
from guide.data.records import check_foreign_keys, make_records
from guide.data.table_copies import check_copies

# What may be wrong only because a page's front matter cannot be read.
_FOLLOWERS = ("unknown-topic", "unknown-phrase", "orphan-topic")
# What data/ holds beside tables.
_OTHER_DATA = ("datapackage.yaml", "addresses.txt", "README.md")
# Git leaves its marks in text only.
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".pdf", ".woff2")


def read_catalogue(
    root: Path,
    data: str = "data",
    docs: str = "docs",
    today: date | None = None,
    site_title: str = "",
    site_url: str = "",
    repository: Repository | None = None,
    recall: Memoize = no_cache,
) -> tuple[Catalogue, list[Problem]]:
    """Read the data package and every page below `root`, and check all of it, for the day `today`.

    Returns the catalogue and every problem: of the descriptor, the tables, the front matter, and of
    what the pages point at.
    """
    package, problems = read_package(
        root / data / "datapackage.yaml", f"{data}/datapackage.yaml", recall
    )
    records = {}
    for resource in package.resources.values():
        if is_linked(root / data, resource.path):
            problems.append(linked_file(f"{data}/{resource.path}"))
            continue
        table, file_problems = read_csv(root / data / resource.path, f"{data}/{resource.path}")
        rows, wrong = (
            make_records(table, resource, f"{data}/{resource.path}") if table else ([], [])
        )
        if table and not (file_problems or (wrong and not rows)):
            records[resource.name] = rows
        problems += file_problems + wrong
    wrong_keys = list(check_foreign_keys(package, records))
    # A row with a wrong key is in no other table either.
    lines = {(problem.path, problem.line) for problem in wrong_keys}
    problems += wrong_keys
    problems += [
        problem
        for problem in check_copies(package, records)
        if (problem.path, problem.line) not in lines
    ]
    in_data = tuple(problems)
    pages, page_problems = read_pages(root / docs, docs, recall)
    files = find_docs(root / docs)
    problems += [*page_problems, *check_files(files, docs)]
    problems += check_pictures(root / docs, files.assets, docs)
    catalogue = Catalogue(
        package,
        records,
        {page.uri: page for page in pages},
        frozenset(files.assets),
        today,
        in_data,
        site_title,
        site_url,
        repository,
        recall,
        _skipped_files(root, data, docs, package, files),
    )
    problems += _without_followers(catalogue, check_catalogue(catalogue))
    conflicts = list(_find_conflicts(root, data, docs, files.files))
    # What else is wrong with such a file follows from its two versions.
    in_conflict = {problem.path for problem in conflicts}
    return catalogue, conflicts + [item for item in problems if item.path not in in_conflict]


def _skipped_files(
    root: Path, data: str, docs: str, package: Package, in_docs: DocsFiles
) -> tuple[str, ...]:
    """Return what is passed over: hidden files, leftovers, and data that the package lacks."""
    in_data = find_files(root / data)
    known = {*(resource.path for resource in package.resources.values()), *_OTHER_DATA}
    unlisted = (uri for uri in in_data.files if uri not in known and "/" not in uri)
    return (
        *(f"{docs}/{uri}" for uri in (*in_docs.hidden, *in_docs.leftovers)),
        *(f"{data}/{uri}" for uri in (*in_data.hidden, *in_data.leftovers, *unlisted)),
    )


def _find_conflicts(root: Path, data: str, docs: str, uris: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each file with conflict markers: settings, data and docs/."""
    names = ["mkdocs.yml"]
    names += [f"{data}/{uri}" for uri in find_files(root / data).files]
    names += [f"{docs}/{uri}" for uri in uris if not uri.endswith(_PICTURES)]
    for name in names:
        if problem := find_conflict(root / name, name):
            yield problem


def _without_followers(catalogue: Catalogue, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, less those that may only follow from an unreadable topic page.

    Such a page has no kind and no phrase, so all that names its topic or uses its phrase would be
    reported with it, and bury the line that mends it.
    """
    folders = {page.uri.rpartition("/")[0] for page in catalogue.topics.values()} - {""}
    is_unread = any(
        not page.meta and page.uri.rpartition("/")[0] in folders
        for page in catalogue.pages.values()
    )
    return (problem for problem in problems if not (is_unread and problem.rule in _FOLLOWERS))
