"""One module per noun, one small class per user action."""
