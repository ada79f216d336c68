"""A second coder: a language model asked by the codebook, believed where the report says so."""
