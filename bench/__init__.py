"""Measurements: how fast kgplan is next to the bare engines, as ratios within one run."""
