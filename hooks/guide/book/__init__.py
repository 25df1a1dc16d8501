"""Make the guide as one book: EPUB and PDF from the built pages.

May import: core, content; lxml, tinyhtml5, WeasyPrint.
Used by others: gather_book (book); make_epub (epub); make_pdf (pdf).
"""
