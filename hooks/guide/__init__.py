"""The engine of the guide: data package and Markdown in, semantic HTML and problems out.

Nothing in here imports MkDocs. Each folder is a room; pyproject.toml holds the order of their
imports.
"""
