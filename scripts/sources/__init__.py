"""Ask the registers of works over the network, for scripts/check_sources.py."""
