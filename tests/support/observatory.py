"""Score headers as Mozilla's HTTP Observatory does.

That is algorithm 4, package @mdn/mdn-http-observatory 1.4.8: its ten tests and their modifiers, for
one page of a static site, from the page's headers and HTML. Written from the grader's rules, and
compared once, item by item, with its own scan of a local nginx (README, "On a host that sets
headers").
https://github.com/mdn/mdn-http-observatory/blob/main/src/grader/charts.js
"""

import re
from collections.abc import Mapping

BONUS_FROM = 90
GRADES = (
    (100, "A+"),
    (90, "A"),
    (85, "A-"),
    (80, "B+"),
    (70, "B"),
    (65, "B-"),
    (60, "C+"),
    (50, "C"),
    (45, "C-"),
    (40, "D+"),
    (30, "D"),
    (25, "D-"),
    (0, "F"),
)
SIX_MONTHS = 15_552_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
LEAKY = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
META_CANNOT = {"frame-ancestors", "report-uri", "sandbox"}


def score(
    headers: Mapping[str, str], html: str, *, is_redirected: bool = True
) -> tuple[int, str, dict[str, int]]:
    """Return the score, the grade and each test's modifier, for a site on https."""
    sent = {name.lower(): value.strip() for name, value in headers.items()}
    policy, metas = policies(sent, html)
    modifiers = {
        "content-security-policy": _policy(merge(policy + metas)),
        "cookies": _cookies(sent.get("set-cookie")),
        "cross-origin-resource-sharing": _sharing(sent),
        "redirection": 0 if is_redirected else -20,
        "referrer-policy": _referrer(sent.get("referrer-policy", "") + "," + _meta_referrer(html)),
        "strict-transport-security": _transport(sent.get("strict-transport-security", "")),
        "subresource-integrity": _integrity(html),
        "x-content-type-options": (
            0 if sent.get("x-content-type-options", "").lower() == "nosniff" else -5
        ),
        "x-frame-options": _frames(sent.get("x-frame-options", "").lower(), policy),
        "cross-origin-resource-policy": _resource_policy(
            sent.get("cross-origin-resource-policy", "").lower()
        ),
    }
    plain = 100 + sum(modifier for modifier in modifiers.values() if modifier < 0)
    total = max(0, 100 + sum(modifiers.values()) if plain >= BONUS_FROM else plain)
    return total, next(grade for least, grade in GRADES if total >= least), modifiers


def policies(sent: Mapping[str, str], html: str) -> tuple[list[dict], list[dict]]:
    """Return the policies of the header and of meta elements, each as its directives."""
    metas = re.findall(
        r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html, re.IGNORECASE
    )
    header = [parse(sent["content-security-policy"])] if "content-security-policy" in sent else []
    return header, [
        {name: sources for name, sources in parse(meta).items() if name not in META_CANNOT}
        for meta in metas
    ]


def parse(policy: str) -> dict[str, set[str]]:
    """Return the sources by directive. A directive that stands twice makes the policy invalid."""
    parts = [part.lower().split() for part in policy.split(";") if part.strip()]
    assert len({part[0] for part in parts}) == len(parts), f"a directive stands twice in {policy}"
    return {name: set(sources) or {"'none'"} for name, *sources in parts}


def merge(policies: list[dict[str, set[str]]]) -> dict[str, set[str]]:
    """Return for each directive the sources that all policies which have it allow."""
    names = {name for policy in policies for name in policy}
    return {
        name: set.intersection(*(policy[name] for policy in policies if name in policy))
        or {"'none'"}
        for name in names
    }


def _policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    scripts, styles, objects = (
        set(policy.get(name, default)) for name in ("script-src", "style-src", "object-src")
    )
    for sources in (scripts, styles):
        if any(
            source.startswith(("'sha256-", "'sha384-", "'sha512-", "'nonce-")) for source in sources
        ):
            sources.discard("'unsafe-inline'")
    passive = {source for name in ("img-src", "media-src") for source in policy.get(name, default)}
    active = scripts | {
        source
        for name, sources in policy.items()
        if name not in ("img-src", "media-src", "script-src")
        for source in sources
    }
    if (
        scripts & (BROAD | INLINE)
        or objects & BROAD
        or any(source.startswith(("http:", "ftp:")) for source in active)
    ):
        return -20
    if "'unsafe-eval'" in scripts | styles or any(
        source.startswith(("http:", "ftp:")) for source in passive
    ):
        return -10
    if styles & (BROAD | INLINE):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def _cookies(cookie: str | None) -> int:
    assert cookie is None, "the guide sets no cookie, so how one is scored is left out here"
    return 0


def _sharing(sent: Mapping[str, str]) -> int:
    allowed = sent.get("access-control-allow-origin", "*")
    return -50 if allowed != "*" and sent.get("access-control-allow-credentials") == "true" else 0


def _meta_referrer(html: str) -> str:
    values = re.findall(r'<meta name="referrer" content="([^"]*)"', html)
    return values[-1] if values else ""


def _referrer(policies_in_order: str) -> int:
    words = [word.strip().lower() for word in policies_in_order.split(",") if word.strip()]
    accepted = [word for word in words if word in PRIVATE | LEAKY]
    if not words:
        return 0
    return 5 if accepted and accepted[-1] in PRIVATE else -5


def _transport(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header.lower())
    if not age or "," in header:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def _integrity(html: str) -> int:
    tags = re.findall(r"<script\b[^>]*>", html)
    foreign = [tag for tag in tags if re.search(r'src="(?:https?:)?//', tag)]
    if foreign:
        return (
            5
            if all("integrity=" in tag and 'src="https:' in tag for tag in foreign)
            else -5
            if all('src="https:' in tag for tag in foreign)
            else -50
        )
    return 5 if any("integrity=" in tag and "src=" in tag for tag in tags) else 0


def _frames(header: str, policy: list[dict[str, set[str]]]) -> int:
    if policy and "frame-ancestors" in merge(policy):
        return 5
    return 0 if header in ("deny", "sameorigin") or header.startswith("allow-from") else -20


def _resource_policy(header: str) -> int:
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(header, -5)
