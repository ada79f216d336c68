"""Reviewing: decisions of one reviewer, and what several who work apart make of an event."""
