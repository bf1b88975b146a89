"""A year of simulated days: what was sent against what a second judge says must be sent (`make year`)."""
