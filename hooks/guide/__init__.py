"""The engine of the guide: data package and Markdown in, semantic HTML and problems out.

Nothing in here imports MkDocs. Imports run one way, in this order:
problem, addresses, html_policy, invisible, text, frequency, memory, docs_files, kept_files, html_tokens, search_sections, spreadsheet, search_words, yaml_file, csv_file, package, download_names, records, reflection,
page, redirects, repository, reading, references, markup, numbers, components, deck_rules, agreement, citation, charts, catalogue, recording, evidence, frames,
render, path, topics, cards, tables, library, dictionary, cite, page_dates, change_log,
linked_data, claims_file, zip_file, downloads, feed, site_files, made_files,
deck, figures, figure_problems, svg, chart_shapes, drawing,
chart_figure, page_parts, component_tree, quick_inline, extension;
spelling, prose_rules, passages, prose,
page_form, fixes, site_links, row_changes, edits, asking, new_rows, new_topics,
moves, sheets, normalize, sheet_import, github_text, page_changes, changes, due, external_links, compression, vocabulary,
selectors, stylesheets, assets, page_scripts,
inline_parts, policy, host_headers, host_config, asset_names, finish,
book_order, book_tree, book_text, book_links, book, book_epub, book_print,
book_pdf, offline, take_along, staging, built_page,
built_site and comparison stand beside them.
"""
