"""Rebuild only what changed: pages' Markdown, their HTML, and their search entries.

MkDocs makes every page again on each save. Here its own functions are wrapped: the result of the
last build is reused while its input hash (incremental.input_hashes) and what it looked up
(incremental.tracking) are the same. What was logged is logged again, for strict mode to count.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any, TypeAlias

import jinja2
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from guide.checks.site_links import Outline, read_outline, site_base_path
from guide.content.catalogue import Catalogue
from guide.core.memo import digest
from incremental import input_hashes
from incremental.output import UNCHANGED, OutputFolder
from incremental.store import BuildCache, Key
from incremental.tracking import (
    SEPARATOR,
    UNCACHEABLE,
    catalogue_fingerprint,
    dependency,
    fingerprint,
    track_catalogue,
)

# Makes a result: a value (JSON), and the text beside it.
_Make: TypeAlias = Callable[[], tuple[Any, str]]
_Context: TypeAlias = Mapping[str, Any]


class IncrementalBuild(BasePlugin):  # type: ignore[type-arg,no-untyped-call] # without settings
    """The steps of one build, as a plugin that no settings name: `install` adds it."""

    def __init__(self, settings: MkDocsConfig) -> None:
        super().__init__()
        self._root = Path(settings.config_file_path).resolve().parent
        # One file for each site address, since every page contains it.
        path = self._root / ".cache" / "pages" / f"{digest(settings.site_url or '')}.sqlite"
        self.cache = BuildCache(path, self._fingerprint)
        self._code = input_hashes.code_hash()
        self._text_salt = self._template_salt = ""  # in every input hash; "" for no caching
        self._read: set[str] = set()  # the dependencies of the step that is being done
        self._rendering = ""  # the page that is being put into its template
        self._catalogue: Catalogue | None = None
        self._nav = Navigation([], [])
        self._metas: dict[str, Mapping[str, Any]] = {}
        self._folder: OutputFolder | None = None
        self._outlines: dict[str, Outline] = {}

    @classmethod
    def install(cls, config: MkDocsConfig) -> "IncrementalBuild":
        """Add the cache to a build; to be called first, before a plugin renders a template."""
        build = cls(config)
        # By the code: Jinja compares the template's text and the version of Python alone.
        folder = build._root / ".cache" / "templates" / input_hashes.CODE
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        get_env = partial(_get_cached_env, config.theme.get_env, folder)
        config.theme.get_env = get_env  # type: ignore[method-assign]  # MkDocs offers no other way in
        config.plugins["incremental"] = build
        return build

    def memoize(self, kind: str, name: str, basis: str, make: Callable[[], object]) -> Any:
        """Return what depends on `basis` and the code alone, from the last build or made now."""
        input_hash = digest(self._code, basis)
        if (cached := self.cache.get((kind, name), input_hash)) is not None:
            return cached[0]
        value = make()
        self.cache.put((kind, name), input_hash, (), value)
        return value

    def track(self, catalogue: Catalogue) -> Catalogue:
        """Return a view of the catalogue that records what is read of it."""
        self._catalogue = catalogue
        return track_catalogue(catalogue, self._read.add)

    def finish(self) -> dict[str, Outline]:
        """Save the cache; return the outlines of the pages, by the path of the file in the site."""
        self.on_build_error()
        self.cache.save()
        return self._outlines

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Leave the files of pages in place that would be written unchanged."""
        # What a hook makes of a page's HTML cannot be known beforehand.
        if not config.plugins.events["post_page"]:
            self._folder = OutputFolder(config.site_dir)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Take in the navigation and the settings, as plugins have left them."""
        self._nav, self._text_salt = nav, input_hashes.text_hash(config, files, self._code)

    def on_build_error(self, **_: object) -> None:
        """Restore MkDocs' own functions, however the build has ended."""
        if self._folder:
            self._folder.finish()

    @event_priority(-100)
    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Render a page's Markdown only when it has to be."""
        original = page.render

        def render(config: MkDocsConfig, files: Files) -> None:
            def make() -> tuple[Any, str]:
                original(config, files)
                return _page_state(page), page.content or ""

            # The text may differ from that of the file: a hook or a plugin may have changed it.
            input_hash = self._text_salt and digest(self._text_salt, page.markdown or "")
            state, page.content = self._once(("text", page.file.src_uri), input_hash, make)
            _restore_page_state(page, state, files)

        page.render = render  # type: ignore[method-assign]  # MkDocs offers no other way in
        return page

    @event_priority(-100)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Index a page, and render its template, only when it has to be."""
        for file in files.documentation_pages():
            if file.page is not None:
                self._metas[file.src_uri] = file.page.meta
                file.page.meta = _TrackedMeta(file.page.meta)
                file.page.meta.record = partial(self._record_meta, file.src_uri)
        self._template_salt = input_hashes.template_hash(config, self._nav, files, self._code)
        if not self._template_salt:
            return
        search: Any = config.plugins.get("material/search")
        events = config.plugins.events["page_context"]
        if search and search.config.enabled and search.on_page_context in events:
            events.remove(search.on_page_context)  # to be called just before the template
        else:
            search = None
        original = env.get_template

        # Jinja itself names the template from which it asks for another; MkDocs names none.
        def get_template(name: Any, *args: Any, **kwargs: Any) -> jinja2.Template:
            template = original(name, *args, **kwargs)
            if not args and not kwargs and name.endswith(".html"):
                make = partial(type(template).render, template)
                render = partial(self._render, name, make, search)
                template.render = render  # type: ignore[method-assign]  # Jinja has no other way in
            return template

        env.get_template = get_template  # type: ignore[method-assign]  # see above

    def _render(
        self, name: str, render: Callable[[_Context], str], search: Any, context: _Context
    ) -> str:
        """Render a template for a page, or for none, as 404.html of a theme."""
        page: Page | None = context["page"]
        texts = (page.content or "", page.markdown or "") if page else ()
        input_hash = input_hashes.page_hash(context, self._template_salt, name, *texts)
        if page is None:
            return self._once(("html", name), input_hash, lambda: (None, render(context)))[1]
        file, entries = page.file, search.search_index.entries if search else []

        def make() -> tuple[Any, str]:
            start, config = len(entries), context["config"]
            if search:
                search.on_page_context(context, page=page, config=config, nav=context["nav"])
            html, added = render(context), entries[start:]
            del entries[start:]
            outline = read_outline(file.dest_uri, html, site_base_path(config.site_url or ""))
            return [added, *vars(outline).values()], html

        def is_unchanged(etag: str) -> bool:
            return bool(self._folder and self._folder.move_back(file.abs_dest_path, etag))

        self._rendering = file.src_uri
        value, html = self._once(("html", file.src_uri), input_hash, make, is_unchanged)
        added, *outline = value
        entries += added
        if self._folder:  # else a hook may change it
            self._outlines[file.dest_uri] = Outline(*outline)
        return html

    def _once(
        self,
        key: Key,
        input_hash: str,
        make: _Make,
        is_unchanged: Callable[[str], bool] | None = None,
    ) -> tuple[Any, str]:
        """Return the cached value and text, or make and store them.

        Where `is_unchanged` says so of the etag, UNCHANGED is in the place of the text.
        """
        if input_hash and (cached := self.cache.get(key, input_hash)):
            (value, records), etag = cached
            is_there = is_unchanged is not None and is_unchanged(etag)
            text = UNCHANGED if is_there else self.cache.read_text(key, etag)
            if text is not None:
                for logger, level, message in records:
                    logging.getLogger(logger).log(level, message)
                return value, text
        self._read.clear()
        log, handler = logging.getLogger("mkdocs"), BufferingHandler(sys.maxsize)
        log.addHandler(handler)
        try:
            value, text = make()
        finally:
            log.removeHandler(handler)
        records = [[each.name, each.levelno, each.getMessage()] for each in handler.buffer]
        dependencies = self._read if input_hash else {UNCACHEABLE}
        self.cache.put(key, input_hash, dependencies, [value, records], text)
        return value, text

    def _record_meta(self, uri: str, key: object) -> None:
        """Record that a template reads a key of a page's front matter, "" for all keys."""
        if uri != self._rendering:  # its own goes in directly
            self._read.add(dependency("meta", uri, key))

    def _fingerprint(self, name: str) -> str | None:
        """Return the fingerprint that a dependency has now."""
        kind, _, rest = name.partition(SEPARATOR)
        if kind == "meta":
            uri, _, key = rest.partition(SEPARATOR)
            meta = self._metas.get(uri, {})
            return fingerprint(meta if not key else [meta[key]] if key in meta else [])
        return catalogue_fingerprint(self._catalogue, name) if self._catalogue else None


