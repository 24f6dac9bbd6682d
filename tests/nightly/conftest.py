"""The command line for the tests of this folder."""

from tests.calling import kgplan

__all__ = ["kgplan"]
