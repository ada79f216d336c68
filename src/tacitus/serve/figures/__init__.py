"""Figures of many events: numbers in tables, and the plots that are drawn of them.

``records`` holds what a figure is; ``times``, ``parts``, ``strips``, ``sources`` and ``accuracy``
make them of a store and a filter; ``catalogue`` lists all; ``files`` writes SVG, PNG and CSV.
"""
