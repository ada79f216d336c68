"""Plots drawn as SVG: pure functions of numbers and words, the same in a page and in a file.

``columns`` draws bars over time, ``rows`` bars beside names, ``strip`` counts as shades, ``dots``
shares with their intervals. Colours are classes of ``plot.css``; a file holds the styles itself.
"""
