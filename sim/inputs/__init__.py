"""Inputs: what the tables of the configuration hold, each row checked: actions, parameters, sources."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
