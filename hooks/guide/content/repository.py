"""Build the URLs of the repository: for editing a file, and for reporting a problem.

Nothing in the project names an owner: the URL comes from the environment (REPO_URL). Without one
there are no links. The forms of the URLs are GitHub's:
https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/creating-an-issue
(creating an issue from a URL query).
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

# The issue form in .github/ISSUE_TEMPLATE for a problem with a claim; its field `finding` has the
# id.
CLAIM_FORM = "1-claim.yml"
_ADDRESS = re.compile(r"https://[\w.-]+(?::\d+)?/[\w.-]+/[\w.-]+")
_BRANCH = re.compile(r"[\w.-]+(?:/[\w.-]+)*")


@dataclass(frozen=True)
class Repository:
    """Locate the project's repository: its web address, and the branch that is published."""

    url: str
    branch: str = "main"

    def edit(self, path: str) -> str:
        """Return the URL at which a file of the project is edited."""
        return f"{self.url}/edit/{self.branch}/{path}"

    def report(self, claim: str) -> str:
        """Return the URL of the issue form for a problem with a claim, with its id filled in.

        It has no other parameter, since a page of the library has sixty such links.

        >>> Repository("https://git.example/o/guide").report("ants")
        'https://git.example/o/guide/issues/new?template=1-claim.yml&finding=ants'
        """
        fields = {"template": CLAIM_FORM, "finding": claim}
        return f"{self.url}/issues/new?{urlencode(fields)}"


def parse_repository(url: str, branch: str = "") -> Repository | None:
    """Parse the web address of a repository; None for an empty one, ValueError for a wrong one.

    >>> parse_repository("https://git.example/o/guide.git/").url
    'https://git.example/o/guide'
    """
    plain, branch = url.strip().rstrip("/").removesuffix(".git"), branch.strip() or "main"
    if not plain:
        return None
    if not _ADDRESS.fullmatch(plain):
        raise ValueError(
            f'REPO_URL is "{url}", which is not the address of a repository. '
            "Write it as https://github.com/OWNER/NAME."
        )
    if not _BRANCH.fullmatch(branch):
        raise ValueError(
            f'REPO_BRANCH is "{branch}", which is not the name of a branch. Write it as main.'
        )
    return Repository(plain, branch)
