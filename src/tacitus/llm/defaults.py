"""What holds where an option is not given; imports nothing, so that ``--help`` answers at once."""

STRETCH = 12_000
"""Characters shown at a time: with instructions and answer some 8,000 tokens, which small models
take; long texts are also where models begin to mix events up."""
ANSWER_TOKENS = 4096
"""Longest answer; one event takes 150 to 250."""
TIMEOUT = 120.0
"""Seconds until an attempt is given up."""
CONTEXT = 8192
"""Tokens that a local model holds at a time."""
