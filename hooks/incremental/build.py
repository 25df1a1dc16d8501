"""Rebuild only what changed: pages' Markdown, their HTML, and their search entries.

MkDocs makes every page again on each save. Here its own functions are wrapped, page by page: the
result of the last build is reused while all that it was made from is the same. Each of the three
steps has an input hash of what goes in directly (incremental.input_hashes), and dependencies, which
it looked up (incremental.tracking); incremental.store keeps the results. What a step logged is
logged again, so that strict mode counts the same warnings.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import jinja2
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.theme import Theme

from guide.checks.site_links import Outline, read_outline, site_base_path
from guide.content.catalogue import Catalogue
from guide.core.memo import digest
from incremental import input_hashes
from incremental.output import UNCHANGED, OutputFolder, unpatch
from incremental.store import BuildCache
from incremental.tracking import (
    SEPARATOR,
    UNCACHEABLE,
    catalogue_fingerprint,
    dependency,
    fingerprint,
    track_catalogue,
)

PAGES_CACHE, TEMPLATES_CACHE = ".cache/pages", ".cache/templates"
# Makes a result: a value (JSON), and the text beside it.
_Make: TypeAlias = Callable[[], tuple[Any, str]]


class IncrementalBuild(BasePlugin):  # type: ignore[type-arg,no-untyped-call] # without settings
    """The steps of one build, wrapped so that they reuse the results of the last.

    It is a plugin that no settings name: `install` adds it to those of the build.
    """

    def __init__(self, settings: MkDocsConfig) -> None:
        super().__init__()
        self._root = Path(settings.config_file_path).resolve().parent
        # One file for each site address, since every page contains it.
        path = self._root / PAGES_CACHE / f"{digest(settings.site_url or '')}.sqlite"
        self.cache = BuildCache(path, self._fingerprint)
        self._code = input_hashes.code_hash()
        # The salts of the steps: None until all plugins have left the settings as they are.
        self._text_salt: str | None = None
        self._template_salt: str | None = None
        # The dependencies of the step that is being done.
        self._read: set[str] = set()
        self._catalogue: Catalogue | None = None
        self._files = Files([])
        self._metas: dict[str, Mapping[str, Any]] = {}
        self._folder: OutputFolder | None = None
        self._outlines: dict[str, Outline] = {}
        # The page that is being put into its template; then its HTML, outline and etag.
        self._rendering = ""
        self._rendered: tuple[str, Outline, str] | None = None

    @classmethod
    def install(cls, config: MkDocsConfig) -> "IncrementalBuild":
        """Add the cache to a build; to be called first, before a plugin renders a template."""
        build = cls(config)
        # By the code, since Jinja only compares a template's text and the version of Python.
        _install_bytecode_cache(config.theme, build._root / TEMPLATES_CACHE / input_hashes.CODE)
        config.plugins["incremental"] = build
        return build

    def memoize(self, kind: str, name: str, basis: str, make: Callable[[], object]) -> Any:
        """Return what depends on `basis` and the code alone, from the last build or made now."""
        return self.cache.once(kind, name, digest(self._code, basis), make)

    def track(self, catalogue: Catalogue) -> Catalogue:
        """Return a view of the catalogue that records what is read of it."""
        self._catalogue = catalogue
        return track_catalogue(catalogue, self._record)

    def finish(self) -> dict[str, Outline]:
        """Save the cache; return the outlines of the pages, by the path of the file in the site."""
        if self._folder:
            self._folder.finish()
        self.cache.save()
        return self._outlines

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Leave the files of pages in place that would be written unchanged."""
        # What another hook makes of a page's HTML cannot be known beforehand.
        if len(config.plugins.events["post_page"]) == 1:
            self._folder = OutputFolder(config.site_dir, self.cache)

    def on_build_error(self, **_: object) -> None:
        """Restore MkDocs' own functions after a failed build."""
        unpatch()

    @event_priority(-100)
    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Render a page's Markdown only when it has to be."""
        if self._text_salt is None:
            self._files, self._text_salt = files, input_hashes.text_hash(config, self._code)
        original = page.render

        def render(config: MkDocsConfig, files: Files) -> None:
            def make() -> tuple[Any, str]:
                tracked_files: Any = _TrackedFiles(files, self._record)
                original(config, tracked_files)
                return _page_state(page), page.content or ""

            # The text may differ from that of the file: a hook or a plugin may have changed it.
            inputs = [page.file.url, page.file.inclusion.name, page.markdown or ""]
            input_hash = input_hashes.hash_values(inputs, self._text_salt or "")
            state, page.content, _ = self._once("text", page.file.src_uri, input_hash, make)
            _restore_page_state(page, state, files)

        # MkDocs has no event that could take its place.
        page.render = render  # type: ignore[method-assign]  # see above
        return page

    @event_priority(-100)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Render a page's template, and index the page, only when it has to be."""
        for file in files.documentation_pages():
            if file.page is not None:
                self._metas[file.src_uri] = file.page.meta
                file.page.meta = _TrackedMeta(file.page.meta)
                file.page.meta.record = partial(self._record_meta, file.src_uri)
        original = env.get_template

        # Jinja itself names the template from which it asks for another; MkDocs names none.
        def get_template(name: Any, *args: Any, **kwargs: Any) -> jinja2.Template:
            template = original(name, *args, **kwargs)
            if not args and not kwargs and name.endswith(".html"):
                make = partial(type(template).render, template)
                template.render = partial(  # type: ignore[method-assign]  # Jinja has no other way
                    self._render, config, files, name, make
                )
            return template

        env.get_template = get_template  # type: ignore[method-assign]  # Jinja has no other way in
        search: Any = config.plugins.get("material/search")
        events = config.plugins.events["page_context"]
        if search and search.config.enabled and search.on_page_context in events:
            place = events.index(search.on_page_context)
            events[place] = partial(self._index, search, search.on_page_context)

    def _render(
        self,
        config: MkDocsConfig,
        files: Files,
        name: str,
        render: Callable[[Mapping[str, Any]], str],
        context: Mapping[str, Any],
    ) -> str:
        """Render a template for a page, or for none, as 404.html of a theme."""
        if self._template_salt is None:
            self._template_salt = input_hashes.template_hash(
                config, context["nav"], files, self._code
            )
        page: Page | None = context["page"]
        texts = (page.content or "", page.markdown or "") if page else ()
        input_hash = input_hashes.page_hash(context, self._template_salt, name, *texts)
        if page is None:
            return self._once("html", name, input_hash, lambda: (None, render(context)))[1]
        file = page.file

        def make() -> tuple[Any, str]:
            html = render(context)
            outline = read_outline(file.dest_uri, html, site_base_path(config.site_url or ""))
            return list(vars(outline).values()), html

        def is_unchanged(etag: str) -> bool:
            return bool(self._folder and self._folder.reuse(file.abs_dest_path, etag))

        self._rendering = file.src_uri
        value, html, etag = self._once("html", file.src_uri, input_hash, make, is_unchanged)
        self._rendering = ""
        self._rendered = (html, Outline(*value), etag)
        return html

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Record what is written of a page: if no plugin has changed it, its outline is valid."""
        if self._rendered and self._rendered[0] is output:
            _, self._outlines[page.file.dest_uri], etag = self._rendered
            if self._folder:
                self._folder.register_pending_write(page.file.abs_dest_path, etag)
        return output

    def _index(
        self, search: Any, original: Callable[..., None], context: Any, *, page: Page, **more: Any
    ) -> None:
        """Add a page to the search index."""
        index = search.search_index

        def make() -> tuple[Any, str]:
            start, content = len(index.entries), page.content or ""
            original(context, page=page, **more)
            entries, is_same = index.entries[start:], page.content == content
            del index.entries[start:]
            return [entries, is_same], "" if is_same else page.content or ""

        about = [search.config, page.url, page.title, page.meta, input_hashes.toc_json(page.toc)]
        input_hash = input_hashes.hash_values(about, self._code, page.content or "")
        (entries, is_same), text, _ = self._once("search", page.file.src_uri, input_hash, make)
        index.entries += entries
        if not is_same:  # the plugin has taken attributes of its own out of the page
            page.content = text

    def _once(
        self,
        kind: str,
        name: str,
        input_hash: str,
        make: _Make,
        is_unchanged: Callable[[str], bool] = lambda etag: False,
    ) -> tuple[Any, str, str]:
        """Return the cached value, text and etag, or make and store them.

        Without an input hash they are always made. Where `is_unchanged` says so of the etag, the
        text is not needed, and UNCHANGED is in its place.
        """
        if input_hash and (cached := self.cache.get(kind, name, input_hash)):
            (value, records), etag = cached
            text = UNCHANGED if is_unchanged(etag) else self.cache.read_text(kind, name, etag)
            if text is not None:
                for logger, level, message in records:
                    logging.getLogger(logger).log(level, message)
                return value, text, etag
        self._read.clear()
        with _capture_log() as records:
            value, text = make()
        dependencies = self._read if input_hash else {UNCACHEABLE}
        etag = self.cache.put(kind, name, input_hash, dependencies, [value, records], text)
        return value, text, etag

    def _record(self, name: str) -> None:
        self._read.add(name)

    def _record_meta(self, uri: str, key: object) -> None:
        """Record that a template reads a key of a page's front matter, "" for all keys."""
        if uri != self._rendering:  # its own goes in directly
            self._record(dependency("meta", uri, key))

    def _fingerprint(self, name: str) -> str | None:
        """Return the fingerprint that a dependency has now."""
        kind, _, rest = name.partition(SEPARATOR)
        if kind == "file":
            file = self._files.get_file_from_path(rest)
            return fingerprint(file and [file.src_uri, file.url, file.inclusion.name])
        if kind == "meta":
            uri, _, key = rest.partition(SEPARATOR)
            meta = self._metas.get(uri, {})
            return fingerprint(meta if not key else [meta[key]] if key in meta else [])
        return catalogue_fingerprint(self._catalogue, name) if self._catalogue else None


