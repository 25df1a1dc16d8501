"""Measure page loads with Lighthouse, beside two reference sites that are served the same way.

    python scripts/bench/bench_site.py

For the first page, a section, a topic and the evidence library: bytes by kind, requests, first and
largest contentful paint, layout shift, blocking time and the four scores, cold, on the mobile
profile (a slow phone, 1.6 Mbit/s, 150 ms). The references are Material's own default on the same
text, without fonts from elsewhere, and the same article as plain HTML with 2 kB of CSS. Then the
search: how long from the first touch of its field to the first result. Lighthouse, pinned in
scripts/bench/lighthouse, is installed with npm into .cache. The server is local: brotli, HTTP/1.1,
keep-alive.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, TypeAlias

import brotli

from guide.core.problems import UserError
from guide.publish.pipeline import read_files
from scripts._cli import run_main
from scripts.bench.brotli_server import serve, warm
from scripts.bench.plain_page import CSS, plain_page
from scripts.find_browser import find_browser

# What Lighthouse writes, and the figures of it that are shown, by name.
Report: TypeAlias = dict[str, Any]
Figures: TypeAlias = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".cache" / "bench_site"
LOCKED = ROOT / "scripts" / "bench" / "lighthouse"
PAGES = {
    "home": "",
    "section": "guide/distance/",
    "topic": "topics/build-trust/",
    "library": "evidence/",
}
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    " --disable-extensions"
)
AUDITS = {
    "first paint": "first-contentful-paint",
    "largest paint": "largest-contentful-paint",
    "blocking": "total-blocking-time",
    "shift": "cumulative-layout-shift",
}
SCORES = ("performance", "accessibility", "best-practices", "seo")
# Not built here: measured before this guide was written, on another machine.
STARLIGHT = (
    "Starlight, quoted from an earlier measurement of a 1,500-word article: 49 kB, largest paint"
    " 1.20 s."
)


def run(*command: str | Path, cwd: Path = ROOT, **more: str) -> str:
    """Run a command and return what it prints; raise UserError with that when it fails."""
    process = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true", **more},
    )
    if process.returncode:
        output = process.stdout[-2000:] + process.stderr[-2000:]
        raise UserError(f"{' '.join(map(str, command))} failed:\n{output}")
    return process.stdout


def install_lighthouse() -> Path:
    """Install the pinned Lighthouse once, and return its program."""
    folder = WORK / "lighthouse"
    lock = (LOCKED / "package-lock.json").read_bytes()
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists() or (folder / "package-lock.json").read_bytes() != lock:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LOCKED / name, folder)
        run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder)
    return program


def build_ours(folder: Path) -> None:
    """Build the guide and finish it, as it is published."""
    run(sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder)
    run(sys.executable, "scripts/finish.py", folder)


def build_default(folder: Path) -> None:
    """Build the same pages with plain Material: no overrides, styles, scripts or features."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(
        load_config(
            str(ROOT / "mkdocs.yml"),
            theme={"name": "material", "font": False},
            extra_css=[],
            strict=False,
            site_dir=str(folder),
        )
    )


def build_plain(folder: Path, ours: Path) -> None:
    """Write each page's article as plain HTML."""
    for name, uri in PAGES.items():
        path = folder / uri / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            plain_page((ours / uri / "index.html").read_text(encoding="utf-8"), name),
            encoding="utf-8",
        )


def lighthouse(program: Path, address: str, browser: str) -> Report:
    """Return Lighthouse's report (JSON) on a page, with an empty cache."""
    text = run(
        "node",
        program,
        address,
        "--output=json",
        "--quiet",
        f"--chrome-flags={FLAGS}",
        CHROME_PATH=browser,
    )
    report: Report = json.loads(text)
    return report


