"""Checks of content, prose and the built site; make fix.

May import: core, data, content, evidence, exports, rendering; pyspellchecker. Used by others:
read_and_check (project_checks); check_site (site_links); check_prose (prose); check_form,
find_fixes (autofix).
"""
