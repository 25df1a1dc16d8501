"""Markdown pages and what they refer to; the catalogue that joins pages and data.

May import: core, data. Used by others: Page, read_pages (pages); find_references (references);
Catalogue (catalogue); read_catalogue (loader).
"""
