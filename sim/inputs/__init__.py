"""Inputs: what the tables of the configuration hold: actions, parameters, sources."""
