"""Entente: a simulation of the partnership between a client, its patron at war, and everyone who answers."""

__version__ = "0.1.0"
