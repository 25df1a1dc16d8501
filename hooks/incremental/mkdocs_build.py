"""Rebuild only what changed: pages' Markdown, their HTML, and their search entries.

MkDocs makes every page anew on each save. Here its own functions are wrapped, page by page: the
result of the last build is reused while all that it was made from is the same. Each of the three
steps has an input hash, a digest of what goes in directly (settings, code, versions, the page's
text), and a set of dependencies, which it looked up (the catalogue, other files, the front matter
of other pages); incremental.tracking records these, and incremental.store keeps the results. What a
step logged is logged again, so that strict mode counts the same warnings.
"""

import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import jinja2
from material.plugins.search.plugin import Parser, SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.meta import YAML_RE, get_data

import guide
from guide.checks.site_links import Outline, read_outline, site_base_path
from guide.content.catalogue import Catalogue
from guide.content.search_terms import add_search_synonyms, lower_boost_of_indexes, search_synonyms
from guide.core.memo import digest
from incremental.mkdocs_output import UNCHANGED, OutputFolder
from incremental.search_sections import read_sections
from incremental.store import BuildCache
from incremental.tracking import (
    SEPARATOR,
    UNCACHEABLE,
    Answers,
    DependencyTracker,
    NotFingerprintableError,
    canonical_repr,
    fingerprint,
    tracking_view,
)
from site_titles import SafeAnchorLink

LOGGER = logging.getLogger("mkdocs.guide")
EXTENSION = "guide.extension"
# Markdown extensions that read nothing but the text that they render; with any other, no page's
# Markdown is cached.
PURE_EXTENSIONS = frozenset(
    {
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "guide.extension",
        "md_in_html",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
    }
)
# Settings that say where things are put and not what is in them, and those whose effect on the
# files is fingerprinted.
IGNORED_SETTINGS = (
    "site_dir",
    "dev_addr",
    "watch",
    "exclude_docs",
    "draft_docs",
    "not_in_nav",
    "plugins",
    "hooks",
    "mdx_configs",
)
# What MkDocs puts into the context of a template; all else in it was added by a hook.
STANDARD_CONTEXT_KEYS = (
    "nav",
    "pages",
    "base_url",
    "extra_css",
    "extra_javascript",
    "mkdocs_version",
    "build_date_utc",
    "config",
    "page",
)
# The variables by which a template shows the time of the build.
_TIME_VARIABLES = ("build_date_utc", "update_date")
# Attributes that Markdown writes for the search index, which the plugin strips from the page. The
# second pattern only finds whether there is one: without the space before it, that is much faster.
# The plugin leaves an empty attribute alone, as the guide's own are.
_SEARCH_ATTRIBUTES = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")
_SEARCH_ATTRIBUTE_START = re.compile(r"data-search-\w+=\"[^\"]")

# The entries of a table of contents, each as [title, id, level, entries below it].
_TocJson: TypeAlias = list[list[Any]]
# A logger's name, the level, and the message.
_LogRecord: TypeAlias = list[Any]
_Meta: TypeAlias = Mapping[str, Any]


