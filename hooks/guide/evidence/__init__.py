"""Views of findings, sources and claims that templates show; citations; the log of changes.

May import: core, data, content.
Used by others: make_finding, make_source (views); cite_finding (citing); make_entries (change_log).
"""
