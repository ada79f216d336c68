"""Claims of many reports put together into events."""
