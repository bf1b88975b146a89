"""Forms of tracking, one module per noun."""
