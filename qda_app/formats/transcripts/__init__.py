"""Transcripts from files: one reader per format, speakers recognised beside the text."""

from qda_app.formats.transcripts.answers import read_answers
from qda_app.formats.transcripts.registry import SUFFIXES, TABLE_SUFFIXES, read

__all__ = ["SUFFIXES", "TABLE_SUFFIXES", "read", "read_answers"]
