"""Figures, pages and documents of the test against history and of calibrations."""
