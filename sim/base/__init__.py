"""Base: what every room stands on: quantities, errors, arrays, named draws, schemas, paths, the recorder."""
