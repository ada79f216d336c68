"""Reading the world: pages, documents and feeds to kept bytes and reports."""
