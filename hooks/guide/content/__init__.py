"""Markdown pages and what they refer to; the catalogue that joins pages and data.

May import: core, data; from outside Python-Markdown. Used by others: Page, parse_page,
split_front_matter (pages); find_docs (docs_files); find_references, line_and_column (references);
page_address (redirects); Catalogue, resolve_link (catalogue); read_catalogue (loader).
"""
