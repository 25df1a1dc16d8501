"""Write the HTTP headers that a host should send with the site: security, caching, CORS.

GitHub Pages sends none of these. Cloudflare Pages and Netlify read them from the file _headers,
nginx and Caddy from the configuration that `server_config` writes.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

Headers = Mapping[str, str]

# Browser features that the guide does not use, for Permissions-Policy. It only copies links.
_DENIED_FEATURES = (
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

# HSTS for two years. Not for subdomains, since a publisher may serve other sites there.
_HSTS = "max-age=63072000"
_REVALIDATE = "public, max-age=0, must-revalidate"
_IMMUTABLE = "public, max-age=31536000, immutable"

# A hashed file name: its content never changes.
HASHED = re.compile(r"\.[0-9a-f]{8,64}(?:\.min)?\.(?:css|js)(?:\.map)?$")
_CROSS_ORIGIN_SUFFIXES = (".csv", ".json", ".zip", ".bib", ".ris", ".epub", ".pdf")
_SAME_ORIGIN_FOLDERS = ("assets/", "search/")
_PRECOMPRESSED = (".br", ".gz")  # served in place of the file, never requested by name


def common_headers(policy: str) -> dict[str, str]:
    """Return the headers for every URL, with this Content-Security-Policy."""
    return {
        "Content-Security-Policy": policy,
        "Strict-Transport-Security": _HSTS,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(
            [*(f"{name}=()" for name in _DENIED_FEATURES), "clipboard-write=(self)"]
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }


def file_headers(path: str) -> dict[str, str]:
    """Return the headers that depend on the file: Cache-Control, CORS and CORP.

    >>> file_headers("data/mood.csv")["Access-Control-Allow-Origin"]
    '*'
    >>> file_headers("assets/a.0123abcd.js")["Cache-Control"]
    'public, max-age=31536000, immutable'
    """
    caching = {"Cache-Control": _IMMUTABLE if HASHED.search(path) else _REVALIDATE}
    if path.endswith(_CROSS_ORIGIN_SUFFIXES) and not path.startswith(_SAME_ORIGIN_FOLDERS):
        return {
            **caching,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
    return {**caching, "Cross-Origin-Resource-Policy": "same-origin"}


def header_rules(paths: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the file headers by pattern: a path, or "folder/*" for files with equal headers.

    No two patterns match one file: Cloudflare Pages would join both values of a header with a
    comma.

    >>> sorted(header_rules(["index.html", "a/b.html", "a/c/d.html", "a.zip"]))
    ['a.zip', 'a/*', 'index.html']
    """
    return dict(
        _group_by_folder(
            "",
            [
                (path, file_headers(path))
                for path in sorted(paths)
                if not path.endswith(_PRECOMPRESSED)
            ],
        )
    )


def _group_by_folder(
    folder: str, files: list[tuple[str, dict[str, str]]]
) -> Iterator[tuple[str, dict[str, str]]]:
    if folder and all(headers == files[0][1] for _, headers in files):
        yield f"{folder}*", files[0][1]
        return
    below: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for path, headers in files:
        name, slash, _ = path.removeprefix(folder).partition("/")
        below.setdefault(f"{folder}{name}{slash}", []).append((path, headers))
    for name, inside in below.items():
        yield from _group_by_folder(name, inside) if name.endswith("/") else inside


def headers_file(paths: Iterable[str], policy: str) -> str:
    """Return the text of the file _headers, as Cloudflare Pages and Netlify read it.

    https://developers.cloudflare.com/pages/configuration/headers/
    """
    by_address = {"/*": common_headers(policy)} | {
        _address(pattern): headers for pattern, headers in header_rules(paths).items()
    }
    lines = [
        [address, *(f"  {name}: {value}" for name, value in headers.items())]
        for address, headers in by_address.items()
    ]
    return "\n".join("\n".join(block) for block in lines) + "\n"


def _address(pattern: str) -> str:
    """Return the URL path at which a file is served.

    >>> _address("index.html"), _address("guide/index.html"), _address("data/*")
    ('/', '/guide/', '/data/*')
    """
    folder, name = posixpath.split(pattern)
    return f"/{folder}/".replace("//", "/") if name == "index.html" else f"/{pattern}"
