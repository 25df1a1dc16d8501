"""Generate every file that the build adds to the pages and assets of docs/.

One function, so that a script can give the same files to a generator without hooks. Pure: bytes in,
bytes out.
"""

from collections.abc import Callable

from guide.content.catalogue import Catalogue
from guide.content.redirects import redirect_pages
from guide.data.published_paths import FEED_NAME, ROBOTS_NAME
from guide.evidence.citing import make_settings
from guide.exports.atom_feed import make_feed
from guide.exports.claims_json import make_claims_files
from guide.exports.downloads import make_downloads
from guide.exports.rules_page import make_rules_page
from guide.exports.site_metadata import make_site_files


def generate_files(
    catalogue: Catalogue,
    read_bytes: Callable[[str], bytes | None],
    *,
    has_redirects: bool = True,
) -> dict[str, bytes]:
    """Generate the files, as bytes by path below the site.

    They are the downloads, redirects, feed, metadata, and the page of rules.

    `read_bytes` gives the bytes of a file of data/ by its name there, or None when it is missing.
    An editor's own robots.txt in docs/ is used instead of the generated one. Without
    `has_redirects` no redirect pages are made: in a folder that was never published, nothing leads
    to an old address, and its pages are at other paths.
    """
    settings = make_settings(catalogue.package, catalogue.site_title, catalogue.site_url)
    rows = catalogue.rows("redirects") if has_redirects else []
    redirects = redirect_pages(rows, catalogue.pages, catalogue.site_url)
    files = {
        **make_downloads(catalogue, read_bytes, settings),
        **make_claims_files(catalogue, settings),
        FEED_NAME: make_feed(catalogue, settings),
        **make_site_files(catalogue, settings),
        **make_rules_page(catalogue.site_title),
        **{uri: text.encode() for uri, text in redirects.items()},
    }
    own = {ROBOTS_NAME} & catalogue.assets
    return {uri: content for uri, content in files.items() if uri not in own}
