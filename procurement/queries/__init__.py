"""Show suppliers, plans, orders, scores, prices and what stands behind them."""
