"""Which files are RDF. Stands alone, so that whoever looks for tables need not load the parsers."""

SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "turtle",
    ".jsonld": "jsonld",
    ".json-ld": "jsonld",
    ".json": "jsonld",
    ".rdf": "xml",
    ".owl": "xml",
}
"""Kinds of RDF by suffix. N-Triples is a part of Turtle."""

ONLY_WHEN_NAMED = frozenset({".json"})
"""Suffixes that mean RDF only where the user names the file itself: a folder may hold any JSON."""
