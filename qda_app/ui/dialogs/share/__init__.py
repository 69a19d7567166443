"""Sharing a copy of the project in which listed names are replaced."""
