"""From a `Paper` (or frozen counts) to files and drawings. Pure: no models, no clock, no network."""
