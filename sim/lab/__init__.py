"""The laboratory: designs, paired runs, statistics, the store of finished parts, executors, experiments."""
