"""The data package: CSV and descriptor in, checked records out; what is derived from them without pages.

May import: core; pandas only in frames. Used by others: read_csv (csv_reader); Package, Resource,
Field, TableSpec (package); read_package (package_reader); Record, make_records (records);
arrange_rows (frames).
"""
