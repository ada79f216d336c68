"""A read-only site of some of a store's events, for any web server: ``publish.site.publish``."""
