"""Benchmarks: builds, saves under serve, page loads, and load on a server."""
