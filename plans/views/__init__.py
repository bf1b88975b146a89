"""Pages of tracking, one module per noun."""
