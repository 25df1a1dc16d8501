"""Run nginx or Caddy on this machine with the settings of scripts/hosting/.

They run on a copy of the settings, in which only the site's folder and the port differ.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from scripts.bench.find_server import find_server

HOSTING = Path(__file__).resolve().parents[1] / "hosting"
COMMANDS = {
    "nginx": ("-c", "nginx.conf"),
    "caddy": ("run", "--adapter", "caddyfile", "--config", "Caddyfile"),
}


@contextlib.contextmanager
def hosted(name: str, site: Path, parts: Path, folder: Path) -> Iterator[str]:
    """Serve a finished site on the loopback address only; yield its URL.

    `parts` is what finish.py --hosting wrote, `folder` an empty folder for the copy of the
    settings.
    """
    port = _free_port()
    settings = copy_settings(name, site, parts, folder, port)
    command = [
        find_server(name) or name,
        *(str(settings) if part == settings.name else part for part in COMMANDS[name]),
    ]
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            yield _wait(f"http://127.0.0.1:{port}/", server, folder / "log")
        finally:
            server.terminate()
            server.wait(timeout=20)


def copy_settings(name: str, site: Path, parts: Path, folder: Path, port: int) -> Path:
    """Write the settings of scripts/hosting/ for another place and port, and return their file."""
    file = HOSTING / COMMANDS[name][-1]
    text = file.read_text(encoding="utf-8").replace("/srv/guide/site", str(site.resolve()))
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}").replace(
        "127.0.0.1:8080", f"127.0.0.1:{port}"
    )
    # Only a name to be replaced: nothing is written to it here.
    text = text.replace("/tmp/guide-nginx", f"{folder}/nginx")  # noqa: S108 (see above)
    if name == "nginx" and hasattr(os, "geteuid") and os.geteuid() == 0:
        text = f"user root;\n{text}"  # otherwise its workers cannot read the folders of a test
    shutil.copytree(parts, folder / "made")
    (folder / file.name).write_text(text, encoding="utf-8")
    return folder / file.name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address as soon as it responds; raise RuntimeError with the log if not."""
    for _ in range(200):
        if server.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(address, timeout=5).close()
            return address
        time.sleep(0.1)
    raise RuntimeError(
        f"the server did not start: {log.read_text(encoding='utf-8', errors='replace')}"
    )
