"""Files for programs and readers: CSV and JSON downloads, claims.json, JSON-LD, feed, sitemap.

May import: core, data, content, evidence.
Used by others: generate_files (generated_files); render_json_ld (json_ld).
"""
