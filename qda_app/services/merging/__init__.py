"""Merging a copy of the project: three ways, by the journals."""
