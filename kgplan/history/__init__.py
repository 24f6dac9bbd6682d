"""Findings over time: what people confirmed, what is new, what is gone, and the memory of it."""
