"""Incremental builds: everything that exists only to make a rebuild fast (README.md beside this).

May import: guide.core, data, content, checks; mkdocs, material, jinja2, sqlite3. Used by others:
IncrementalBuild, with three calls: install, track, finish.
"""

from incremental.build import IncrementalBuild

__all__ = ["IncrementalBuild"]
