"""The desk: pages and an API on a store, where reports are read, checked and decided on."""
