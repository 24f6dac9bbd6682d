"""kgplan checks a system of government plans for consistency: tables in, a graph in the middle, rules over it."""

__version__ = "0.1.0"
