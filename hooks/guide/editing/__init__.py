"""Plan edits for editors' scripts: new rows and topics, page moves, sheet import, reports.

May import: core, data, content, checks; openpyxl.
Used by others: Edit, dry_run (edits); plan_move (page_moves); report_due (due_report).
"""
