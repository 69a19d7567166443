"""Rounds: planned, placed, taken through their steps, summed up."""
