"""The command line: thin commands over the steps; every import that costs time happens inside a command."""
