"""The nightly run: load, check, compare with the last night, write the report whole or not at all, tell people."""
