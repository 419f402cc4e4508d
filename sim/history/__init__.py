"""The test against history: evidence, stylised facts, scores beside null models, calibration."""
