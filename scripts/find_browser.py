"""Find a Chromium or Chrome for the browser tests, or install one (--install).

Order: $GUIDE_BROWSER, an installed Chromium or Chrome, Playwright's own, Debian's package where apt
and root are there, and last Playwright's download. Prints the path of the browser. Status 1: there
is none.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts._cli import run_main

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_installed() -> str | None:
    """Return the path of a browser that is already on this machine, or None."""
    candidates = [os.environ.get("GUIDE_BROWSER"), *map(shutil.which, NAMES), *MAC_APPS]
    return next((path for path in candidates if path and Path(path).exists()), None)


def find_playwrights_own() -> str | None:
    """Return the path of the Chromium that Playwright has downloaded, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_from_debian() -> None:
    """Install Debian's chromium, where apt is there and we are root; otherwise do nothing."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(
            ["apt-get", "-qq", *command], env=environment, check=False, stdout=sys.stderr
        )


def install_from_playwright() -> None:
    """Let Playwright download its Chromium."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=False, stdout=sys.stderr)


def find_browser(*, install: bool) -> str | None:
    """Return a browser's path, or None; with `install`, try to install one first."""
    path = find_installed() or find_playwrights_own()
    for step in (install_from_debian, install_from_playwright) if install else ():
        if path:
            break
        step()
        path = find_installed() or find_playwrights_own()
    return path


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", action="store_true", help="install one where none is found")
    path = find_browser(install=parser.parse_args().install)
    if path is None:
        print(
            "No Chromium or Chrome was found or could be installed. Install one, or set"
            " GUIDE_BROWSER."
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    run_main(main)
