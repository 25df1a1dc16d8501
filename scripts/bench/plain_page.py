"""Convert an article to plain HTML: what a page costs when nothing but its text is sent."""

import html
from html.parser import HTMLParser
from pathlib import Path

# Two kilobytes, as one would write them by hand for a readable page.
CSS = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
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
    """Copies an article's text and structure without classes and controls; drawings unchanged."""

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
    body = f"<main>{''.join(reader.written)}</main>"
    return (
        f'<!doctype html><html lang="en"><head>{head}<style>{CSS}</style></head>'
        f"<body>{body}</body></html>"
    )
