"""Two drivers over the same rules: one run to watch, many to measure."""
