"""Find nginx, Caddy and wrk, or install them from Debian (--install).

The tests of scripts/hosting/ and bench_load.py run them. Prints the path of each. Where one is
missing and cannot be installed, it says so; the tests that need it then say so too.
"""

import argparse
import os
import shutil
import subprocess
import sys

from scripts._cli import run_main

# The program and Debian's packages for it. nginx needs a module to send files that are compressed
# with brotli already.
PACKAGES = {
    "nginx": ("nginx-light", "libnginx-mod-http-brotli-static"),
    "caddy": ("caddy",),
    "wrk": ("wrk",),
}
BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
NAMES = tuple(PACKAGES)


def find_server(name: str) -> str | None:
    """Return the path of a program, or None. nginx counts only with its brotli module."""
    path = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
    return path if name != "nginx" or os.path.exists(BROTLI) else None


def install(names: list[str]) -> None:
    """Install Debian's packages without starting them, where apt is there and we are root."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    packages = [package for name in names for package in PACKAGES[name]]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *command], env=environment, check=False, stdout=sys.stderr
        )


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", default=["nginx", "caddy"], help=f"which of {', '.join(NAMES)}"
    )
    parser.add_argument("--install", action="store_true", help="install those that are not found")
    options = parser.parse_args()
    if options.install and (missing := [name for name in options.names if not find_server(name)]):
        install(missing)
    for name in options.names:
        print(
            find_server(name)
            or f"{name} was not found: the tests that need it will be skipped, and say so"
        )
    return 0


if __name__ == "__main__":
    run_main(main)