class IncrementalBuild:
    """The steps of one build, wrapped so that they reuse the results of the last."""

    def __init__(self, cache: BuildCache) -> None:
        self.cache, self.tracker, self.code = cache, DependencyTracker(), _code_digest()
        self._catalogue_answers: Answers | None = None
        self._files: Files | None = None
        self._metas: dict[str, _Meta] = {}
        self._text_salt = ""
        self._last_rendered: tuple[str, Outline, str] | None = None
        self._folder: OutputFolder | None = None
        self._content_digests: dict[str, tuple[str | None, str]] = {}
        self.outlines: dict[str, Outline] = {}
        cache.answer = self.answer

    def track_catalogue(self, catalogue: Catalogue) -> Catalogue:
        """Register the catalogue of the build, and return the view of it that tracks reads."""
        self._catalogue_answers = Answers(catalogue)
        return tracking_view(catalogue, self.tracker)

    def memoize(self, kind: str, name: str, basis: str, make: Callable[[], object]) -> Any:
        """Return what depends on `basis` and the code alone, from the last build or made now."""
        return self.cache.once(kind, name, digest(self.code, basis), make)

    def answer(self, key: str) -> str | None:
        """Return the fingerprint of a dependency: the catalogue, a file, or front matter."""
        kind, _, rest = key.partition(SEPARATOR)
        if kind == "file" and self._files is not None:
            return _file_fingerprint(self._files.get_file_from_path(rest))
        if kind == "meta":
            uri, _, name = rest.partition(SEPARATOR)
            return _meta_fingerprint(self._metas.get(uri), name)
        if kind == "" and self._catalogue_answers:
            return self._catalogue_answers(key)
        return None

    def register_files(self, config: MkDocsConfig, files: Files) -> None:
        """Register the files of the build, and the settings as all plugins have left them."""
        self._files = files
        self._text_salt = _text_salt(config, self.code)

    def wrap_folder(self, config: MkDocsConfig) -> None:
        """Leave the files of pages in place that would be written unchanged."""
        # What another hook makes of a page's HTML cannot be known beforehand.
        if len(config.plugins.events["post_page"]) == 1:
            self._folder = OutputFolder(config, self.cache)
            self._folder.patch_mkdocs_output()

    def finish_folder(self) -> None:
        """Delete the pages in the folder that this build does not have."""
        if self._folder:
            self._folder.finish()

    def wrap_page(self, page: Page) -> None:
        """Read a page's front matter, and render its Markdown, only when it has to be."""
        original_render, original_read = page.render, page.read_source

        def read_source(config: MkDocsConfig) -> None:
            if config.plugins.events["page_read_source"]:
                original_read(config)
                return
            source = page.file.content_string
            match = YAML_RE.match(source)
            meta = match and self.memoize(
                "meta", page.file.src_uri, match[0], lambda: _meta_to_json(*get_data(match[0]))
            )
            if match is None or meta is None:
                original_read(config)
                return
            page.markdown = source[match.end() :].lstrip("\n")
            page.meta = _meta_from_json(meta)

        def render(config: MkDocsConfig, files: Files) -> None:
            # The text may differ from that of the file: a hook or a plugin may have changed it.
            settings = config.mdx_configs[EXTENSION]
            input_hash = self._text_salt and digest(
                self._text_salt, page.file.url, page.file.inclusion.name, page.markdown or ""
            )
            tracked_files = _TrackedFiles(files, self.tracker)
            result = self._once(
                "text",
                page.file.src_uri,
                input_hash,
                lambda: _capture_page_state(
                    page, _with_page_name(original_render, settings, page), config, tracked_files
                ),
            )
            page.content = result.text
            _restore_page_state(page, result.value, files)
            self._content_digests[page.file.src_uri] = page.content, result.value["digest"]

        # MkDocs has no event that could take the place of either.
        page.render = render  # type: ignore[method-assign]  # see above
        page.read_source = read_source  # type: ignore[method-assign]  # see above

    def wrap_templates(
        self, env: jinja2.Environment, config: MkDocsConfig, nav: Navigation, files: Files
    ) -> None:
        """Render a page's template only when it has to be."""
        theme = _theme_texts(config)
        salt = _template_salt(config, nav, files, self.code, theme)
        shows_time = any(variable in text for text in theme for variable in _TIME_VARIABLES)
        base = site_base_path(config.site_url or "")
        for file in files.documentation_pages():
            if file.page is not None:
                self._metas[file.src_uri] = file.page.meta
                file.page.meta = _TrackedMeta(file.page.meta, file.src_uri, self.tracker)
        original = env.get_template

        # Any: a _LazyTemplate renders as a jinja2.Template does, but is none.
        def get_template(name: Any, *args: Any, **kwargs: Any) -> Any:
            if args or kwargs or not name.endswith(".html"):
                return original(name, *args, **kwargs)
            assert env.loader is not None  # a theme's environment has one
            # A missing template is reported here, where MkDocs expects it.
            env.loader.get_source(env, name)
            return _LazyTemplate(
                name,
                lambda: original(name),
                lambda context, render: self._render_template(
                    salt, name, context, render, shows_time, base
                ),
            )

        env.get_template = get_template  # type: ignore[method-assign]  # Jinja has no other way in

    def _render_template(
        self,
        salt: str,
        template: str,
        context: Mapping[str, Any],
        render: Callable[[], str],
        shows_time: bool,
        base: str,
    ) -> str:
        page: Page | None = context["page"]
        time = [context["build_date_utc"], page and page.update_date] if shows_time else []
        try:
            inputs = canonical_repr(
                [_context_json(context), _page_json(page) if page else [], time]
            )
            texts = (self._content_digest(page), page.markdown or "") if page else ()
            input_hash = salt and digest(salt, template, inputs, *texts)
        except NotFingerprintableError as reason:
            LOGGER.debug(f"{template} is rendered each time: {reason}")
            input_hash = ""
        if page is None:
            return self._once("html", template, input_hash, lambda: (None, render())).text or ""
        file = page.file

        def make() -> tuple[list[Any], str]:
            html = render()
            outline = read_outline(file.dest_uri, html, base)
            return [outline.title, outline.ids, outline.link_targets, outline.is_clean], html

        result = self._once(
            "html",
            file.src_uri,
            input_hash,
            make,
            lambda etag: (
                self._folder is not None and self._folder.has_unchanged(file.dest_uri, etag)
            ),
        )
        outline = Outline(*result.value)
        if result.text is None:
            self.outlines[file.dest_uri] = outline
            return UNCHANGED
        self._last_rendered = result.text, outline, result.etag
        return result.text

    def _content_digest(self, page: Page) -> str:
        """Return the digest of a page's HTML: the stored one while the HTML is the same object."""
        content, stored = self._content_digests.get(page.file.src_uri, (None, ""))
        return stored if page.content is content and stored else digest(page.content or "")

    def record_page_output(self, page: Page, html: str) -> None:
        """Record what is written of a page: if no plugin has changed it, its outline is valid."""
        if self._last_rendered and self._last_rendered[0] is html:
            _, self.outlines[page.file.dest_uri], etag = self._last_rendered
            if self._folder and etag:
                self._folder.register_pending_write(
                    page.file.abs_dest_path, page.file.dest_uri, etag
                )

    def wrap_search(self, search: SearchPlugin, config: MkDocsConfig) -> None:
        """Index a page only when it has to be, and add its front matter's synonyms to its entry."""
        index, salt = search.search_index, digest(self.code, canonical_repr(_plain(search.config)))

        def index_page(page: Page) -> list[dict[str, Any]]:
            before = len(index.entries)
            _add_entries(index, page)
            entries: list[dict[str, Any]] = index.entries[before:]
            del index.entries[before:]
            return entries

        def add(page: Page) -> None:
            try:
                input_hash = digest(
                    salt,
                    page.url,
                    canonical_repr([page.title, dict(page.meta)]),
                    repr(_toc_json(page.toc)),
                    self._content_digest(page),
                )
            except NotFingerprintableError:
                input_hash = ""
            entries = self._once(
                "search", page.file.src_uri, input_hash, lambda: (index_page(page), "")
            ).value
            add_search_synonyms(entries, page.url, search_synonyms(page.meta))
            lower_boost_of_indexes(entries)
            index.entries.extend(entries)

        def on_page_context(context: dict[str, Any], *, page: Page, **_: object) -> None:
            add(page)
            content = page.content or ""
            if _SEARCH_ATTRIBUTE_START.search(content):
                stripped_digest = digest(self._content_digest(page), "shown")
                page.content = _SEARCH_ATTRIBUTES.sub("", content)
                self._content_digests[page.file.src_uri] = page.content, stripped_digest

        # Replaces the plugin's own, which slowly searches every text for what is hardly ever there.
        events = config.plugins.events["page_context"]
        events[events.index(search.on_page_context)] = on_page_context

    def _once(
        self,
        kind: str,
        name: str,
        input_hash: str,
        make: Callable[[], tuple[object, str]],
        is_elsewhere: Callable[[str], bool] = lambda etag: False,
    ) -> "_Result":
        """Return the cached result, or make and store it. Without an input hash it is always made.

        `is_elsewhere` gets the etag of a text, and returns whether the text is not needed; then it
        is not read, and None is in its place.
        """
        if input_hash and (cached := self.cache.get_with_etag(kind, name, input_hash)):
            (value, records), etag = cached
            is_needed = not is_elsewhere(etag)
            text = self.cache.read_text(kind, name, etag) if is_needed else None
            if text is not None or not is_needed:
                for logger, level, message in records:
                    logging.getLogger(logger).log(level, message)
                return _Result(value, text, etag)
        with self.tracker.recording() as dependencies, capture_log_records() as records:
            value, text = make()
        return _Result(
            value,
            text,
            self.cache.put(kind, name, input_hash, dependencies, [value, records], text)
            if input_hash
            else "",
        )


