"""What every other room builds on: problems, wording, YAML with positions, templates, digests.

May import: nothing of the guide; from outside PyYAML, Jinja2, jsonschema and markdown.util. Used by
others: Problem, report (problems); parse_yaml, Document (yaml_reader); render, to_elements
(templates); digest (memo).
"""
