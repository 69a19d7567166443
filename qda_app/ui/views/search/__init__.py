"""Search, words, words in context, and the questions that interviews share."""
