"""Read the data package: CSV files and their descriptor in, validated and typed records out.

May import: core; pandas in frames only.
Used by others: read_csv, parse_csv, write_csv (csv_reader); Package, Resource, Field, TableSpec
(package); read_package (package_reader); Record, make_records, check_foreign_keys (records);
check_copies (table_copies);
ChartSpec, make_charts (chart_specs); select_rows, pivot, summarize (frames); compare_rows
(row_diff); find_damage (spreadsheet_damage); format_citations (citation_labels);
check_agreement (number_agreement); generated_uris (published_paths); check_deck (question_deck);
make_reflection, check_reflection (self_reflection).
"""
