"""Serve the live guide on this computer.

    python scripts/serve.py [PORT], or make serve PORT=8010

Without a port it is 8000. When another program has the port, the guide takes the next one that is
free, and says so. Status 0: it was ended with Ctrl-C; 2: PORT is no port, or none is free.
"""

import argparse
import contextlib
import errno
import os
import re
import socket
from collections.abc import Sequence
from pathlib import Path

from guide.core.problems import UserError
from scripts._cli import hide_folder, run_main
from scripts.build import check_environment, run_mkdocs

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST = 65535
FURTHER = 20  # ports that are tried after the requested one


def read_port(text: str) -> int:
    """Parse a port; an empty text is the default one.

    >>> read_port(""), read_port(" 8010 ")
    (8000, 8010)
    """
    text = text.strip()
    if not text:
        return DEFAULT_PORT
    port = int(text) if re.fullmatch("[0-9]{1,5}", text) else 0
    if not 1 <= port <= HIGHEST:
        raise UserError(
            f'"{text}" is not a port. Use a whole number from 1024 to {HIGHEST}: make serve'
            " PORT=8010"
        )
    return port


def is_free(port: int) -> bool:
    """Return whether a server can listen on a port.

    Raises UserError when the system denies this port to the user.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server of MkDocs does
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise UserError(
                f"The system does not let this command use port {port} ({error.strerror}). "
                f"Use a number from 1024 to {HIGHEST}: make serve PORT=8010"
            ) from error
    return True


def find_port(wanted: int) -> int:
    """Return the wanted port, or the first after it that is free."""
    last = min(wanted + FURTHER, HIGHEST)
    for port in range(wanted, last + 1):
        if is_free(port):
            return port
    raise UserError(
        f"The ports {wanted} to {last} are all taken by other programs. End one of them, or use"
        " another number: make serve PORT=9000"
    )


def serve(port: int) -> None:
    """Run MkDocs' own server in this process, so that Ctrl-C ends both at any moment."""
    words = ["serve", "--no-strict", "--dev-addr", f"{HOST}:{port}"]
    try:
        run_mkdocs(words, Path("mkdocs.yml"))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise UserError(
            f"Another program took port {port} while the guide was starting. Run make serve again."
        ) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "port",
        nargs="?",
        default=os.environ.get("PORT", ""),
        help=f"a number from 1024 to {HIGHEST}; {DEFAULT_PORT} is usual",
    )
    check_environment(os.environ)
    wanted = read_port(parser.parse_args(arguments).port)
    port = find_port(wanted)
    if port != wanted:
        print(
            f"Port {wanted} is taken by another program. The guide is at http://{HOST}:{port}"
            " instead.",
            flush=True,
        )
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
        serve(port)
    return 0


if __name__ == "__main__":
    hide_folder(__file__)
    run_main(main, refused=2)
