"""The page where transcripts are read and coded."""
