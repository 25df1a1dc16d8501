"""Name the files that readers can take away, by their addresses below the site. Imports package.

One list, so that the links that are checked, the files that are written and the page that offers
them agree.
"""

from pathlib import PurePosixPath

from guide.data.package import Package, Resource

FOLDER = "data"
DESCRIPTOR_NAME = "datapackage.json"
README_NAME = "README.txt"
ZIP_NAME = "strengthening-emotional-bonds-data.zip"
# The claims for programs that quote, and what that file holds.
CLAIMS_NAME = "claims.json"
CLAIMS_SCHEMA_NAME = "claims.schema.json"
FEED_NAME = "feed.xml"
SITEMAP_NAME = "sitemap.xml"
ROBOTS_NAME = "robots.txt"
BUILD_NAME = "build.json"
# "Cite this": the guide as a whole, and all findings.
CITE_NAMES = ("cite/guide.bib", "cite/guide.ris", "cite/findings.bib", "cite/findings.ris")


def csv_uri(resource: Resource) -> str:
    """Return the address of a resource's CSV, such as data/findings.csv."""
    return f"{FOLDER}/{resource.path}"


def json_uri(resource: Resource) -> str:
    """Return the address of the same rows as JSON, such as data/findings.json."""
    return f"{FOLDER}/{PurePosixPath(resource.path).with_suffix('.json')}"


def download_uris(package: Package) -> list[str]:
    """Return the address of every file that readers can take away."""
    tables = [
        uri
        for resource in package.resources.values()
        for uri in (csv_uri(resource), json_uri(resource))
    ]
    return tables + [f"{FOLDER}/{name}" for name in (DESCRIPTOR_NAME, ZIP_NAME, *CITE_NAMES)]


def made_uris(package: Package) -> list[str]:
    """Return the address of every file beside the pages that a link may lead to: the downloads, and those for programs."""
    claims = [f"{FOLDER}/{name}" for name in (CLAIMS_NAME, CLAIMS_SCHEMA_NAME)]
    return [*download_uris(package), *claims, FEED_NAME, SITEMAP_NAME, ROBOTS_NAME, BUILD_NAME]
