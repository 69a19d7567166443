"""The page that retrieves coded passages and asks queries of them."""
