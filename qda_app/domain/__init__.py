"""The words of the field as frozen dataclasses, and their rules; standard library only."""
