"""Where the files that travel with kgplan are: ontology, queries, data — in the wheel or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """Path of a top-level resource folder (``ontology``, ``queries``, ``data``) or a file below it."""
    installed = _PACKAGE / "_share" / name
    return installed if installed.exists() else _PACKAGE.parent / name
