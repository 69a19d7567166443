"""Inter-coder agreement: a study is built first, measures are functions over it."""
