"""MkDocs event hooks, the only module that mkdocs.yml names.

They read the catalogue, pass it to the Markdown extension, add the generated files, and check the
site. https://www.mkdocs.org/dev-guide/plugins/#events
"""

import logging
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from guide.checks.project_checks import read_and_check
from guide.checks.site_links import check_site
from guide.content.catalogue import Catalogue
from guide.content.docs_files import is_linked, skipped_files_message
from guide.content.repository import Repository, parse_repository
from guide.core.days import build_day
from guide.core.memo import digest
from guide.core.problems import Problem, UserError, report
from guide.core.urls import site_url_fault
from guide.data.published_paths import SITEMAP_NAME
from guide.exports.generated_files import generate_files
from incremental.garbage import disable_full_gc, schedule_full_gc
from incremental.jinja_cache import install_bytecode_cache
from incremental.mkdocs_build import CODE, EXTENSION, IncrementalBuild
from incremental.mkdocs_output import unpatch_mkdocs_output
from incremental.store import BuildCache, prune_caches
from site_titles import escape_settings, escape_titles

LOGGER = logging.getLogger("mkdocs.guide")
MKDOCS_LOGGER = logging.getLogger("mkdocs")
PAGES_CACHE = ".cache/pages"
TEMPLATES_CACHE = ".cache/templates"
# No page loads these: docs/assets has scripts of the guide's own in their place.
THEME_SCRIPTS = "assets/javascripts/"


@dataclass
class Build:
    """What the hooks of one build share: an attribute of the settings, as MkDocs reads them anew.

    `nav` is set when MkDocs has made the navigation.
    """

    root: Path
    catalogue: Catalogue
    problems: list[Problem]
    incremental: IncrementalBuild
    nav: Navigation = field(default_factory=lambda: Navigation([], []))


def _build_of(config: MkDocsConfig) -> Build:
    build: Build = vars(config)["guide"]
    return build


@event_priority(100)
def _on_config_first(config: MkDocsConfig) -> MkDocsConfig:
    disable_full_gc()
    if config.strict and not MKDOCS_LOGGER.isEnabledFor(logging.WARNING):
        # With --quiet, MkDocs 1.6.1 counts no warning, and so passes a strict build that has some.
        MKDOCS_LOGGER.setLevel(logging.WARNING)
    # Before the plugins, some of which ask the theme for translations.
    folder = Path(config.config_file_path).resolve().parent / TEMPLATES_CACHE
    install_bytecode_cache(
        config.theme, folder if config.extra.get("remember", True) else None, CODE
    )
    return config


@event_priority(0)
def _on_config_last(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).resolve().parent
    docs = Path(config.docs_dir).relative_to(root).as_posix()
    if config.site_url and (fault := site_url_fault(config.site_url)):
        raise PluginError(fault)
    incremental = IncrementalBuild(_open_cache(config, root))
    catalogue, problems = read_and_check(
        root,
        docs=docs,
        today=_today(config),
        site_title=config.site_name,
        site_url=config.site_url or "",
        repository=_repository(config),
        recall=incremental.memoize,
    )
    # The theme's first inline script is then the same on every page, whatever its depth, and can be
    # allowed by its hash.
    config.extra["scope"] = quote(urlsplit(config.site_url or "").path.rstrip("/") + "/", safe="/%")
    vars(config)["guide"] = Build(root, catalogue, problems, incremental)
    # The extension has a view of the catalogue, which tracks what each page reads of it.
    config.mdx_configs[EXTENSION] = {"catalogue": incremental.track_catalogue(catalogue)}
    # The guide makes its own sitemap: that of MkDocs dates every page by the build.
    config.theme.static_templates.discard(SITEMAP_NAME)
    if not config.use_directory_urls:
        config.theme.static_templates.discard("404.html")  # only a server shows it
    return config


