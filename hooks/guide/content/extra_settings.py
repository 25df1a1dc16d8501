"""Check what our templates read under `extra` in mkdocs.yml, which MkDocs takes as it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from guide.content.theme_files import Keys
from guide.core.problems import quote
from guide.core.urls import check_address, scheme_of


def check_extra(extra: Mapping[str, Any]) -> Iterator[tuple[Keys, str, str]]:
    """Yield (keys, what, mend) for each setting with which a page would break or lead astray."""
    yield from _check_sponsored(extra.get("sponsored"))
    yield from _check_scripts(extra.get("page_scripts"))
    remember = extra.get("remember", True)
    if not isinstance(remember, bool):
        what = f"remember is {quote(remember)}, which is neither true nor false"
        yield ("extra", "remember"), what, "Write true or false"


def _check_sponsored(sponsored: object) -> Iterator[tuple[Keys, str, str]]:
    if not sponsored:
        return
    mend = 'Write sponsored: {url: "https://…", text: "…"}, or null'
    keys = ("extra", "sponsored")
    if not isinstance(sponsored, dict) or set(sponsored) != {"url", "text"}:
        yield keys, "the sponsored link needs a url and a text, and takes nothing else", mend
        return
    for name, value in sponsored.items():
        if not isinstance(value, str) or not value.strip():
            yield (*keys, name), f"the {name} of the sponsored link is no text", mend
        elif name == "url" and (scheme_of(value) != "https" or check_address(value)):
            what = f"the sponsored link leads to {quote(value)}, which is no address with https"
            yield (*keys, name), what, mend


def _check_scripts(scripts: object) -> Iterator[tuple[Keys, str, str]]:
    if not scripts:
        return
    keys = ("extra", "page_scripts")
    if not isinstance(scripts, dict):
        what = "page_scripts is no mapping of what a page holds to the script that serves it"
        yield keys, what, "Write each as 'class=\"deck\"': assets/deck.js"
        return
    for marker, script in scripts.items():
        if not isinstance(marker, str) or not isinstance(script, str):
            what = f"{quote(marker)} and its script, {quote(script)}, are not both text"
            yield (*keys, marker), what, "Put each into quotation marks"
