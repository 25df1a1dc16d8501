"""Render the printed book as a PDF, with WeasyPrint.

Chromium was tried on the same page: it is faster, but it has no page numbers in the contents and no
running heads, writes no PDF/UA marker and no metadata of its own, and its file is three times as
large.

WeasyPrint is imported where it is used, since it needs Pango of the system.
"""

import uuid


def make_pdf(page: str, folder_url: str) -> bytes:
    """Return the PDF of a page of HTML.

    Styles and fonts are read below `folder_url`, a file: address that ends in a slash. The same
    page makes the same bytes: its dates are in the page, and its identifier is a hash of it. Raises
    OSError where Pango is not on the system.
    """
    from weasyprint import HTML

    identifier = uuid.uuid5(uuid.NAMESPACE_URL, page).bytes
    document = HTML(string=page, base_url=folder_url, url_fetcher=_folder_fetcher(folder_url))
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return pdf


def _folder_fetcher(folder_url: str) -> object:
    """Return a fetcher that reads files of one folder only: a book is made without the network."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class FolderFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.startswith(folder_url):
                raise FatalURLFetchingError(f"the book wants {url}, which is not in {folder_url}")
            return super().fetch(url, headers)

    return FolderFetcher(allowed_protocols=("file",))
