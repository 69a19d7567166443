"""Whole studies from and to other tools."""
