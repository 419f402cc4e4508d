"""Evidence: what is on record, and how simulated histories are held against it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
