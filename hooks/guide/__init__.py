"""The engine of the guide: data package and Markdown in, semantic HTML and problems out.

Nothing in here imports MkDocs. Imports run one way, in this order:
problem, text, frequency, yaml_file, csv_file, package, records, page, references, numbers, agreement, citation, catalogue,
evidence, frames, render, tables, figures, page_parts, extension; site_links stands beside them.
"""
