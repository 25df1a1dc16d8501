"""Let MkDocs render only what changed: pages, their HTML, their search entries. Used by site_hooks.py.

MkDocs makes every page anew on each save. Here its own functions are wrapped, page by page: what
they made last time is given back when all that they read is as it was. Each of the three steps has
a basis, a digest of what goes in directly (settings, code, versions, the page's text), and a list
of what was looked up (the catalogue, other files, the front matter of other pages);
incremental.tracking and incremental.store do the rest. What a step logged is logged again, so that
strict mode counts the same warnings.
"""

import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import jinja2
from material.plugins.search.plugin import Parser, SearchIndex, SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.meta import YAML_RE, get_data

import guide
from guide.checks.site_links import Outline, base_of, read_outline
from guide.content.catalogue import Catalogue
from guide.content.search_terms import add_search_words, search_words, weigh_lists
from guide.core.memo import digest
from incremental.mkdocs_output import STANDING, SiteFolder
from incremental.search_sections import read_sections
from incremental.store import Memory
from incremental.tracking import NEVER, Answers, NotRecordable, Recorder, describe, shorten, view_of
from site_titles import SafeAnchorLink

LOGGER = logging.getLogger("mkdocs.guide")
EXTENSION = "guide.extension"
# Markdown extensions that read nothing but the text they are given; with any other, no text is
# remembered.
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
# Settings that say where things are put and not what is in them, and those that are told by their
# effect on the files.
_SILENT = (
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
_USUAL = (
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
# Words by which a template shows the time of the build.
_TIMES = ("build_date_utc", "update_date")
_PART = "\x1f"
# What Markdown says to the search, and no reader is to see, as the plugin takes it out; and how it
# begins, without the space before it, which is found much faster. One that is empty, as the guide's
# own are, the plugin leaves.
_SEARCH_WORDS = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")
_BEGINS_SEARCH_WORDS = re.compile(r"data-search-\w+=\"[^\"]")


class SiteMemory:
    """What one build remembers of the last, and where its wrapped steps find it."""

    def __init__(self, memory: Memory) -> None:
        self.memory, self.recorder, self.code = memory, Recorder(), _code()
        self._answers: Answers | None = None
        self._files: Files | None = None
        self._metas: dict[str, dict] = {}
        self._text_salt = ""
        self._rendered: tuple[str, Outline, str] | None = None
        self._folder: SiteFolder | None = None
        self._contents: dict[str, tuple[str, str]] = {}
        self.outlines: dict[str, Outline] = {}
        memory.answer = self.answer

    def see_catalogue(self, catalogue: Catalogue) -> Catalogue:
        """Take in the catalogue of the build, and return the view of it that notes what is read."""
        self._answers = Answers(catalogue)
        return view_of(catalogue, self.recorder)

    def recall(self, kind: str, name: str, basis: str, make: Callable[[], object]) -> object:
        """Return what depends on its basis and on the code alone, from the last build or made now."""
        return self.memory.once(kind, name, digest(self.code, basis), make)

    def answer(self, question: str) -> str | None:
        """Answer a question about the catalogue, a file, or the front matter of a page."""
        kind, _, rest = question.partition(_PART)
        if kind == "file" and self._files is not None:
            return _tell_file(self._files.get_file_from_path(rest))
        if kind == "meta":
            uri, _, key = rest.partition(_PART)
            return _tell_meta(self._metas.get(uri), key)
        return self._answers(question) if kind == "" and self._answers else None

    def see_files(self, config: MkDocsConfig, files: Files) -> None:
        """Take in the files of the build, and the settings as all plugins have left them."""
        self._files = files
        self._text_salt = _text_salt(config, self.code)

    def wrap_folder(self, config: MkDocsConfig) -> None:
        """Let the files of pages stay where they would be written as they are."""
        # What another hook makes of a page's HTML is not known here.
        if len(config.plugins.events["post_page"]) == 1:
            self._folder = SiteFolder(config, self.memory)
            self._folder.mind()

    def end_folder(self) -> None:
        """Let no page stand in the folder that this build does not have."""
        if self._folder:
            self._folder.end()

    def wrap_page(self, page: Page) -> None:
        """Let a page's front matter be read, and its Markdown be rendered, only when it has to be."""
        real, read = page.render, page.read_source

        def read_source(config: MkDocsConfig) -> None:
            if config.plugins.events["page_read_source"]:
                return read(config)
            source = page.file.content_string
            found = YAML_RE.match(source)
            kept = (
                self.recall(
                    "meta", page.file.src_uri, found[0], lambda: _freeze(*get_data(found[0]))
                )
                if found
                else None
            )
            if kept is None:
                return read(config)
            page.markdown, page.meta = source[found.end() :].lstrip("\n"), _thaw(kept)
            return None

        def render(config: MkDocsConfig, files: Files) -> None:
            # The text may be another than that of the file: a hook or a plugin may have changed it.
            settings = config.mdx_configs[EXTENSION]
            basis = self._text_salt and digest(
                self._text_salt, page.file.url, page.file.inclusion.name, page.markdown or ""
            )
            watched = _WatchedFiles(files, self.recorder)
            made = self._once(
                "text",
                page.file.src_uri,
                basis,
                lambda: _take(page, _named(real, settings, page), config, watched),
            )
            page.content = made.text
            _give(page, made.value, files)
            self._contents[page.file.src_uri] = page.content, made.value["digest"]

        page.render, page.read_source = render, read_source

    def wrap_templates(
        self, env: jinja2.Environment, config: MkDocsConfig, nav: Navigation, files: Files
    ) -> None:
        """Let a page's template be rendered only when it has to be."""
        theme = _theme_texts(config)
        salt = _template_salt(config, nav, files, self.code, theme)
        shows_time = any(word in text for text in theme for word in _TIMES)
        base = base_of(config.site_url or "")
        for file in files.documentation_pages():
            if file.page is not None:
                self._metas[file.src_uri] = file.page.meta
                file.page.meta = _WatchedMeta(file.page.meta, file.src_uri, self.recorder)
        real = env.get_template

        def get_template(name: str, *rest: object, **named: object):
            if rest or named or not name.endswith(".html"):
                return real(name, *rest, **named)
            env.loader.get_source(
                env, name
            )  # so that a missing template is missed now, as MkDocs expects
            return _Template(
                name,
                lambda: real(name),
                lambda context, make: self._output(salt, name, context, make, shows_time, base),
            )

        env.get_template = get_template

    def _output(
        self,
        salt: str,
        template: str,
        context: Mapping,
        render: Callable[[], str],
        shows_time: bool,
        base: str,
    ) -> str:
        page = context["page"]
        time = [context["build_date_utc"], page and page.update_date] if shows_time else []
        try:
            told = describe([_context(context), _page(page) if page else [], time])
            texts = (self._content(page), page.markdown or "") if page else ()
            basis = salt and digest(salt, template, told, *texts)
        except NotRecordable as reason:
            LOGGER.debug(f"{template} is rendered each time: {reason}")
            basis = ""
        if page is None:
            return self._once("html", template, basis, lambda: (None, render())).text

        def make() -> tuple[list, str]:
            html = render()
            outline = read_outline(page.file.dest_uri, html, base)
            return [outline.title, outline.ids, outline.goals, outline.is_clean], html

        file = page.file
        made = self._once(
            "html",
            file.src_uri,
            basis,
            make,
            lambda mark: self._folder is not None and self._folder.has(file.dest_uri, mark),
        )
        outline = Outline(*made.value)
        if made.text is None:
            self.outlines[file.dest_uri] = outline
            return STANDING
        self._rendered = made.text, outline, made.mark
        return made.text

    def _content(self, page: Page) -> str:
        """Return what stands for a page's HTML in a basis: its digest, where it is as it was made."""
        content, known = self._contents.get(page.file.src_uri, (None, ""))
        return known if page.content is content and known else digest(page.content or "")

    def see_output(self, page: Page, html: str) -> None:
        """Take in what is written of a page: if no plugin has changed it, its outline is known."""
        if self._rendered and self._rendered[0] is html:
            _, self.outlines[page.file.dest_uri], mark = self._rendered
            if self._folder and mark:
                self._folder.expect(page.file.abs_dest_path, page.file.dest_uri, mark)

    def wrap_search(self, search: SearchPlugin, config: MkDocsConfig) -> None:
        """Let the search read a page only when it has to, and give its entry the everyday words of its front matter."""
        index, salt = search.search_index, digest(self.code, describe(_plain(search.config)))

        def make(page: Page) -> list[dict]:
            before = len(index.entries)
            _index(index, page)
            made = index.entries[before:]
            del index.entries[before:]
            return made

        def add(page: Page) -> None:
            try:
                basis = digest(
                    salt,
                    page.url,
                    describe([page.title, dict(page.meta)]),
                    repr(_toc(page.toc)),
                    self._content(page),
                )
            except NotRecordable:
                basis = ""
            entries = self._once("search", page.file.src_uri, basis, lambda: (make(page), "")).value
            add_search_words(entries, page.url, search_words(page.meta))
            weigh_lists(entries)
            index.entries.extend(entries)

        def on_page_context(context: dict, *, page: Page, **_: object) -> None:
            add(page)
            if _BEGINS_SEARCH_WORDS.search(page.content):
                told = digest(self._content(page), "shown")
                page.content = _SEARCH_WORDS.sub("", page.content)
                self._contents[page.file.src_uri] = page.content, told

        # In the place of the plugin's own, which goes slowly through every text for what is hardly
        # ever there.
        events = config.plugins.events["page_context"]
        events[events.index(search.on_page_context)] = on_page_context

    def _once(
        self,
        kind: str,
        name: str,
        basis: str,
        make: Callable[[], tuple[object, str]],
        stands: Callable[[str], bool] = lambda mark: False,
    ) -> "_Made":
        """Return what was made before, or make it and keep it. Without a basis it is made each time.

        `stands` is asked by the mark of a text whether it stands elsewhere; then it is not read,
        and None stands for it.
        """
        if basis and (found := self.memory.recall_mark(kind, name, basis)):
            (value, said), mark = found
            is_needed = not stands(mark)
            text = self.memory.read_text(kind, name, mark) if is_needed else None
            if text is not None or not is_needed:
                for logger, level, message in said:
                    logging.getLogger(logger).log(level, message)
                return _Made(value, text, mark)
        with self.recorder.recording() as asked, _listening() as said:
            value, text = make()
        return _Made(
            value,
            text,
            self.memory.keep(kind, name, basis, asked, [value, said], text) if basis else "",
        )


class _Made(NamedTuple):
    """What was made of a page, now or before: a value, a text (None where it is not needed), and what stands for the text."""

    value: object
    text: str | None
    mark: str


def _freeze(rest: str, meta: dict) -> list | None:
    """Return front matter as JSON can hold it, days too; None where it holds anything else, or MkDocs cannot read it."""
    if rest:
        return None  # it is taken for text
    frozen = [
        [key, "day", value.isoformat()] if type(value) is date else [key, "", value]
        for key, value in meta.items()
    ]
    return (
        frozen
        if all(isinstance(key, str) and _is_json(value) for key, _, value in frozen)
        else None
    )


def _is_json(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_json(item) for key, item in value.items())
    return (
        all(map(_is_json, value))
        if isinstance(value, list)
        else value is None or type(value) in (str, int, float, bool)
    )


def _thaw(frozen: list) -> dict:
    return {key: date.fromisoformat(value) if kind else value for key, kind, value in frozen}


def _take(
    page: Page, real: Callable, config: MkDocsConfig, files: "_WatchedFiles"
) -> tuple[dict, str]:
    """Render a page's Markdown, and return what that leaves on the page, and its HTML."""
    real(config, files)
    links = page.links_to_anchors
    return {
        "digest": digest(page.content),
        "title": page._title_from_render,
        "toc": _toc(page.toc),
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": (
            None if links is None else [[file.src_uri, found] for file, found in links.items()]
        ),
    }, page.content


def _named(real: Callable, settings: dict, page: Page) -> Callable:
    """Return what renders a page, and tells the extension meanwhile which page that is."""

    def render(*given: object) -> None:
        settings["page"] = page.file.src_uri
        try:
            real(*given)
        finally:
            del settings["page"]

    return render


def _give(page: Page, made: dict, files: Files) -> None:
    page._title_from_render = made["title"]
    page.toc = TableOfContents(list(map(_anchor, made["toc"])))
    if page.toc.items:
        page.toc.items[0].active = True
    page.present_anchor_ids = set(made["anchors"])
    links = made["links"]
    page.links_to_anchors = (
        None if links is None else {files.get_file_from_path(uri): found for uri, found in links}
    )


def _index(index: SearchIndex, page: Page) -> None:
    """Add a page's entries as the plugin's own `add_entry_from_context` does, with a faster reader of the HTML."""
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


def _toc(items) -> list:
    return [[item.title, item.id, item.level, _toc(item.children)] for item in items]


def _anchor(item: list) -> SafeAnchorLink:
    made = SafeAnchorLink(*item[:3])
    made.children = list(map(_anchor, item[3]))
    return made


class _WatchedFiles:
    """The files of a build, for one page; notes which are looked up."""

    def __init__(self, files: Files, recorder: Recorder) -> None:
        self._files, self._recorder = files, recorder

    def get_file_from_path(self, path: str) -> File | None:
        self._recorder.note(NEVER if _PART in path else f"file{_PART}{path}")
        return self._files.get_file_from_path(path)

    def __getattr__(self, name: str) -> object:
        self._recorder.note(NEVER)
        return getattr(self._files, name)


def _tell_file(file: File | None) -> str:
    return "absent" if file is None else shorten(f"{file.src_uri} {file.url} {file.inclusion.name}")


class _WatchedMeta(dict):
    """The front matter of a page, as templates see it; notes which keys are looked up."""

    def __init__(self, meta: Mapping, uri: str, recorder: Recorder) -> None:
        super().__init__(meta)
        self._uri, self._recorder = uri, recorder

    def _note(self, key: object) -> None:
        is_plain = isinstance(key, str) and _PART not in key
        self._recorder.note(f"meta{_PART}{self._uri}{_PART}{key}" if is_plain else NEVER)

    def __getitem__(self, key: str) -> object:
        self._note(key)
        return super().__getitem__(key)

    def get(self, key: str, default: object = None) -> object:
        self._note(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._note("")  # all of it
        return super().__iter__()

    def __len__(self) -> int:
        self._note("")
        return super().__len__()

    def keys(self):
        self._note("")
        return super().keys()

    def values(self):
        self._note("")
        return super().values()

    def items(self):
        self._note("")
        return super().items()


def _tell_meta(meta: Mapping | None, key: str) -> str | None:
    try:
        if meta is None or key and key not in meta:
            return "absent"
        return shorten(describe(meta[key] if key else dict(meta)))
    except NotRecordable:
        return None


class _Template:
    """A template that is loaded only when it is needed."""

    def __init__(self, name: str, load: Callable[[], jinja2.Template], once: Callable) -> None:
        self.name, self._load, self._once = name, load, once

    def render(self, context: Mapping) -> str:
        return self._once(context, lambda: self._load().render(context))

    def __getattr__(self, name: str) -> object:
        return getattr(self._load(), name)


@contextmanager
def _listening() -> Iterator[list]:
    """Collect what is logged to MkDocs inside, as (logger, level, words)."""
    said: list = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append([record.name, record.levelno, record.getMessage()])

    listener = Listener()
    root = logging.getLogger("mkdocs")
    root.addHandler(listener)
    try:
        yield said
    finally:
        root.removeHandler(listener)


def _read_code() -> str:
    """Return a digest of the guide's own code, to the byte, and of all other by name and version."""
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


# Read once, as the code itself is: whoever edits it under `serve` goes on with what was loaded.
CODE = _read_code()


def _code() -> str:
    """Return a digest of all code, and of the guide's own templates, which are read anew for each build."""
    templates = sorted((Path(guide.__file__).parent / "templates").rglob("*.html"))
    return digest(CODE, *(f"{path.name} {path.read_bytes()!r}" for path in templates))


def _text_salt(config: MkDocsConfig, code: str) -> str:
    """Return a digest of what the Markdown of every page depends on, or nothing where that cannot be told."""
    strange = set(config.markdown_extensions) - PURE_EXTENSIONS
    if strange:
        LOGGER.info(
            f"Every page is rendered each time: nobody knows what {', '.join(sorted(strange))}"
            " reads."
        )
        return ""
    given = {name: options for name, options in config.mdx_configs.items() if name != EXTENSION}
    level = logging.getLogger(
        "mkdocs.structure.pages"
    ).getEffectiveLevel()  # what is not said now is not kept to be said
    try:
        settings = [
            config.markdown_extensions,
            _plain(given),
            _plain(config.validation),
            config.use_directory_urls,
            level,
        ]
        return digest(code, describe(settings), *_hook_texts(config))
    except NotRecordable as reason:
        LOGGER.info(f"Every page is rendered each time: {reason}.")
        return ""


def _template_salt(
    config: MkDocsConfig, nav: Navigation, files: Files, code: str, theme: list[str]
) -> str:
    """Return a digest of what the HTML of every page depends on, or nothing where that cannot be told."""
    settings = {key: value for key, value in config.items() if key not in _SILENT}
    plugins = {name: getattr(plugin, "config", None) for name, plugin in config.plugins.items()}
    level = logging.getLogger("mkdocs").getEffectiveLevel()
    try:
        told = describe([_plain(settings), _plain(plugins), _nav(nav.items), _pages(files), level])
        return digest(code, told, *theme, *_hook_texts(config))
    except NotRecordable as reason:
        LOGGER.info(f"Every page is put into its template each time: {reason}.")
        return ""


def _plain(value: object) -> object:
    """Return settings as plain dictionaries and lists; what is none of these stays, and may have no digest."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if type(value).__name__ == "Locale" else value


def _hook_texts(config: MkDocsConfig) -> list[str]:
    # By where they were found: their names in the settings are relative to the settings, not to
    # where the build was started.
    return [
        Path(path).read_text(encoding="utf-8")
        for path in sorted(hook.__file__ for hook in config.hooks.values())
    ]


def _theme_texts(config: MkDocsConfig) -> list[str]:
    """Return the text of every template, and of every file of the guide's own part of the theme, icons too."""
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    told = []
    for folder in map(Path, config.theme.dirs):
        for path in sorted(folder.rglob("*") if folder == own else _templates(folder)):
            if path.is_file():
                told.append(f"{path} {path.read_bytes().decode('utf-8', 'backslashreplace')}")
    return told


def _templates(folder: Path) -> Iterator[Path]:
    """Return the templates of a theme, which may have ten thousand icons besides."""
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith(".") and path.name != "assets":
            yield from _templates(path)
        elif path.suffix == ".html":
            yield path


def _nav(items: list | None) -> list:
    return [
        [type(item).__name__, item.title, getattr(item, "url", None), _nav(item.children)]
        for item in items or []
    ]


def _pages(files: Files) -> list:
    """Return what a template may show of every page but its front matter, which is noted by itself."""
    return [
        [file.src_uri, file.url, file.inclusion.name, page.title, page.canonical_url, page.edit_url]
        for file in files.documentation_pages()
        if (page := file.page)
    ]


def _page(page: Page) -> list:
    """Return what a template may show of the page itself, but its text."""
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
        repr(_toc(page.toc)),
    ]


def _context(context: Mapping) -> list:
    """Return what is in a template's context besides the page, the settings and the navigation."""
    added = {key: value for key, value in context.items() if key not in _USUAL}
    return [
        context["base_url"],
        _plain(context["extra_css"]),
        [str(script) for script in context["extra_javascript"]],
        added,
    ]
