"""Disagreements of a round, and how they are settled."""
