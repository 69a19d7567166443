"""The page of counts: tables and charts of nodes, and the excerpts behind every number."""
