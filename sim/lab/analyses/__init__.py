"""Analyses: tables that are read off a store and its design."""
