"""Scenarios: who plays, what is true at the start, and the schemas of the files that say so."""
