"""Generate the page that explains the rules to editors, from the registry.

It is a file beside the pages and not one of them: it is in no menu, feed, book, sitemap or search
index, and asks search engines to leave it out.
"""

from guide.core.rules import rule_groups
from guide.core.templates import render
from guide.data.published_paths import RULES_NAME


def make_rules_page(site_title: str) -> dict[str, bytes]:
    """Return the page as HTML, by its path below the site: every rule with its id as an anchor."""
    title = " - ".join(["Rules of the checks", *([site_title] if site_title else [])])
    html = render("exports/rules.html", title=title, groups=rule_groups())
    return {RULES_NAME: html.lstrip().encode()}
