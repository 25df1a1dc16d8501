"""The one door to MkDocs: read the catalogue, hand it to the Markdown extension, offer the data, check the site."""

import html
import logging
from datetime import date
from pathlib import Path

from guide.catalogue import Catalogue, read_catalogue
from guide.download_names import SITEMAP_NAME
from guide.made_files import made_files
from guide.problem import report
from guide.search_words import add_search_words, search_words
from guide.site_links import check_site
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

LOGGER = logging.getLogger("mkdocs.guide")
EXTENSION = "guide.extension"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).parent
    docs = Path(config.docs_dir).relative_to(root).as_posix()
    catalogue, problems = read_catalogue(
        root, docs=docs, today=_today(config), site_title=config.site_name, site_url=config.site_url or "")
    config.extra["guide_root"] = root
    config.extra["guide_problems"] = problems
    config.mdx_configs[EXTENSION] = {"catalogue": catalogue}
    # The guide makes its own: that of MkDocs dates every page by the build.
    config.theme.static_templates.discard(SITEMAP_NAME)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    # Said here and not in on_config: only now is strict mode counting.
    for line in report(config.extra["guide_problems"]):
        LOGGER.warning(line)
    catalogue, folder = _catalogue(config), config.extra["guide_root"] / "data"

    def read(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    for uri, content in made_files(catalogue, read).items():
        if theirs := files.get_file_from_path(uri):
            files.remove(theirs)  # the theme's
        files.append(File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    # The theme writes titles as they are, without escaping them.
    if "title" in page.meta:
        page.meta["title"] = html.escape(str(page.meta["title"]), quote=False)
    return markdown


def on_page_context(context: dict, *, page: Page, config: MkDocsConfig, **_: object) -> dict:
    # The search plugin has read the page just before; now its entry gets the everyday words too.
    if search := config.plugins.get("material/search"):
        add_search_words(search.search_index.entries, page.url, search_words(page.meta))
    return context


def on_post_build(*, config: MkDocsConfig) -> None:
    catalogue = _catalogue(config)
    # A link that was reported where it stands in the Markdown is not reported again from the HTML.
    known = {(problem.path, problem.line) for problem in config.extra["guide_problems"]}
    found = check_site(Path(config.site_dir), catalogue)
    for line in report(problem for problem in found if (problem.path, problem.line) not in known):
        LOGGER.warning(line)


def _today(config: MkDocsConfig) -> date:
    given = str(config.extra.get("today") or get_build_date())
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise PluginError(f'GUIDE_TODAY is "{given}", which is not a day. Write year, month and day, such as 2026-11-23.') from None


def _catalogue(config: MkDocsConfig) -> Catalogue:
    return config.mdx_configs[EXTENSION]["catalogue"]
