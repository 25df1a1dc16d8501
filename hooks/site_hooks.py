"""The one door to MkDocs: read the catalogue, hand it to the Markdown extension, offer the data, check the site."""

import logging
import os
from dataclasses import dataclass
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
from guide.content.docs_files import say_hidden
from guide.content.repository import Repository, parse_repository
from guide.core.days import build_day
from guide.core.memo import digest
from guide.core.problems import Problem, UserError, report
from guide.data.published_paths import SITEMAP_NAME
from guide.exports.generated_files import made_files
from incremental.garbage import collect_soon, collect_the_young_only
from incremental.jinja_cache import install_bytecode_cache
from incremental.mkdocs_build import CODE, EXTENSION, SiteMemory
from incremental.mkdocs_output import release
from incremental.store import Memory, clear_old
from site_titles import escape_settings, escape_titles

LOGGER = logging.getLogger("mkdocs.guide")
MEMORY = ".cache/pages"
TEMPLATES = ".cache/templates"
# No page asks for these: docs/assets has scripts of the guide's own in their place.
THEME_SCRIPTS = "assets/javascripts/"


@dataclass
class Build:
    """What the hooks of one build share. It hangs on the settings, which MkDocs reads anew for each build."""

    root: Path
    catalogue: Catalogue
    problems: list[Problem]
    memory: SiteMemory
    nav: Navigation | None = None


@event_priority(100)
def _on_config_first(config: MkDocsConfig) -> MkDocsConfig:
    collect_the_young_only()
    # Before the plugins, some of which ask the theme for words.
    folder = Path(config.config_file_path).resolve().parent / TEMPLATES
    install_bytecode_cache(
        config.theme, folder if config.extra.get("remember", True) else None, CODE
    )
    return config


@event_priority(0)
def _on_config_last(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).resolve().parent
    docs = Path(config.docs_dir).relative_to(root).as_posix()
    memory = SiteMemory(_open_memory(config, root))
    catalogue, problems = read_and_check(
        root,
        docs=docs,
        today=_today(config),
        site_title=config.site_name,
        site_url=config.site_url or "",
        repository=_repository(config),
        recall=memory.recall,
    )
    # The theme's first inline script is then the same on every page, whatever its depth, and can be
    # allowed by its hash.
    config.extra["scope"] = quote(urlsplit(config.site_url or "").path.rstrip("/") + "/", safe="/%")
    config.guide = Build(root, catalogue, problems, memory)
    # The extension has a view of the catalogue, which notes what each page reads of it.
    config.mdx_configs[EXTENSION] = {"catalogue": memory.see_catalogue(catalogue)}
    escape_settings(config)
    # The guide makes its own: that of MkDocs dates every page by the build.
    config.theme.static_templates.discard(SITEMAP_NAME)
    if not config.use_directory_urls:
        config.theme.static_templates.discard("404.html")  # only a server shows it
    return config


on_config = CombinedEvent(_on_config_first, _on_config_last)


def on_pre_build(*, config: MkDocsConfig) -> None:
    config.guide.memory.wrap_folder(config)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    # Said here and not in on_config: only now is strict mode counting.
    build: Build = config.guide
    for line in report(build.problems):
        LOGGER.warning(line)
    if note := say_hidden(build.catalogue.hidden, Path(config.docs_dir).name):
        LOGGER.info(note)
    _leave_out_unread(files, build.catalogue, config.docs_dir)
    folder = build.root / "data"

    def read(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    for uri, content in made_files(build.catalogue, read).items():
        if theirs := files.get_file_from_path(uri):
            files.remove(theirs)  # the theme's
        files.append(
            File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
        )
    if config.theme.custom_dir:
        for file in [file for file in files if file.src_uri.startswith(THEME_SCRIPTS)]:
            files.remove(file)
    build.memory.see_files(config, files)
    return files


def _leave_out_unread(files: Files, catalogue: Catalogue, docs_dir: str) -> None:
    """Take out what MkDocs has found in docs/ and could not read: a broken link, a pipe, a page that is not UTF-8."""
    for file in [file for file in files if file.src_dir == docs_dir]:
        if (
            file.src_uri not in catalogue.pages
            and file.src_uri not in catalogue.assets
            and not file.inclusion.is_excluded()
        ):
            files.remove(file)


def on_nav(nav: Navigation, *, config: MkDocsConfig, **_: object) -> Navigation:
    config.guide.nav = nav
    if not config.use_directory_urls:
        for page in nav.pages:
            page.canonical_url = (
                None  # a flat address is for a folder; the site has the page elsewhere
            )
    return nav


@event_priority(-100)
def on_pre_page(page: Page, *, config: MkDocsConfig, **_: object) -> Page:
    config.guide.memory.wrap_page(page)
    return page


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    build: Build = config.guide
    escape_titles(build.nav, files)
    build.memory.wrap_templates(env, config, build.nav, files)
    search = config.plugins.get("material/search")
    if search and search.config.enabled:
        build.memory.wrap_search(search, config)
    return env


@event_priority(-100)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    config.guide.memory.see_output(page, output)
    return output


def on_post_build(*, config: MkDocsConfig) -> None:
    build: Build = config.guide
    build.memory.end_folder()
    # A link that was reported where it stands in the Markdown is not reported again from the HTML.
    known = {(problem.path, problem.line) for problem in build.problems}
    found = check_site(Path(config.site_dir), build.catalogue, build.memory.outlines)
    for line in report(problem for problem in found if (problem.path, problem.line) not in known):
        LOGGER.warning(line)
    build.memory.memory.save()
    clear_old(build.root / MEMORY)
    collect_soon()


def on_build_error(error: Exception, **_: object) -> None:
    # MkDocs gives no settings here; what a build stood in for is put back by whichever comes next.
    release()
    collect_soon()


def _open_memory(config: MkDocsConfig, root: Path) -> Memory:
    """Return the memory of this site: one for each address it is built for, since addresses stand on every page."""
    name = digest(config.site_url or "")
    return Memory(root / MEMORY / f"{name}.sqlite" if config.extra.get("remember", True) else None)


def _repository(config: MkDocsConfig) -> Repository | None:
    try:
        return parse_repository(
            str(config.extra.get("repository") or ""), str(config.extra.get("branch") or "")
        )
    except ValueError as wrong:
        raise PluginError(str(wrong)) from None


def _today(config: MkDocsConfig) -> date:
    try:
        return build_day(config.extra.get("today"), os.environ, datetime.now(UTC))
    except UserError as error:
        raise PluginError(error.sentence) from None
