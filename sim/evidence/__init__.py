"""Evidence: what is on record, and how simulated histories are held against it."""
