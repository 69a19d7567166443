"""Coded passages found again: excerpts, queries, files of both."""
