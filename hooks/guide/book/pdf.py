"""Set the printed book as a PDF, with WeasyPrint. Imports nothing of the guide.

Chromium was tried on the same page: it is faster, but it can give the contents no page numbers and
the pages no running heads, writes no PDF/UA mark and no metadata of its own, and made a file three
times as large.

WeasyPrint is imported where it is used: it wants Pango of the system, which nothing else here does.
"""

import uuid


def make_pdf(page: str, folder_url: str) -> bytes:
    """Return the PDF of a page of HTML; styles and typefaces are read in `folder_url`, a file: address that ends in a slash.

    The same page makes the same bytes: its dates stand in the page, and its identifier is made from
    its content. Raises OSError where Pango is not on the system.
    """
    from weasyprint import HTML

    identifier = uuid.uuid5(uuid.NAMESPACE_URL, page).bytes
    document = HTML(string=page, base_url=folder_url, url_fetcher=_folder_fetcher(folder_url))
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)


def _folder_fetcher(folder_url: str) -> object:
    """Return what reads files of one folder and nothing else: a book is made without the network."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class FolderFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
            if not url.startswith(folder_url):
                raise FatalURLFetchingError(f"the book wants {url}, which is not in {folder_url}")
            return super().fetch(url, headers)

    return FolderFetcher(allowed_protocols=("file",))
