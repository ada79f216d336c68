"""The learned reader: a small model that proposes events, their parts and how sure they are."""
