"""SHACL: the structural rules as shapes, and RDF files held against them before they are loaded.

``ontology/shapes.ttl`` can be used with any SHACL processor. Its rules are written by hand, its description of the
vocabulary is made from the ontology by ``vocabulary``. ``canonical`` gives the RDF that loading makes of files,
``check`` runs pySHACL on it, ``show`` prints what it finds.
"""