class _Result(NamedTuple):
    """The result of a step: a value (JSON), a text (None where it is not needed), and its etag."""

    value: Any
    text: str | None
    etag: str


def _meta_to_json(rest: str, meta: _Meta) -> list[list[Any]] | None:
    """Return front matter as JSON: [key, "day" or "", value] for each key; None where it cannot be.

    `rest` is what MkDocs could not read as front matter.
    """
    if rest:
        return None  # MkDocs takes it for the page's text
    rows = [
        [key, "day", value.isoformat()] if type(value) is date else [key, "", value]
        for key, value in meta.items()
    ]
    return rows if all(isinstance(key, str) and _is_json(value) for key, _, value in rows) else None


def _is_json(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_json(item) for key, item in value.items())
    return (
        all(map(_is_json, value))
        if isinstance(value, list)
        else value is None or type(value) in (str, int, float, bool)
    )


def _meta_from_json(rows: list[list[Any]]) -> dict[str, Any]:
    return {key: date.fromisoformat(value) if kind else value for key, kind, value in rows}


def _capture_page_state(
    page: Page, render: Callable[..., None], config: MkDocsConfig, files: "_TrackedFiles"
) -> tuple[dict[str, Any], str]:
    """Render a page's Markdown; return what that sets on the page (JSON), and its HTML."""
    render(config, files)
    links, content = page.links_to_anchors, page.content or ""
    return {
        "digest": digest(content),
        "title": page._title_from_render,
        "toc": _toc_json(page.toc),
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": (
            None if links is None else [[file.src_uri, anchors] for file, anchors in links.items()]
        ),
    }, content


