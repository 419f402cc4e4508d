"""Scenarios: who plays and what is true at the start, read from files; and the schemas of these files."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
