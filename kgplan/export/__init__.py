"""What stands in a graph, for other programs: exchange tables, RDF, GraphML, and files for Neo4j's bulk importer.

``content`` gives the rows that the files stated, ``elements`` the nodes and relationships made of them; every format
is a module of its own that writes as it reads, so that a graph larger than memory comes out whole.
"""
