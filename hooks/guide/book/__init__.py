"""Convert the built pages into one book: EPUB and PDF.

May import: core, content; lxml, tinyhtml5, WeasyPrint.
Used by others: gather_book (book); make_epub (epub); make_pdf (pdf).
"""
