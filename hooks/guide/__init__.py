"""The engine of the guide: data package and Markdown in, semantic HTML and problems out.

It runs without MkDocs. Each folder is a room, and pyproject.toml holds which room may import which.
"""
