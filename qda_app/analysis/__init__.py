"""Pure computation on dataclasses and arrays."""
