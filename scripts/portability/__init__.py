"""Build the guide with the successors of MkDocs and compare the results."""
