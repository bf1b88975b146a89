"""Durations that the programs and the campaign must agree on."""

# Between two runs of each job.
EVERY = 0.25
# Seconds until a silent mail server counts as gone; twenty in the product.
TIMEOUT = 2.0
