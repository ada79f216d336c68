"""The API under /api/v1; each module has a ``router``."""
