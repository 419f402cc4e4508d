"""Stylised facts: patterns of the record, each a function of a history."""
