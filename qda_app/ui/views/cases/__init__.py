"""The page of cases, their attributes and their voices."""
