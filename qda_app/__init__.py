"""Qualitative coding of interview transcripts for teams."""

__version__ = "0.1.0"
