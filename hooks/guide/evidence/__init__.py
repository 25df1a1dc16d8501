"""Make the views of findings and sources for templates, citations of the guide, and its change log.

May import: core, data, content.
Used by others: FindingView, make_finding, make_source, find_topics, frequency_in_words (views);
CiteSettings, make_settings, cite_guide, cite_page, cite_finding, site_address (citing); Entry,
make_entries (change_log).
"""
