"""The same headers for hosts that are set up by hand: parts for nginx and Caddy to include. Imports host_headers.

The settings themselves stand in scripts/hosting/, to be read and changed. What depends on the built
site is made here: the policy with its hashes, and which files are kept, or may be used by other
sites.
"""

import re
from collections.abc import Iterable

from guide.publish.headers import common_headers, file_headers, rules

# What a page is sent with goes for all that no pattern names.
_USUAL = file_headers("index.html") | {"Access-Control-Allow-Origin": ""}


def host_parts(paths: Iterable[str], policy: str) -> dict[str, str]:
    """Return the text of each part by its name: maps and headers for nginx, headers for Caddy."""
    unusual = _unusual(paths)
    return {
        "nginx-maps.conf": "\n".join(
            _nginx_map(name, patterns) for name, patterns in unusual.items()
        ),
        "nginx-headers.conf": "".join(
            f"add_header {name} {value} always;\n"
            for name, value in {
                **{name: f'"{value}"' for name, value in common_headers(policy).items()},
                **{name: _variable(name) for name in unusual},
            }.items()
        ),
        "headers.caddy": _caddy(unusual, policy),
    }


def _unusual(paths: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return, for each header that depends on the file, the value by pattern where it is not that of a page."""
    found = rules(paths)
    return {
        name: {
            pattern: headers.get(name, "")
            for pattern, headers in found.items()
            if headers.get(name, "") != usual
        }
        for name, usual in _USUAL.items()
    }


def _variable(name: str) -> str:
    return f"$guide_{name.lower().replace('-', '_')}"


def _nginx_map(name: str, patterns: dict[str, str]) -> str:
    """Return the map from a file's address to the value of a header. An empty value sends none.

    >>> print(_nginx_map("A", {"b/*": "c", "d.e": "c"}))
    map $uri $guide_a {
        default "";
        "~^/b/" "c";
        "/d.e" "c";
    }
    <BLANKLINE>
    """
    lines = [f'    "{_nginx_key(pattern)}" "{value}";' for pattern, value in patterns.items()]
    return "\n".join(
        [
            f"map $uri {_variable(name)} {{",
            f'    default "{_USUAL.get(name, "")}";',
            *lines,
            "}",
            "",
        ]
    )


def _nginx_key(pattern: str) -> str:
    return f"~^/{re.escape(pattern[:-1])}" if pattern.endswith("*") else f"/{pattern}"


def _caddy(unusual: dict[str, dict[str, str]], policy: str) -> str:
    """Return Caddy's directives. Its matchers exclude one another, since Caddy orders directives as it sees fit."""
    blocks = [_caddy_block("", common_headers(policy))]
    for name, patterns in unusual.items():
        matcher = f"@{name.lower()}"
        blocks += [
            _caddy_matcher(
                f"{matcher}-{number}", "path", [key for key in patterns if patterns[key] == value]
            )
            + _caddy_block(f"{matcher}-{number} ", {name: value})
            for number, value in enumerate(sorted(set(patterns.values())))
        ]
        if usual := _USUAL[name]:
            blocks.append(
                _caddy_matcher(matcher, "not path", patterns)
                + _caddy_block(f"{matcher} ", {name: usual})
            )
    return "\n".join(blocks)


def _caddy_matcher(name: str, kind: str, patterns: Iterable[str]) -> str:
    return f"{name} {kind} {' '.join(f'/{pattern}' for pattern in patterns)}\n"


def _caddy_block(matcher: str, headers: dict[str, str]) -> str:
    return "\n".join(
        [
            f"header {matcher}{{",
            *(f'\t{name} "{value}"' for name, value in headers.items()),
            "}",
            "",
        ]
    )
