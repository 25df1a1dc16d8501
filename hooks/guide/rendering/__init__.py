"""Markdown to HTML: Python-Markdown extension, tables, charts, components, page header and footer.

May import: core, data, content, evidence, exports; Python-Markdown, Altair, vl-convert, selectolax.
Used by others: GuideExtension (extension); render_figure (figures); make_table (tables);
read_page_text (page_text).
"""
