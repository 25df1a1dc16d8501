"""The engine of the guide: data package and Markdown in, semantic HTML and problems out.

Nothing in here imports MkDocs. Imports run one way, in this order:
problem, text, frequency, spreadsheet, yaml_file, csv_file, package, download_names, records, page, references, numbers,
agreement, citation, charts, catalogue, evidence, frames, render, tables, library, dictionary, cite, downloads, figures,
svg, chart_shapes, drawing, chart_figure, page_parts, extension; fixes and site_links stand beside them.
"""
