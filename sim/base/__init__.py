"""Base: what every room stands on: quantities, errors, arrays, named draws, schemas, the recorder."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
