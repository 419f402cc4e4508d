"""Figures and pages of a sweep."""
