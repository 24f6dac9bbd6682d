"""The rulebook: reading rule files, running them, findings and what suppresses what."""
