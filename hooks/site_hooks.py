"""MkDocs event hooks, the only module that mkdocs.yml names.

They read the catalogue, pass it to the Markdown extension, add the generated files, and check the
site. https://www.mkdocs.org/dev-guide/plugins/#events
"""

import errno
import logging
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from material.plugins.search.plugin import SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.observers.polling import PollingObserverVFS

from guide.checks.project_checks import read_and_check
from guide.checks.site_links import Outline, check_site, without_reported
from guide.content.catalogue import Catalogue
from guide.content.docs_files import is_linked, skipped_files_message
from guide.content.extra_settings import check_extra
from guide.content.navigation import SETTINGS
from guide.content.repository import Repository, parse_repository
from guide.content.search_terms import add_search_synonyms, lower_boost_of_indexes, search_synonyms
from guide.content.theme_files import check_overrides, find_missing_files, find_overrides
from guide.core.days import build_day
from guide.core.environment import apply_environment
from guide.core.folder_lock import FolderLock
from guide.core.memo import no_cache
from guide.core.problems import Problem, UserError, report
from guide.core.urls import site_url_fault
from guide.data.published_paths import SITEMAP_NAME
from guide.exports.generated_files import generate_files
from site_titles import escape_settings, escape_titles, escape_toc

if TYPE_CHECKING:
    from incremental import IncrementalBuild

LOGGER = logging.getLogger("mkdocs.guide")
MKDOCS_LOGGER = logging.getLogger("mkdocs")
EXTENSION = "guide.extension"
# No page loads these: docs/assets has scripts of the guide's own in their place.
THEME_SCRIPTS = "assets/javascripts/"


