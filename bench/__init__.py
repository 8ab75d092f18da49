"""Benchmarks: one file a figure, run by `make bench`. The server is pinned to one core, the client to the other."""