def _with_page_name(
    render: Callable[..., None], settings: dict[str, Any], page: Page
) -> Callable[..., None]:
    """Return a function that renders a page while the extension's settings name that page."""

    def render_named(*args: object) -> None:
        settings["page"] = page.file.src_uri
        try:
            render(*args)
        finally:
            del settings["page"]

    return render_named


def _restore_page_state(page: Page, state: dict[str, Any], files: Files) -> None:
    page._title_from_render = state["title"]
    items = list(map(_anchor_from_json, state["toc"]))
    if items:
        items[0].active = True
    page.toc = TableOfContents(list(items))
    page.present_anchor_ids = set(state["anchors"])
    links = state["links"]
    page.links_to_anchors = (
        None
        if links is None
        else {file: anchors for uri, anchors in links if (file := files.get_file_from_path(uri))}
    )


def _add_entries(index: SearchIndex, page: Page) -> None:
    """Add a page's entries as the plugin's `add_entry_from_context` does, with a faster parser."""
    if (page.meta.get("search") or {}).get("exclude"):
        return
    sections = read_sections(page.content or "")
    if sections is None:
        parser = Parser()
        parser.feed(page.content)
        parser.close()
        sections = parser.data
    for section in sections:
        if not section.is_excluded():
            index.create_entry_for_section(section, page.toc, page.url, page)


def _toc_json(items: Iterable[AnchorLink]) -> _TocJson:
    return [[item.title, item.id, item.level, _toc_json(item.children)] for item in items]


def _anchor_from_json(item: list[Any]) -> SafeAnchorLink:
    anchor = SafeAnchorLink(*item[:3])
    anchor.children = [_anchor_from_json(child) for child in item[3]]
    return anchor


