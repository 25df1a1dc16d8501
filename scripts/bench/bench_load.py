"""Measure the load that nginx can serve the site under, after `make site-precompressed`.

    python scripts/bench/bench_load.py

wrk requests one address after the other, over the loopback address only, for some seconds each.
Both share the cores of this machine, so the figures are a lower bound for a server of the same size
with its readers elsewhere.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts._cli import run_main
from scripts.bench.find_server import find_server
from scripts.bench.host_site import hosted

ROOT = Path(__file__).resolve().parents[2]
SITE, PARTS = ROOT / "site", ROOT / "scripts" / "hosting" / "made"
ADDRESSES = ("", "guide/science/", "topics/build-trust/", "evidence/science/", "data/findings.csv")
LONGEST = 60


def read_wrk(text: str) -> dict[str, str]:
    r"""Return wrk's figures by name, from what it prints with --latency.

    >>> read_wrk("  50%  1.02ms\n  99%  4.00ms\nRequests/sec:  9000.50\n")["99%"]
    '4.00ms'
    """
    figures = dict(
        re.findall(r"^\s*(50%|99%|Requests/sec:|Transfer/sec:)\s+(\S+)", text, re.MULTILINE)
    )
    faults = re.search(r"Socket errors:.*|Non-2xx.*", text)
    return {**figures, "faults": faults[0] if faults else "none"}


def measure(address: str, seconds: int, connections: int) -> dict[str, str]:
    """Let wrk request one address for some seconds."""
    command = [
        find_server("wrk") or "wrk",
        "--latency",
        f"-d{seconds}s",
        "-t2",
        f"-c{connections}",
        "-H",
        "Accept-Encoding: br",
        address,
    ]
    process = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=seconds + 60
    )
    return read_wrk(process.stdout)


def missing_message() -> str:
    """Return what is missing before anything can be measured, or an empty text."""
    if not all(find_server(name) for name in ("nginx", "wrk")):
        return (
            "nginx with its brotli module, and wrk, are needed: python scripts/bench/find_server.py"
            " nginx wrk --install"
        )
    needed = (SITE / "index.html.br", PARTS / "nginx-maps.conf")
    return (
        ""
        if all(path.is_file() for path in needed)
        else "Build what nginx serves first: make site-precompressed"
    )


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--seconds", type=int, default=10, help=f"for each address, at most {LONGEST}"
    )
    parser.add_argument("--connections", type=int, default=100, help="held open at once")
    options = parser.parse_args()
    if message := missing_message():
        print(message, file=sys.stderr)
        return 2
    print(
        f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}, {options.connections}"
        " connections, brotli"
    )
    print(
        f"{'address':22} {'bytes':>7} {'requests/s':>11} {'sent/s':>9} {'median':>9} {'99 %':>9} "
        " faults"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        hosted("nginx", SITE, PARTS, Path(folder)) as site,
    ):
        for address in ADDRESSES:
            figures = measure(site + address, min(options.seconds, LONGEST), options.connections)
            file = SITE / (
                f"{address}index.html.br"
                if not address or address.endswith("/")
                else f"{address}.br"
            )
            print(
                f"/{address:21} {file.stat().st_size:7} {figures['Requests/sec:']:>11}"
                f" {figures['Transfer/sec:']:>9} {figures['50%']:>9} {figures['99%']:>9} "
                f" {figures['faults']}"
            )
    return 0


if __name__ == "__main__":
    run_main(main)
