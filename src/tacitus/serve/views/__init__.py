"""What pages and the API show, as plain records made of a store and a filter.

``lists`` and ``pages`` hold the records; ``events`` (list, facets, timeline, map), ``event`` (one),
``reports`` (list and one) and ``people`` (actors, outlets) make them; ``words`` ties values to the
words that they rest on. What a store gave is kept until something in it changes (``caching.kept``).
"""
