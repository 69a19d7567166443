"""The same services without Qt."""
