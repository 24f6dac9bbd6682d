"""The property graph: stores, loading, derived facts."""
