"""List the URIs of generated files, relative to the site: downloads, feed, sitemap and the like.

One list, so that the links that are checked, the files that are written and the page that offers
them agree.
"""

from pathlib import PurePosixPath

from guide.core.rules import RULES_PAGE
from guide.data.package import Package, Resource

FOLDER = "data"
DESCRIPTOR_NAME = "datapackage.json"
README_NAME = "README.txt"
ZIP_NAME = "strengthening-emotional-bonds-data.zip"
# The claims for programs that quote them, and the JSON Schema of that file.
CLAIMS_NAME = "claims.json"
CLAIMS_SCHEMA_NAME = "claims.schema.json"
FEED_NAME = "feed.xml"
SITEMAP_NAME = "sitemap.xml"
ROBOTS_NAME = "robots.txt"
BUILD_NAME = "build.json"
# Written by the search plugin.
SEARCH_NAME = "search/search_index.json"
RULES_NAME = f"{RULES_PAGE}index.html"
# Citations of the guide as a whole, and of all findings.
CITE_NAMES = ("cite/guide.bib", "cite/guide.ris", "cite/findings.bib", "cite/findings.ris")


def csv_uri(resource: Resource) -> str:
    """Return the URI of a resource's CSV, such as data/findings.csv."""
    return f"{FOLDER}/{resource.path}"


def json_uri(resource: Resource) -> str:
    """Return the URI of the same rows as JSON, such as data/findings.json."""
    return f"{FOLDER}/{PurePosixPath(resource.path).with_suffix('.json')}"


def download_uris(package: Package) -> list[str]:
    """List the URIs of all downloads: each table as CSV and JSON, descriptor, zip, citations."""
    tables = [
        uri
        for resource in package.resources.values()
        for uri in (csv_uri(resource), json_uri(resource))
    ]
    return tables + [f"{FOLDER}/{name}" for name in (DESCRIPTOR_NAME, ZIP_NAME, *CITE_NAMES)]


def generated_uris(package: Package) -> list[str]:
    """List the URIs of all generated files that a page may link to."""
    claims = [f"{FOLDER}/{name}" for name in (CLAIMS_NAME, CLAIMS_SCHEMA_NAME)]
    names = (FEED_NAME, SITEMAP_NAME, ROBOTS_NAME, BUILD_NAME, RULES_NAME)
    return [*download_uris(package), *claims, *names]
