"""Everything that goes into a paper: quotations, themes, codebook, transcripts, the report pack."""
