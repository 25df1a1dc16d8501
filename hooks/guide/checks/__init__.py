"""Checks of content, formatting, prose, and the links and markup of the built site.

May import: core, data, content, evidence, exports, rendering; from outside Python-Markdown and
pyspellchecker. Used by others: read_and_check (project_checks); check_site (site_links);
check_prose (prose); check_form, find_fixes (autofix); find_links, report_links (external_links).
"""
