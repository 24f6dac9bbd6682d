"""Awkward files as offices have them, and files that mean harm: what must load and what must be refused.

``expected.toml`` is the table of cases; small text files lie in ``files/``, workbooks are made by ``workbooks.py``.
"""