def read_report(report: Report) -> Figures:
    """Return the figures of a report of Lighthouse that this benchmark shows."""
    requests = report["audits"]["network-requests"]["details"]["items"]
    kinds: dict[str, int] = {}
    for request in requests:
        kind = request.get("resourceType") or "Other"
        kinds[kind] = kinds.get(kind, 0) + request["transferSize"]
    audits, categories = report["audits"], report["categories"]
    failed = {
        name: [
            ref["id"]
            for ref in categories[name]["auditRefs"]
            if ref["weight"]
            and (audits[ref["id"]]["score"] or 0) < 1
            and audits[ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
        ]
        for name in SCORES
    }
    return {
        "kinds": kinds,
        "bytes": sum(kinds.values()),
        "requests": len(requests),
        **{name: audits[audit]["numericValue"] for name, audit in AUDITS.items()},
        "scores": [round(100 * (categories[name]["score"] or 0)) for name in SCORES],
        "failed": {name: audits for name, audits in failed.items() if audits},
    }


def median_report(reports: list[Figures]) -> Figures:
    """Return one report for several of a page: the medians, and the scores of the median run."""
    ordered = sorted(reports, key=lambda report: report["scores"][0])
    median_run = ordered[len(ordered) // 2]
    return {
        **median_run,
        **{name: statistics.median(report[name] for report in reports) for name in AUDITS},
    }


def show(name: str, site: str, figures: Figures) -> str:
    """Return the row of the Markdown table for a page of a site."""
    kinds = ", ".join(
        f"{kind.lower()} {size / 1000:.1f}"
        for kind, size in sorted(figures["kinds"].items(), key=lambda each: -each[1])
    )
    return (
        f"| {name} | {site} | {figures['bytes'] / 1000:.1f} | {figures['requests']} |"
        f" {figures['first paint'] / 1000:.2f} | {figures['largest paint'] / 1000:.2f} |"
        f" {figures['shift']:.3f} | {figures['blocking']:.0f} |"
        f" {' '.join(map(str, figures['scores']))} | {kinds} |"
    )


def measure_pages(
    sites: dict[str, Path], runs: int, only: list[str]
) -> dict[str, dict[str, Figures]]:
    """Measure each page of each site; the sites take turns, so that other load falls on all."""
    program, browser = install_lighthouse(), find_browser(install=False)
    if browser is None:
        raise UserError("no browser was found: make browser installs one")
    reports: dict[str, dict[str, list[Figures]]] = {
        name: {site: [] for site in sites} for name in only
    }
    for name in only:
        for _ in range(runs):
            for site, folder in sites.items():
                with serve(folder) as address:
                    warm(address + PAGES[name])
                    reports[name][site].append(
                        read_report(lighthouse(program, address + PAGES[name], browser))
                    )
    return {
        name: {site: median_report(runs_of_site) for site, runs_of_site in sites_of_page.items()}
        for name, sites_of_page in reports.items()
    }


SEARCH = """async word => {
  const field = document.querySelector(".md-search__input");
  const start = performance.now();
  field.focus();
  field.value = word;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  while (!document.querySelector(".md-search-result__item"))
    await new Promise(resolve => setTimeout(resolve, 5));
  return performance.now() - start;
}"""
NETWORKS = {
    "a computer, 10 Mbit/s and 40 ms": (40, 10, 1),
    "a phone, 4G at 9 Mbit/s and 60 ms": (60, 9, 2),
    "Lighthouse's slow phone, 1.6 Mbit/s and 150 ms": (150, 1.6, 4),
}


def measure_search(folder: Path, runs: int) -> dict[str, float]:
    """Return the milliseconds from the first touch of the search to its first result, uncached."""
    from playwright.sync_api import sync_playwright

    times: dict[str, float] = {}
    with serve(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(install=False), args=FLAGS.split()[1:]
        )
        for name, (delay, megabits, slower) in NETWORKS.items():
            milliseconds = []
            for _ in range(runs):
                page = browser.new_context().new_page()
                page.goto(address + PAGES["section"])
                client = page.context.new_cdp_session(page)
                client.send(
                    "Network.emulateNetworkConditions",
                    {
                        "offline": False,
                        "latency": delay,
                        "uploadThroughput": -1,
                        "downloadThroughput": megabits * 1e6 / 8,
                    },
                )
                client.send("Emulation.setCPUThrottlingRate", {"rate": slower})
                milliseconds.append(page.evaluate(SEARCH, "trust"))
                page.context.close()
            times[name] = statistics.median(milliseconds)
        browser.close()
    return times


def search_bytes(folder: Path) -> int:
    """Return the bytes, compressed, that the first search fetches."""
    files = read_files(folder)
    names = [
        name
        for name in files
        if name == "search/search_index.json" or name.startswith("assets/search.")
    ]
    return sum(len(brotli.compress(files[name])) for name in names)


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--runs", type=int, default=3, help="how often each page is measured; medians are shown"
    )
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--ours", action="store_true", help="leave out the references")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    sites = {name: WORK / name for name in ("ours", "default", "plain")}
    for folder in sites.values():
        shutil.rmtree(folder, ignore_errors=True)
    build_ours(sites["ours"])
    build_default(sites["default"])
    build_plain(sites["plain"], sites["ours"])
    measured = {"ours": sites["ours"]} if options.ours else sites
    pages = measure_pages(measured, options.runs, options.pages)
    print(
        "| page | site | kB | requests | first paint, s | largest, s | shift | blocking, ms |"
        " scores | kB by kind |\n" + "|---" * 10 + "|"
    )
    for name, by_site in pages.items():
        for site, figures in by_site.items():
            print(show(name, site, figures))
            if site == "ours" and figures["failed"]:
                print(f"  short of 100: {figures['failed']}")
        if "plain" in by_site:
            print(
                "  largest paint, ours to plain:"
                f" {by_site['ours']['largest paint'] / by_site['plain']['largest paint']:.2f}"
            )
    search = measure_search(sites["ours"], options.runs)
    for network, time in search.items():
        print(f"search, on {network}: {time:.0f} ms from the first touch to the first result")
    print(
        f"the first search fetches {search_bytes(sites['ours']) / 1000:.0f} kB. Plain pages have"
        f" {len(CSS):,} bytes of CSS."
    )
    print(STARLIGHT)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; median of {options.runs}.")
    if options.json:
        options.json.write_text(
            json.dumps({"pages": pages, "search": search}, indent=1), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    run_main(main, refused=2)