on_config = CombinedEvent(_on_config_first, _on_config_last)


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Patch the functions by which MkDocs empties and fills the site's folder."""
    _build_of(config).incremental.wrap_folder(config)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Report the problems of the content, add the generated files, and remove unused ones."""
    # Not in on_config: strict mode counts the warnings from here on.
    build = _build_of(config)
    for line in report(build.problems, config.site_url or ""):
        LOGGER.warning(line)
    if note := skipped_files_message(build.catalogue.skipped):
        LOGGER.info(note)
    _remove_unread(files, build.catalogue, config.docs_dir)
    folder = build.root / "data"

    def read(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() and not is_linked(folder, name) else None

    generated = generate_files(build.catalogue, read, has_redirects=config.use_directory_urls)
    for uri, content in generated.items():
        if theme_file := files.get_file_from_path(uri):
            files.remove(theme_file)
        files.append(
            File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
        )
    if config.theme.custom_dir:
        for file in [file for file in files if file.src_uri.startswith(THEME_SCRIPTS)]:
            files.remove(file)
    build.incremental.register_files(config, files)
    return files


def _remove_unread(files: Files, catalogue: Catalogue, docs_dir: str) -> None:
    """Remove what MkDocs lists in docs/ and the guide leaves out, such as links and leftovers."""
    for file in [file for file in files if file.src_dir == docs_dir]:
        if (
            file.src_uri not in catalogue.pages
            and file.src_uri not in catalogue.assets
            and file.inclusion not in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
        ):
            files.remove(file)


def on_nav(nav: Navigation, *, config: MkDocsConfig, **_: object) -> Navigation:
    """Keep the navigation; without directory URLs, drop the canonical URLs of the pages."""
    _build_of(config).nav = nav
    if not config.use_directory_urls:
        for page in nav.pages:
            # Such a build is read from a folder; on the site, the page has another address.
            page.canonical_url = None
    return nav


@event_priority(-100)
def on_pre_page(page: Page, *, config: MkDocsConfig, **_: object) -> Page:
    """Wrap the steps that read and render a page."""
    _build_of(config).incremental.wrap_page(page)
    return page


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Escape the texts for the theme, and wrap the templates and the search index."""
    build = _build_of(config)
    escape_settings(config)  # not earlier, since other hooks and plugins read them
    escape_titles(build.nav, files)
    build.incremental.wrap_templates(env, config, build.nav, files)
    search = config.plugins.get("material/search")
    if search and search.config.enabled:
        build.incremental.wrap_search(search, config)
    return env


@event_priority(-100)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Record a page's HTML as it is written."""
    _build_of(config).incremental.record_page_output(page, output)
    return output


def on_post_build(*, config: MkDocsConfig) -> None:
    """Report the problems of the built site, and save the cache."""
    build = _build_of(config)
    build.incremental.finish_folder()
    # A link that was reported for the Markdown is not reported again for the HTML.
    reported = {(problem.path, problem.line) for problem in build.problems}
    problems = check_site(Path(config.site_dir), build.catalogue, build.incremental.outlines)
    unreported = [problem for problem in problems if (problem.path, problem.line) not in reported]
    for line in report(unreported, config.site_url or ""):
        LOGGER.warning(line)
    build.incremental.cache.save()
    prune_caches(build.root / PAGES_CACHE)
    schedule_full_gc()


def on_build_error(error: Exception, **_: object) -> None:
    """Restore MkDocs' own functions after a failed build."""
    # MkDocs passes no settings here, but the patched functions are module-wide.
    unpatch_mkdocs_output()
    schedule_full_gc()


def _open_cache(config: MkDocsConfig, root: Path) -> BuildCache:
    """Open the cache of this site: one for each site address, since every page contains it."""
    path = root / PAGES_CACHE / f"{digest(config.site_url or '')}.sqlite"
    return BuildCache(path if config.extra.get("remember", True) else None)


def _repository(config: MkDocsConfig) -> Repository | None:
    try:
        return parse_repository(
            str(config.extra.get("repository") or ""), str(config.extra.get("branch") or "")
        )
    except ValueError as error:
        raise PluginError(str(error)) from None


def _today(config: MkDocsConfig) -> date:
    try:
        return build_day(config.extra.get("today"), os.environ, datetime.now(UTC))
    except UserError as error:
        raise PluginError(error.sentence) from None