class FullBuild:
    """Render every page again: what a build does without hooks/incremental/."""

    memoize = staticmethod(no_cache)

    @classmethod
    def install(cls, config: MkDocsConfig) -> "FullBuild":
        """Add nothing to the build."""
        return cls()

    def track(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue as it is."""
        return catalogue

    def finish(self) -> dict[str, Outline]:
        """Return no outline, so that the check of the site reads every page."""
        return {}


def _build_class() -> "type[FullBuild | IncrementalBuild]":
    """Return the class that caches, or FullBuild where its folder was deleted."""
    try:
        from incremental import IncrementalBuild
    except ImportError as error:
        if error.name != "incremental":
            raise
        return FullBuild
    return IncrementalBuild


@dataclass
class Build:
    """What the hooks of one build share: an attribute of the settings, as MkDocs reads them anew.

    `nav` is set when MkDocs has made the navigation, `pages` when all have been read.
    """

    root: Path
    catalogue: Catalogue
    problems: list[Problem]
    incremental: "FullBuild | IncrementalBuild"
    nav: Navigation = field(default_factory=lambda: Navigation([], []))
    pages: list[Page] = field(default_factory=list)
    lock: FolderLock | None = None


def _build_of(config: MkDocsConfig) -> Build:
    build: Build = vars(config)["guide"]
    return build


def on_startup(*, command: str, **_: object) -> None:
    """Serve the guide at the address of the server, whatever that of the published site is."""
    if command == "serve":
        os.environ.pop("SITE_URL", None)


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, **_: object) -> LiveReloadServer:
    """Go on watching a folder that is moved away and back; watchdog would stop at once."""
    paths = [path for path in (config.docs_dir, config.config_file_path) if path]
    for path in paths:
        server.unwatch(path)
    server.observer = PollingObserverVFS(  # type: ignore[assignment]  # another polling one
        stat=_stat_of_watched, listdir=os.scandir, polling_interval=server.observer.timeout
    )
    for path in paths:
        server.watch(path)
    return server


def _stat_of_watched(path: str) -> os.stat_result:
    """Call os.stat; of what is missing, raise an error that watchdog takes for one that passes."""
    try:
        return os.stat(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise OSError(errno.EIO, error.strerror, path) from error


@event_priority(100)
def _on_config_first(config: MkDocsConfig) -> MkDocsConfig:
    if config.strict and not MKDOCS_LOGGER.isEnabledFor(logging.WARNING):
        # With --quiet, MkDocs 1.6.1 counts no warning, and so passes a strict build that has some.
        MKDOCS_LOGGER.setLevel(logging.WARNING)
    try:
        apply_environment(config, os.environ)
    except UserError as error:
        raise PluginError(error.sentence) from None
    for _, what, mend in (
        *find_missing_files(config.theme.dirs, config.theme, config.extra),
        *check_extra(config.extra),
    ):
        raise PluginError(f"{SETTINGS}: {what}. {mend}.")
    # Before the plugins, some of which ask the theme for translations.
    build_class = _build_class() if config.extra.get("remember", True) else FullBuild
    vars(config)["incremental"] = build_class.install(config)
    return config


@event_priority(0)
def _on_config_last(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).resolve().parent
    docs = Path(config.docs_dir).relative_to(root).as_posix()
    if not os.environ.get("SOURCE_DATE_EPOCH"):
        os.environ.pop("SOURCE_DATE_EPOCH", None)  # MkDocs takes "" for a wrong number
    if config.site_url and (fault := site_url_fault(config.site_url)):
        raise PluginError(fault)
    incremental: FullBuild | IncrementalBuild = vars(config)["incremental"]
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
    config.mdx_configs[EXTENSION] = {"catalogue": incremental.track(catalogue)}
    # The guide makes its own sitemap: that of MkDocs dates every page by the build.
    config.theme.static_templates.discard(SITEMAP_NAME)
    if not config.use_directory_urls:
        config.theme.static_templates.discard("404.html")  # only a server shows it
    return config


on_config = CombinedEvent(_on_config_first, _on_config_last)


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Lock the folder of the site, so that no other build writes into it."""
    try:
        _build_of(config).lock = FolderLock(Path(config.site_dir))
    except UserError as error:
        raise PluginError(error.sentence) from None


@event_priority(-100)
def on_build_error(error: Exception, **_: object) -> None:
    """End a build that could not read or write a file with its sentence."""
    if isinstance(error, OSError):
        path = error.filename2 or error.filename or "The site"
        raise Abort(f"{path}: {error.strerror or error}.") from None


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Report the problems of the content, add the generated files, and remove unused ones."""
    # Not in on_config: strict mode counts the warnings from here on.
    build = _build_of(config)
    folder = config.theme.custom_dir or ""
    in_theme = check_overrides(Path(folder), Path(folder).name) if folder else ()
    for line in report([*build.problems, *in_theme], config.site_url or ""):
        LOGGER.warning(line)
    if note := skipped_files_message(build.catalogue.skipped):
        LOGGER.info(note)
    _remove_unread(files, build.catalogue, config.docs_dir)
    if folder:
        meant = set(find_overrides(Path(folder)).files)
        for file in [file for file in files if file.src_dir == folder]:
            if file.src_uri not in meant:
                files.remove(file)
    data = build.root / "data"

    def read(name: str) -> bytes | None:
        path = data / name
        return path.read_bytes() if path.is_file() and not is_linked(data, name) else None

    generated = generate_files(build.catalogue, read, has_redirects=config.use_directory_urls)
    for uri, content in generated.items():
        if theme_file := files.get_file_from_path(uri):
            files.remove(theme_file)
        files.append(
            File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
        )
    if config.theme.custom_dir:
        for file in [file for file in files if file.src_uri.startswith(THEME_SCRIPTS)]:
            if file.src_dir != config.docs_dir:  # else it is an editor's own
                files.remove(file)
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


@event_priority(-50)
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Name the page to the extension, which else knows it by its text alone."""
    config.mdx_configs[EXTENSION]["page"] = page.file.src_uri
    return markdown


@event_priority(50)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Escape the table of contents for the theme."""
    config.mdx_configs[EXTENSION]["page"] = ""
    escape_toc(page.toc)
    return html


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Escape the texts for the theme."""
    escape_settings(config)  # not earlier, since other hooks and plugins read them
    build = _build_of(config)
    build.pages = [page for file in files.documentation_pages() if (page := file.page)]
    escape_titles(build.nav, files)
    return env


@event_priority(50)
def _before_search(*, config: MkDocsConfig) -> None:
    """Add the synonyms of the front matter to the search index, before it is written."""
    search = config.plugins.get("material/search")
    if isinstance(search, SearchPlugin) and search.config.enabled:
        entries = search.search_index.entries
        synonyms = {page.url: search_synonyms(page.meta) for page in _build_of(config).pages}
        for entry in entries:
            add_search_synonyms([entry], entry["location"], synonyms.get(entry["location"], []))
        lower_boost_of_indexes(entries)


@event_priority(0)
def _check_site(*, config: MkDocsConfig) -> None:
    """Report the problems of the built site."""
    build = _build_of(config)
    outlines = build.incremental.finish()
    problems = check_site(Path(config.site_dir), build.catalogue, outlines)
    unreported = without_reported(problems, build.problems)
    for line in report(unreported, config.site_url or ""):
        LOGGER.warning(line)
    if build.lock:
        build.lock.close()


on_post_build = CombinedEvent(_before_search, _check_site)  # type: ignore[arg-type]  # by name


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
