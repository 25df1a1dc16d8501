"""Read the environment variables of a build, which take the place of settings.

They are read here, as text, and not by `!ENV` in mkdocs.yml: that gives a value the type that YAML
finds in it, so that the branch 1.10 would be the number 1.1, and 2026-02-30 ends in a traceback
before any hook runs.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from guide.core.problems import UserError, quote
from guide.core.urls import site_url_fault

# The variable of each key of `extra` that it takes the place of.
_EXTRA = {"GUIDE_TODAY": "today", "REPO_URL": "repository", "REPO_BRANCH": "branch"}
_SWITCH = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


def apply_environment(settings: MutableMapping[str, Any], environment: Mapping[str, str]) -> None:
    """Put the environment's values into the settings of a build, in place.

    Raises UserError where SITE_URL is no address, or GUIDE_REMEMBER neither true nor false.

    >>> settings = {"extra": {"branch": "main"}}
    >>> apply_environment(settings, {"SITE_URL": "https://bonds.example", "REPO_BRANCH": "1.10"})
    >>> settings
    {'extra': {'branch': '1.10'}, 'site_url': 'https://bonds.example/'}
    """
    url = environment.get("SITE_URL")
    if url is not None:
        if fault := site_url_fault(url):
            raise UserError(fault)
        settings["site_url"] = f"{url.rstrip('/')}/"
    extra = settings.setdefault("extra", {})
    for name, key in _EXTRA.items():
        if environment.get(name):
            extra[key] = environment[name]
    if remember := environment.get("GUIDE_REMEMBER"):
        if remember.lower() not in _SWITCH:
            raise UserError(
                f"GUIDE_REMEMBER is {quote(remember)}. Write true or false, or leave it unset"
            )
        extra["remember"] = _SWITCH[remember.lower()]
