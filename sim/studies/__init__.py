"""Studies: each one question, with its design, its runs and its tables."""
