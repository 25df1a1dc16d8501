"""Write the HTTP headers as configuration for nginx and Caddy to include.

The main configuration is in scripts/hosting/, to be read and changed. Here is what depends on the
built site: the policy with its hashes, and which files are cached for good or may be used by other
sites.
"""

import re
from collections.abc import Iterable

from guide.publish.headers import common_headers, file_headers, header_rules

# The headers of a page are the default for every file that no pattern names.
_DEFAULT_HEADERS = file_headers("index.html") | {"Access-Control-Allow-Origin": ""}


def render_server_config(paths: Iterable[str], policy: str) -> dict[str, str]:
    """Return the files to include, by name: maps and headers for nginx, headers for Caddy."""
    differing = _non_default_headers(paths)
    return {
        "nginx-maps.conf": "\n".join(
            _nginx_map(name, patterns) for name, patterns in differing.items()
        ),
        "nginx-headers.conf": "".join(
            f"add_header {name} {value} always;\n"
            for name, value in {
                **{name: _quote(value) for name, value in common_headers(policy).items()},
                **{name: _variable(name) for name in differing},
            }.items()
        ),
        "headers.caddy": _caddy(differing, policy),
    }


def _non_default_headers(paths: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return by header, then by pattern, the values that differ from those of a page."""
    by_pattern = header_rules(paths)
    return {
        name: {
            pattern: headers.get(name, "")
            for pattern, headers in by_pattern.items()
            if headers.get(name, "") != default
        }
        for name, default in _DEFAULT_HEADERS.items()
    }


def _variable(name: str) -> str:
    return f"$guide_{name.lower().replace('-', '_')}"


def _quote(text: str) -> str:
    r"""Quote a text for nginx and Caddy, so that nothing in it ends the quotation.

    Finishing also refuses the file names that would need it (`pipeline.check_file_names`).

    >>> print(_quote('a"b\\c'))
    "a\"b\\c"
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _nginx_map(name: str, patterns: dict[str, str]) -> str:
    """Return the nginx map from a file's URL to the value of a header; "" sends no header.

    >>> print(_nginx_map("A", {"b/*": "c", "d.e": "c"}))
    map $uri $guide_a {
        default "";
        "~^/b/" "c";
        "/d.e" "c";
    }
    <BLANKLINE>
    """
    lines = [
        f"    {_quote(_nginx_key(pattern))} {_quote(value)};" for pattern, value in patterns.items()
    ]
    return "\n".join(
        [
            f"map $uri {_variable(name)} {{",
            f"    default {_quote(_DEFAULT_HEADERS.get(name, ''))};",
            *lines,
            "}",
            "",
        ]
    )


def _nginx_key(pattern: str) -> str:
    return f"~^/{re.escape(pattern[:-1])}" if pattern.endswith("*") else f"/{pattern}"


def _caddy(differing: dict[str, dict[str, str]], policy: str) -> str:
    """Return the Caddy directives.

    No two matchers match one file, since Caddy itself chooses the order of directives.
    """
    blocks = [_caddy_block("", common_headers(policy))]
    for name, patterns in differing.items():
        matcher = f"@{name.lower()}"
        blocks += [
            _caddy_matcher(
                f"{matcher}-{number}", "path", [key for key in patterns if patterns[key] == value]
            )
            + _caddy_block(f"{matcher}-{number} ", {name: value})
            for number, value in enumerate(sorted(set(patterns.values())))
        ]
        if default := _DEFAULT_HEADERS[name]:
            block = {name: default}
            blocks.append(
                _caddy_matcher(matcher, "not path", patterns) + _caddy_block(f"{matcher} ", block)
                if patterns
                else _caddy_block("", block)
            )
    return "\n".join(blocks)


def _caddy_matcher(name: str, kind: str, patterns: Iterable[str]) -> str:
    return f"{name} {kind} {' '.join(_quote(f'/{pattern}') for pattern in patterns)}\n"


def _caddy_block(matcher: str, headers: dict[str, str]) -> str:
    return "\n".join(
        [
            f"header {matcher}{{",
            *(f"\t{name} {_quote(value)}" for name, value in headers.items()),
            "}",
            "",
        ]
    )
