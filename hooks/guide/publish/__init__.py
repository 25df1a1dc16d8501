"""Post-process a built site: inline and purge CSS, hash names, write CSP and headers, compress.

May import: core; tinycss2, cssselect2, rjsmin, brotli.
Used by others: finish_site (pipeline); make_policy (csp); make_headers (headers).
"""
