"""Odd: what is written from the declarations, the tables of documents and the stubs: `python -m sim.odd`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
