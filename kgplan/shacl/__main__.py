"""``python -m kgplan.shacl``: bring the vocabulary's part of ``ontology/shapes.ttl`` up to date."""

from kgplan.ontology import load_schema
from kgplan.shacl.vocabulary import SHAPES, current

if __name__ == "__main__":
    SHAPES.write_text(current(SHAPES.read_text(encoding="utf-8"), load_schema()), encoding="utf-8")
