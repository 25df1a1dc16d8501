"""Incremental builds: everything that exists only to make a rebuild faster.

May import: guide.core, data, content, checks; mkdocs, material, jinja2 internals, sqlite3, gc.
Used by others: IncrementalBuild (mkdocs_build), BuildCache (store).
"""
