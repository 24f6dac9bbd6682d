"""The ontology: its Turtle as such, and what the rest of kgplan reads from it."""
