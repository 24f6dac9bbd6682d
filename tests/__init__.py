"""Tests of kgplan: one folder or module per part of the package."""