class _TrackedFiles:
    """The files of a build, for one page; records which are looked up."""

    def __init__(self, files: Files, record: Callable[[str], None]) -> None:
        self._files, self._record = files, record

    def get_file_from_path(self, path: str) -> File | None:
        self._record(dependency("file", path))
        return self._files.get_file_from_path(path)

    def __getattr__(self, name: str) -> object:
        self._record(UNCACHEABLE)
        return getattr(self._files, name)


class _TrackedMeta(dict[str, Any]):
    """The front matter of a page, as templates see it; records which keys are looked up."""

    record: Callable[[object], None]


def _recording(name: str) -> Callable[..., Any]:
    def read(self: _TrackedMeta, *arguments: Any) -> Any:
        self.record(arguments[0] if arguments else "")
        return getattr(dict, name)(self, *arguments)

    return read


for _name in ("__getitem__", "get", "__contains__", "__iter__", "__len__", "__eq__", "__or__"):
    setattr(_TrackedMeta, _name, _recording(_name))
for _name in ("copy", "keys", "values", "items"):
    setattr(_TrackedMeta, _name, _recording(_name))


def _page_state(page: Page) -> list[Any]:
    """Return what rendering a page's Markdown sets on the page, except its HTML, as JSON."""
    links, anchors = page.links_to_anchors, sorted(page.present_anchor_ids or ())
    targets = None if links is None else [[file.src_uri, ids] for file, ids in links.items()]
    return [page._title_from_render, input_hashes.toc_json(page.toc), anchors, targets]


