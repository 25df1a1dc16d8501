"""Hostile text in every setting that a template writes: it comes out as text, or the build refuses it."""

import pytest
import yaml
from markupsafe import Markup
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from site_titles import escape_settings
from tests.support.hostile import HOSTILE, PLAIN, elements
from tests.support.saved_guide import DATA, PAGES, SETTINGS, Guide


def settings(words: str) -> dict:
    """Return settings with words in each place where the theme or our templates write one."""
    text = (
        SETTINGS.partition("extra:")[0] + SETTINGS.partition("remember: !ENV")[2].partition("\n")[2]
    )
    given = yaml.safe_load(text)
    address = f"https://git.example/{words}"
    given |= {
        "site_name": words,
        "site_description": words,
        "site_author": words,
        "copyright": words,
        "repo_url": address,
        "repo_name": words,
        "edit_uri": f"edit/{words}/",
        "extra_css": [f"assets/{words}.css"],
        "nav": [
            "index.md",
            {words: "other.md"},
            {words: ["guide/one.md", "guide/two.md", {words: f"https://a.example/{words}"}]},
        ],
        "extra": {
            "today": "2026-11-24",
            "remember": False,
            "homepage": address,
            "sponsored": {"url": address, "text": words},
            "social": [{"icon": "material/heart", "link": address, "name": words}],
            "alternate": [{"name": words, "link": address, "lang": words}],
            "consent": {"title": words, "description": words},
            "status": {"new": words},
            "page_scripts": {"<p": f"assets/{words}.js"},
        },
    }
    given["theme"] |= {
        "logo": f"assets/{words}.png",
        "favicon": f"assets/{words}.png",
        "direction": words,
        "features": [*given["theme"]["features"], "content.action.edit", "header.autohide", words],
        "palette": [
            {"scheme": words, "primary": words, "accent": words, "media": words}
            | {"toggle": {"icon": "material/heart", "name": words}}
        ]
        * 2,
    }
    return given


@pytest.fixture
def guide(project, monkeypatch) -> Guide:
    return Guide.prepared(project({"mkdocs.yml": SETTINGS, **DATA, **PAGES}), monkeypatch)


def pages(guide: Guide, words: str) -> dict[str, bytes]:
    guide.write("mkdocs.yml", yaml.safe_dump(settings(words)))
    files = guide.build(remember=False).files
    return {path: content for path, content in files.items() if path.endswith(".html")}


@pytest.mark.slow
def test_settings_become_no_markup(guide):
    plain, hostile = pages(guide, PLAIN), pages(guide, HOSTILE)
    assert plain.keys() == hostile.keys() and len(plain) > 10
    assert min(html.count(PLAIN.encode()) for html in plain.values()) > 20
    assert {path for path in plain if elements(plain[path]) != elements(hostile[path])} == set()


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def test_every_text_that_a_template_writes_is_escaped(guide):
    guide.write("mkdocs.yml", yaml.safe_dump(settings(HOSTILE)))
    config = load_config(str(guide.root / "mkdocs.yml"))
    escape_settings(config)
    names = settings(HOSTILE).keys() - {"hooks", "markdown_extensions", "plugins", "validation"}
    # Titles and addresses of the navigation are escaped in its items.
    written = texts([config[name] for name in names - {"nav", "theme"}])
    written += texts([config.theme[name] for name in ("logo", "favicon", "direction", "palette")])
    assert len(written) > 20
    assert [text for text in written if not isinstance(text, Markup) or "<" in text] == []
    # What is looked up by a name, and not written, stays.
    assert (
        config.theme["features"][0] == "navigation.prune" and "<p" in config.extra["page_scripts"]
    )


def test_an_address_that_is_none_of_a_site_ends_the_build(guide, caplog):
    guide.save("mkdocs.yml", "https://guide.example/", "https://guide.example/a?b")
    with pytest.raises(Abort):
        guide.build(remember=False)
    assert (
        'SITE_URL is "https://guide.example/a/?b", which is not the address of a site. Write it as'
        " https://guide.example.org/."
    ) in caplog.text


def test_a_variable_that_is_set_to_nothing_ends_the_build(guide, caplog, monkeypatch):
    monkeypatch.setenv("SITE_URL", "")
    guide.save("mkdocs.yml", "https://guide.example/", '!ENV [SITE_URL, "https://guide.example/"]')
    with pytest.raises(Abort):
        guide.build(remember=False)
    assert (
        'SITE_URL is "", which is not the address of a site. Write it as'
        " https://guide.example.org/, or leave it unset."
    ) in caplog.text
