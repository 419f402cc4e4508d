"""Model: the rules themselves and what is measured of them: cast, world, policies, mechanisms, series, outcomes."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