class _TrackedMeta(dict[str, Any]):
    """The front matter of a page, as templates see it; records which keys are looked up."""

    record: Callable[[object], None]


def _recording(name: str) -> Callable[..., Any]:
    def read(self: _TrackedMeta, *arguments: Any) -> Any:
        self.record(arguments[0] if arguments else "")
        return getattr(dict, name)(self, *arguments)

    return read


_READS = "__getitem__ get __contains__ __iter__ __len__ __eq__ __or__ items keys values copy"
for _name in _READS.split():
    setattr(_TrackedMeta, _name, _recording(_name))


def _page_state(page: Page) -> list[Any]:
    """Return what rendering a page's Markdown sets on the page, except its HTML, as JSON."""
    links, anchors = page.links_to_anchors, sorted(page.present_anchor_ids or ())
    targets = None if links is None else [[file.src_uri, ids] for file, ids in links.items()]
    return [page._title_from_render, input_hashes.toc_json(page.toc), anchors, targets]


def _restore_page_state(page: Page, state: list[Any], files: Files) -> None:
    page._title_from_render, toc, anchors, links = state
    page.toc, page.present_anchor_ids = get_toc(toc), set(anchors)
    pairs = [(files.get_file_from_path(uri), ids) for uri, ids in links or ()]
    page.links_to_anchors = None if links is None else {file: ids for file, ids in pairs if file}


class _BytecodeCache(jinja2.FileSystemBytecodeCache):
    """Jinja's own cache of compiled templates, except that a damaged file ends no build."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # unpickling a damaged file can raise anything
            bucket.reset()


def _visible_files(tops: Iterable[str | os.PathLike[str]]) -> list[str]:
    """List the files below some folders, without the icons in hidden ones, which MkDocs skips."""
    names = set()
    for top in tops:
        for folder, folders, files in os.walk(top):
            folders[:] = [name for name in folders if name[0] != "."]
            names |= {Path(folder, name).relative_to(top).as_posix() for name in files}
    return sorted(names)


def _get_cached_env(original: Callable[[], jinja2.Environment], folder: Path) -> jinja2.Environment:
    """Give an environment a cache of compiled templates; as in __pycache__, what is read is run."""
    env, cache = original(), _BytecodeCache(str(folder)) if folder.is_dir() else None
    if isinstance(env.loader, jinja2.FileSystemLoader):
        names = partial(_visible_files, env.loader.searchpath)
        env.loader.list_templates = names  # type: ignore[method-assign]  # Jinja has no other way in
    env.bytecode_cache, env.auto_reload = cache, False  # no template changes during a build
    return env
