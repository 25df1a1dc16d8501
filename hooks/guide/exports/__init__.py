"""Files for programs and readers: CSV and JSON downloads, claims.json, JSON-LD, feed, sitemap.

May import: core, data, content, evidence.
Used by others: made_files (generated_files); render_linked_data (json_ld).
"""
