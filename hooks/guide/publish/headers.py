"""The headers that a host should send with the site, and for which addresses. Imports nothing of the guide.

GitHub Pages sends none of these. Cloudflare Pages and Netlify read them from the file _headers,
nginx and Caddy from the configurations of host_config.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

Headers = Mapping[str, str]

# Whatever a page could ask a browser for, and the guide has no use for. Copying a link is all that
# it does.
_DENIED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)

# Two years. Not for subdomains: whoever publishes the guide at the top of a domain may have others
# below it.
_TRANSPORT = "max-age=63072000"
_FRESH = "public, max-age=0, must-revalidate"
_FOREVER = "public, max-age=31536000, immutable"

# A name with a hash of the content in it never stands for other content.
HASHED = re.compile(r"\.[0-9a-f]{8,64}(?:\.min)?\.(?:css|js)(?:\.map)?$")
_SHARED = (".csv", ".json", ".zip", ".bib", ".ris", ".epub", ".pdf")
_OWN = ("assets/", "search/")
_FORMS = (".br", ".gz")  # not asked for: a host sends them in place of the file


def common_headers(policy: str) -> dict[str, str]:
    """Return the headers for every address, with this Content-Security-Policy."""
    return {
        "Content-Security-Policy": policy,
        "Strict-Transport-Security": _TRANSPORT,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(
            [*(f"{name}=()" for name in _DENIED), "clipboard-write=(self)"]
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }


def file_headers(path: str) -> dict[str, str]:
    """Return the headers that depend on the file: how long it is kept, and whether other sites may use it.

    >>> file_headers("data/mood.csv")["Access-Control-Allow-Origin"], file_headers("assets/a.0123abcd.js")["Cache-Control"]
    ('*', 'public, max-age=31536000, immutable')
    """
    kept = {"Cache-Control": _FOREVER if HASHED.search(path) else _FRESH}
    if path.endswith(_SHARED) and not path.startswith(_OWN):
        return {
            **kept,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
    return {**kept, "Cross-Origin-Resource-Policy": "same-origin"}


def rules(paths: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the file headers by pattern: a file's path, or a folder's with a star when all below it are alike.

    No two patterns match one file. Cloudflare Pages would otherwise join both values of a header,
    with a comma.

    >>> sorted(rules(["index.html", "a/b.html", "a/c/d.html", "a.zip"]))
    ['a.zip', 'a/*', 'index.html']
    """
    return dict(
        _fold(
            "", [(path, file_headers(path)) for path in sorted(paths) if not path.endswith(_FORMS)]
        )
    )


def _fold(
    folder: str, files: list[tuple[str, dict[str, str]]]
) -> Iterator[tuple[str, dict[str, str]]]:
    if folder and all(headers == files[0][1] for _, headers in files):
        yield f"{folder}*", files[0][1]
        return
    below: dict[str, list] = {}
    for path, headers in files:
        name, slash, _ = path.removeprefix(folder).partition("/")
        below.setdefault(f"{folder}{name}{slash}", []).append((path, headers))
    for name, inside in below.items():
        yield from _fold(name, inside) if name.endswith("/") else inside


def headers_file(paths: Iterable[str], policy: str) -> str:
    """Return the text of _headers, as Cloudflare Pages and Netlify read it.

    https://developers.cloudflare.com/pages/configuration/headers/
    """
    by_address = {"/*": common_headers(policy)} | {
        _address(pattern): headers for pattern, headers in rules(paths).items()
    }
    lines = [
        [address, *(f"  {name}: {value}" for name, value in headers.items())]
        for address, headers in by_address.items()
    ]
    return "\n".join("\n".join(block) for block in lines) + "\n"


def _address(pattern: str) -> str:
    """Return the address at which a file is asked for.

    >>> _address("index.html"), _address("guide/index.html"), _address("data/*")
    ('/', '/guide/', '/data/*')
    """
    folder, name = posixpath.split(pattern)
    return f"/{folder}/".replace("//", "/") if name == "index.html" else f"/{pattern}"
