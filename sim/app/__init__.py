"""App: the browser page, one history to watch, levers to move, and what they change over many histories."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
