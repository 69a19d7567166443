"""Results as documents and tables."""
