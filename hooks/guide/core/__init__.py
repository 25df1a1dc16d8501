"""Hold what every other room builds on: problems, wording, addresses, YAML, HTML policy, templates.

May import: nothing of the guide; from outside PyYAML, Jinja2, jsonschema and markdown.util.
Used by others: Problem, UserError, quote, suggest, report (problems); format_count, join_words,
collapse_whitespace (wording); parse_day, build_day (days); check_address, scheme_of (urls);
parse_yaml, Document (yaml_reader); check_page_tag, check_site_tag (html_policy); read_attributes
(html_scanner); render, to_elements (templates); digest, Memoize (memo); make_zip
(reproducible_zip); table, escape (github_markdown); check_hidden_characters (hidden_characters);
normalize_text, find_numerals (numerals).
"""
