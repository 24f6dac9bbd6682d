"""What a user fills in and gets back: the workspace that ``kgplan init`` makes, and the workbook of rejected rows.

Everything here is made from the ontology: ``forms`` says what a table looks like to a person, ``entries`` how a value
is written in a cell, ``sheets``, ``workbook``, ``csv_files`` and ``rejected`` put both into files.
"""
