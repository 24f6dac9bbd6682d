"""Tests of kgplan.sources. ``files/`` holds workbooks that no library at hand can write."""
