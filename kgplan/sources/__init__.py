"""Files → typed rows that remember where they stood, and rows refused with a reason; titles, dates, names, values.

The way through: ``files`` finds the tables in what the user named, ``delimited`` and ``workbooks`` give their cells
as the user saw them, ``headers`` finds out which column is which, ``rows`` and ``kinds`` make values of the cells.
"""

from kgplan.sources.files import read_paths
from kgplan.sources.model import Dataset, Origin, Rejected, Row, SourceFile, Value
from kgplan.sources.names import Directory

__all__ = ["Dataset", "Directory", "Origin", "Rejected", "Row", "SourceFile", "Value", "read_paths"]