def _restore_page_state(page: Page, state: list[Any], files: Files) -> None:
    page._title_from_render, toc, anchors, links = state
    page.toc, page.present_anchor_ids, page.links_to_anchors = get_toc(toc), set(anchors), None
    if links is not None:
        pairs = [(files.get_file_from_path(uri), ids) for uri, ids in links]
        page.links_to_anchors = {file: ids for file, ids in pairs if file}


@contextmanager
def _capture_log() -> Iterator[list[list[Any]]]:
    """Capture what is logged to MkDocs in a block, as [logger, level, message]."""
    records: list[list[Any]] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append([record.name, record.levelno, record.getMessage()])

    handler, root = Handler(), logging.getLogger("mkdocs")
    root.addHandler(handler)
    try:
        yield records
    finally:
        root.removeHandler(handler)


class _BytecodeCache(jinja2.FileSystemBytecodeCache):
    """Jinja's own cache of compiled templates, except that a damaged file ends no build."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # unpickling a damaged file can raise anything
            bucket.reset()


def _install_bytecode_cache(theme: Theme, folder: Path) -> None:
    """Give every Jinja environment of a theme a cache; as with __pycache__, what is read is run."""
    original = theme.get_env

    def get_env() -> jinja2.Environment:
        env = original()
        env.bytecode_cache = _BytecodeCache(str(folder)) if folder.is_dir() else None
        # Each build makes an environment, and no template changes while it runs.
        env.auto_reload = False
        return env

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    theme.get_env = get_env  # type: ignore[method-assign]  # MkDocs offers no other way in
