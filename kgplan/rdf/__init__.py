"""Exchange tables as RDF: Turtle, JSON-LD, RDF/XML and N-Triples in the vocabulary of ``ontology/``, both ways.

``terms`` are the names, ``parse`` turns a file that nobody has to trust into triples, ``read`` makes rows of them;
``statements`` and ``links`` make resources of rows, and ``write`` puts these down as Turtle or JSON-LD. The shape is
documented in ``docs/rdf.md``.
"""
