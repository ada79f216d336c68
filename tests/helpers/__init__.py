"""Records that several tests share."""
