"""The page of quotations chosen for a paper, and everything that goes out to it."""
