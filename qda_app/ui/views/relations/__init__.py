"""The page on which nodes are related to one another."""
