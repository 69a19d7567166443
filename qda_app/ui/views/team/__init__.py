"""The team: rounds, coders, versions of the codebook, nodes invented in rounds."""
