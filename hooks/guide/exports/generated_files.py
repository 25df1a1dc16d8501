"""Make every file that the build adds to the pages and assets of docs/. Imports download_names, redirects, catalogue, cite,
claims_file, downloads, feed, site_files.

One function, so that a generator without hooks can be given the same files by a script. Pure: bytes
in, bytes out.
"""

from collections.abc import Callable

from guide.content.catalogue import Catalogue
from guide.content.redirects import redirect_pages
from guide.data.published_paths import FEED_NAME
from guide.evidence.citing import make_settings
from guide.exports.atom_feed import make_feed
from guide.exports.claims_json import make_claims_files
from guide.exports.downloads import make_downloads
from guide.exports.site_metadata import make_site_files


def made_files(catalogue: Catalogue, read_bytes: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """Return every file by its address below the site: downloads, redirects, and what programs read.

    `read_bytes` gives the bytes of a file of data/ by its name there, or None when it is missing. A
    file that lies at such an address in docs/, such as a robots.txt of one's own, stays as it is.
    """
    settings = make_settings(catalogue.package, catalogue.site_title, catalogue.site_url)
    moved = redirect_pages(catalogue.rows("redirects"), catalogue.pages, catalogue.site_url)
    made = {
        **make_downloads(catalogue, read_bytes, settings),
        **make_claims_files(catalogue, settings),
        FEED_NAME: make_feed(catalogue, settings),
        **make_site_files(catalogue, settings),
        **{uri: text.encode() for uri, text in moved.items()},
    }
    return {uri: content for uri, content in made.items() if uri not in catalogue.assets}
