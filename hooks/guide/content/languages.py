"""Say what the guide writes around a text in the language of its page.

The words are rows of a resource such as interface-es, by their English; where there is none, the
English is shown.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from guide.content.catalogue import Catalogue
from guide.content.pages import ENGLISH, Page

# Returns a text of the interface in a language, with values for its names in curly brackets.
Translate: TypeAlias = Callable[..., str]
_IN_ENGLISH = "This page in English"
_DAY = "{month} {day}, {year}"


def make_translate(catalogue: Catalogue, language: str) -> Translate:
    """Return the function that translates the interface into a language."""
    words = (
        {}
        if language == ENGLISH
        else {
            str(row.values.get("english")): str(row.values.get("translation") or "")
            for row in catalogue.rows(f"interface-{language}")
        }
    )

    def translate(text: str, **values: object) -> str:
        sentence = words.get(text) or text
        for name, value in values.items():
            shown = _format_day(value, translate) if isinstance(value, date) else str(value)
            sentence = sentence.replace(f"{{{name}}}", shown)
        return sentence

    return translate


def _format_day(day: date, translate: Translate) -> str:
    return translate(_DAY, month=translate(f"{day:%B}"), day=day.day, year=day.year)


def name_translations(catalogue: Catalogue, page: Page) -> list[tuple[str, str, str]]:
    """Return (language, link, label) of the pages that say the same in other languages.

    The label is in the language that it leads to: "This page in English".
    """
    translations = page.meta.get("translations")
    return [
        (language, catalogue.pages[uri].link, make_translate(catalogue, language)(_IN_ENGLISH))
        for language, uri in (translations.items() if isinstance(translations, dict) else ())
        if isinstance(uri, str) and uri in catalogue.pages
    ]
