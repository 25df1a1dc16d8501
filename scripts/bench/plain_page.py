"""The same article as plain HTML: what a page costs when nothing but its text is sent. For scripts/bench/bench_site.py."""

import html
from html.parser import HTMLParser

# Two kilobytes, as one would write them by hand for a readable page.
CSS = """
:root { color-scheme: light dark; --ink: #2b2622; --paper: #fdfaf5; --line: #d9cfc2; --link: #8a3a2b; --quiet: #6b6058 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e1d8; --paper: #1f1b18; --line: #4a423b; --link: #f0a58f; --quiet: #b3a79b } }
* { box-sizing: border-box }
html { font-size: 112.5%; line-height: 1.6; -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0 auto; max-width: 40rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper);
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word }
h1, h2, h3, h4 { font-family: Georgia, "Times New Roman", serif; line-height: 1.25; margin: 2em 0 .6em; text-wrap: balance }
h1 { font-size: 2rem; margin-top: .5em } h2 { font-size: 1.45rem } h3 { font-size: 1.2rem } h4 { font-size: 1rem }
p, ul, ol, dl, blockquote, table, figure { margin: 0 0 1em }
ul, ol { padding-left: 1.4em } li { margin-bottom: .35em } dt { font-weight: 600 } dd { margin: 0 0 .5em 1em }
a { color: var(--link); text-underline-offset: .15em } a:hover { text-decoration-thickness: .12em }
a:focus-visible, summary:focus-visible { outline: .15rem solid var(--link); outline-offset: .1rem }
blockquote { padding-left: 1em; border-left: .25rem solid var(--line); color: var(--quiet) }
table { display: block; overflow-x: auto; border-collapse: collapse; font-size: .9em; line-height: 1.4 }
th, td { padding: .4em .7em; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
th { font-weight: 600 } caption { text-align: left; font-weight: 600; padding-bottom: .4em }
figure { overflow-x: auto } figcaption, small { color: var(--quiet); font-size: .85em } svg, img { max-width: 100%; height: auto }
details { margin-bottom: 1em; padding: .4em .7em; border: 1px solid var(--line); border-radius: .3em } summary { cursor: pointer }
code { font-size: .9em; background: color-mix(in srgb, var(--line) 40%, transparent); padding: .1em .3em; border-radius: .2em }
hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0 }
"""
KEPT = frozenset(
    {
        "href",
        "id",
        "scope",
        "colspan",
        "rowspan",
        "alt",
        "src",
        "width",
        "height",
        "lang",
        "open",
        "start",
    }
)
LEFT_OUT = frozenset({"script", "style", "button", "form", "template"})
VOID = frozenset({"br", "hr", "img", "input", "wbr", "col"})


class _Article(HTMLParser):
    """Write the article's text and structure again, without classes and controls. Drawings stay as they are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.inside = self.skipped = self.drawing = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "article"
        self.skipped += bool(self.inside and tag in LEFT_OUT)
        if not self.inside or self.skipped or tag == "article":
            return
        self.drawing += tag == "svg"
        kept = [(name, value) for name, value in attrs if self.drawing or name in KEPT]
        self.written.append(
            f"<{tag}"
            + "".join(f' {name}="{html.escape(value or "")}"' for name, value in kept)
            + ">"
        )

    def handle_endtag(self, tag: str) -> None:
        if self.inside and not self.skipped and tag not in VOID and tag != "article":
            self.written.append(f"</{tag}>")
        self.drawing -= tag == "svg" and self.drawing > 0
        self.skipped -= tag in LEFT_OUT and self.skipped > 0
        self.inside -= tag == "article"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.drawing and tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self.inside and not self.skipped:
            self.written.append(html.escape(data, quote=False))


def plain_page(page: str, title: str) -> str:
    """Return the article of a built page as plain HTML with the styles above in it."""
    reader = _Article()
    reader.feed(page)
    head = (
        '<meta charset="utf-8"><meta name="viewport"'
        f' content="width=device-width,initial-scale=1"><title>{html.escape(title)}</title>'
    )
    return (
        "<!doctype html><html"
        f' lang="en"><head>{head}<style>{CSS}</style></head><body><main>{"".join(reader.written)}</main></body></html>'
    )
