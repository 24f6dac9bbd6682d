"""``python -m kgplan``."""

from kgplan.cli.main import run

run()
