"""The page of agreement: two coders' figures by node and source, and the passages behind them."""
