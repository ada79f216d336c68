"""The same function over many reports: in one process, in several, on a cluster."""