class _TrackedFiles:
    """The files of a build, for one page; records which are looked up."""

    def __init__(self, files: Files, tracker: DependencyTracker) -> None:
        self._files, self._tracker = files, tracker

    def get_file_from_path(self, path: str) -> File | None:
        self._tracker.record(UNCACHEABLE if SEPARATOR in path else f"file{SEPARATOR}{path}")
        return self._files.get_file_from_path(path)

    def __getattr__(self, name: str) -> object:
        self._tracker.record(UNCACHEABLE)
        return getattr(self._files, name)


def _file_fingerprint(file: File | None) -> str:
    if file is None:
        return "absent"
    return fingerprint(f"{file.src_uri} {file.url} {file.inclusion.name}")


class _TrackedMeta(dict[str, Any]):
    """The front matter of a page, as templates see it; records which keys are looked up."""

    def __init__(self, meta: _Meta, uri: str, tracker: DependencyTracker) -> None:
        super().__init__(meta)
        self._uri, self._tracker = uri, tracker

    def _record(self, key: object) -> None:
        is_plain = isinstance(key, str) and SEPARATOR not in key
        self._tracker.record(
            f"meta{SEPARATOR}{self._uri}{SEPARATOR}{key}" if is_plain else UNCACHEABLE
        )

    def __getitem__(self, key: str) -> Any:
        self._record(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._record(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._record(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._record("")  # all of it
        return super().__iter__()

    def __len__(self) -> int:
        self._record("")
        return super().__len__()

    # Any: the types of a dictionary's views have no public names.
    def keys(self) -> Any:
        self._record("")
        return super().keys()

    def values(self) -> Any:
        self._record("")
        return super().values()

    def items(self) -> Any:
        self._record("")
        return super().items()


def _meta_fingerprint(meta: _Meta | None, key: str) -> str | None:
    try:
        if meta is None or (key and key not in meta):
            return "absent"
        return fingerprint(canonical_repr(meta[key] if key else dict(meta)))
    except NotFingerprintableError:
        return None


class _LazyTemplate:
    """A template that is loaded only when it is rendered."""

    def __init__(
        self,
        name: str,
        load: Callable[[], jinja2.Template],
        render_once: Callable[[Mapping[str, Any], Callable[[], str]], str],
    ) -> None:
        self.name, self._load, self._render_once = name, load, render_once

    def render(self, context: Mapping[str, Any]) -> str:
        return self._render_once(context, lambda: self._load().render(context))

    def __getattr__(self, name: str) -> object:
        return getattr(self._load(), name)


@contextmanager
def capture_log_records() -> Iterator[list[_LogRecord]]:
    """Capture what is logged to MkDocs in a block, as [logger, level, message]."""
    records: list[_LogRecord] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append([record.name, record.levelno, record.getMessage()])

    handler = Handler()
    root = logging.getLogger("mkdocs")
    root.addHandler(handler)
    try:
        yield records
    finally:
        root.removeHandler(handler)


def _read_code() -> str:
    """Return a digest of the guide's own code, byte by byte, and of all packages by version."""
    own = sorted(
        path
        for path in Path(guide.__file__).parent.parent.rglob("*")
        if path.suffix in (".py", ".yaml")
    )
    versions = sorted(
        {
            path.name
            for folder in sys.path
            if Path(folder).is_dir()
            for path in Path(folder).glob("*.dist-info")
        }
    )
    return digest(sys.version, *versions, *(f"{path.name} {path.read_bytes()!r}" for path in own))


# Read once, as the code itself is: under `serve`, an edit of it takes effect after a restart.
CODE = _read_code()


def _code_digest() -> str:
    """Return a digest of all code and of the guide's own templates, read anew for each build."""
    templates = sorted((Path(guide.__file__).parent / "templates").rglob("*.html"))
    return digest(CODE, *(f"{path.name} {path.read_bytes()!r}" for path in templates))


def _text_salt(config: MkDocsConfig, code: str) -> str:
    """Return a digest of what every page's Markdown depends on; "" where it has no digest."""
    unknown = set(config.markdown_extensions) - PURE_EXTENSIONS
    if unknown:
        LOGGER.info(
            f"Every page is rendered each time: nobody knows what {', '.join(sorted(unknown))}"
            " reads."
        )
        return ""
    options = {name: value for name, value in config.mdx_configs.items() if name != EXTENSION}
    # What is below the level is not captured, so it could not be logged again.
    level = logging.getLogger("mkdocs.structure.pages").getEffectiveLevel()
    try:
        settings = [
            config.markdown_extensions,
            _plain(options),
            _plain(config.validation),
            config.use_directory_urls,
            level,
        ]
        return digest(code, canonical_repr(settings), *_hook_texts(config))
    except NotFingerprintableError as reason:
        LOGGER.info(f"Every page is rendered each time: {reason}.")
        return ""


def _template_salt(
    config: MkDocsConfig, nav: Navigation, files: Files, code: str, theme: list[str]
) -> str:
    """Return a digest of what every page's HTML depends on; "" where it has no digest."""
    settings = {key: value for key, value in config.items() if key not in IGNORED_SETTINGS}
    plugins = {name: getattr(plugin, "config", None) for name, plugin in config.plugins.items()}
    level = logging.getLogger("mkdocs").getEffectiveLevel()
    try:
        inputs = canonical_repr(
            [_plain(settings), _plain(plugins), _nav_json(nav.items), _pages_json(files), level]
        )
        return digest(code, inputs, *theme, *_hook_texts(config))
    except NotFingerprintableError as reason:
        LOGGER.info(f"Every page is put into its template each time: {reason}.")
        return ""


def _plain(value: object) -> object:
    """Return settings as plain dicts and lists; other values stay, and may have no digest."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if type(value).__name__ == "Locale" else value


def _hook_texts(config: MkDocsConfig) -> list[str]:
    # By the paths of the modules: the names in the settings are relative to the settings, not to
    # the current folder.
    return [
        Path(path).read_text(encoding="utf-8")
        for path in sorted(hook.__file__ for hook in config["hooks"].values())
    ]


def _theme_texts(config: MkDocsConfig) -> list[str]:
    """Return the text of every template, and of every file of the theme's custom folder."""
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    texts = []
    for folder in map(Path, config.theme.dirs):
        for path in sorted(folder.rglob("*") if folder == own else _templates(folder)):
            if path.is_file():
                texts.append(f"{path} {path.read_bytes().decode('utf-8', 'backslashreplace')}")
    return texts


def _templates(folder: Path) -> Iterator[Path]:
    """Return the templates of a theme, which may have ten thousand icons besides."""
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith(".") and path.name != "assets":
            yield from _templates(path)
        elif path.suffix == ".html":
            yield path


def _nav_json(items: Iterable[StructureItem] | None) -> list[list[Any]]:
    return [
        [
            type(item).__name__,
            item.title,
            getattr(item, "url", None),
            _nav_json(getattr(item, "children", None)),
        ]
        for item in items or []
    ]


def _pages_json(files: Files) -> list[list[Any]]:
    """Return what a template may show of every page, except front matter, which is tracked."""
    return [
        [file.src_uri, file.url, file.inclusion.name, page.title, page.canonical_url, page.edit_url]
        for file in files.documentation_pages()
        if (page := file.page)
    ]


def _page_json(page: Page) -> list[Any]:
    """Return what a template may show of the page itself, except its text."""
    near = [other and other.file.src_uri for other in (page.previous_page, page.next_page)]
    return [
        page.file.src_uri,
        page.url,
        page.canonical_url,
        page.edit_url,
        page.title,
        page.is_homepage,
        dict(page.meta),
        near,
        repr(_toc_json(page.toc)),
    ]


def _context_json(context: Mapping[str, Any]) -> list[Any]:
    """Return what is in a template's context besides the page, the settings and the navigation."""
    added = {key: value for key, value in context.items() if key not in STANDARD_CONTEXT_KEYS}
    return [
        context["base_url"],
        _plain(context["extra_css"]),
        [str(script) for script in context["extra_javascript"]],
        added,
    ]
