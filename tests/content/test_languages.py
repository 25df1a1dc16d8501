"""What the guide writes around a page, in the language of the page."""

import re
from datetime import date

from guide.content.languages import make_translate, name_translations
from guide.rendering.page_frame import render_closing, render_opening
from tests.support.pages import problems_of
from tests.support.projects import front_matter
from tests.support.real import ROOT, real_catalogue

WORDS = {
    str(row["english"]): str(row["translation"]) for row in real_catalogue().rows("interface-es")
}
NOT_READ = next(english for english in WORDS if english.startswith("Nobody who grew up"))
PAIR = {
    "docs/help.md": front_matter(title="Help", translations="{es: es/ayuda.md}") + "Call.\n",
    "docs/es/ayuda.md": front_matter(
        title="Ayuda",
        lang="es",
        translations="{en: help.md}",
        description="Una página de prueba con palabras suficientes para que la acepten, y más.",
    )
    + "Llama.\n",
}  # fmt: skip


def used_words():
    """The texts that the templates translate, which are those in t("…")."""
    folder = ROOT / "hooks/guide/templates"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))]
    return [word for text in texts for word in re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', text)]


def test_every_text_that_is_translated_has_its_spanish():
    assert len(set(used_words())) > 30
    assert sorted(set(used_words()) - set(WORDS)) == []


def test_no_spanish_is_left_of_words_that_no_template_has():
    code = {"This page in English", "{month} {day}, {year}"}  # of languages.py itself
    statuses = ("secondary", "unverified", "contradicted")
    labels = {real_catalogue().label("statuses", status) for status in statuses}
    grades = {f"{grade} evidence" for grade in ("firm", "fair", "thin")}
    months = {f"{date(2026, month, 1):%B}" for month in range(1, 13)}
    used = {*used_words(), *labels, *grades, *months, *code}
    assert sorted(set(WORDS) - used) == []


def test_a_translation_has_the_names_and_brackets_of_its_english():
    marks = re.compile(r"\{\w+\}|[\[\]]")
    assert {
        english: words
        for english, words in WORDS.items()
        if sorted(marks.findall(english)) != sorted(marks.findall(words))
    } == {}


def test_a_day_is_written_as_in_the_language():
    day = date(2026, 12, 1)
    spanish, english = (make_translate(real_catalogue(), language) for language in ("es", "en"))
    assert spanish("Checked {day}", day=day) == "Comprobada el 1 de diciembre de 2026"
    assert english("Checked {day}", day=day) == "Checked December 1, 2026"
    assert spanish("Words that nobody translated") == "Words that nobody translated"


def test_the_exit_is_called_as_the_note_about_it_says():
    theme = (ROOT / "overrides/partials/language.html").read_text(encoding="utf-8")
    label = re.findall(r'"Exit this page": "([^"]+)"', theme)
    assert len(label) == 1
    assert f"«{label[0]}»" in WORDS["“Exit this page” leaves fast"]


def test_a_page_in_spanish_is_written_around_in_spanish():
    page = real_catalogue().pages["es/navegar-con-cuidado.md"]
    opening = render_opening(real_catalogue(), page)
    closing = render_closing(real_catalogue(), page, {})
    assert '<a href="/es/ayuda.md">ayuda y líneas de ayuda</a>' in opening
    assert "<summary>Estados Unidos</summary>" in opening
    assert "/es/ayuda.md#help-united-states" in opening
    assert WORDS[NOT_READ] in opening
    assert "Última revisión: 1 de diciembre de 2026." in closing
    english = render_opening(real_catalogue(), real_catalogue().pages["browsing-safely.md"])
    assert "<summary>United States</summary>" in english
    assert NOT_READ not in english


def test_each_page_of_a_pair_names_the_other_in_its_language():
    pages = real_catalogue().pages
    assert name_translations(real_catalogue(), pages["help.md"]) == [
        ("es", "/es/ayuda.md", "Esta página en español")
    ]
    assert name_translations(real_catalogue(), pages["es/ayuda.md"]) == [
        ("en", "/help.md", "This page in English")
    ]
    assert name_translations(real_catalogue(), pages["glossary.md"]) == []


def test_a_page_and_its_translation_name_each_other(project):
    def problems(**files):
        found = problems_of(project(PAIR | files))
        return [problem for problem in found if "translat" in problem or "unknown-page" in problem]

    english, spanish = "docs/help.md", "docs/es/ayuda.md"
    mend = "Name each of the two pages in the other, under its language."
    assert problems() == []
    alone = PAIR[spanish].replace("translations: {en: help.md}\n", "")
    assert [problem.split(": ", 1)[1] for problem in problems(**{spanish: alone})] == [
        f'{spanish} does not name this page under "en". {mend}'
    ]
    nameless = PAIR[spanish].replace("lang: es\n", "")
    assert {problem.split(": ", 1)[1] for problem in problems(**{spanish: nameless})} == {
        f'{spanish} has "en" as its language. {mend}',
        f'{english} does not name this page under "en". {mend}',
    }
    gone = PAIR[english].replace("es/ayuda.md", "es/ayuds.md")
    assert {problem.split(": ", 1)[1] for problem in problems(**{english: gone})} == {
        f'{english} does not name this page under "es". {mend}',
        'no page is at "es/ayuds.md". Did you mean "es/ayuda.md"?',
    }
