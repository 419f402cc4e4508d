"""Face: the whole model from Python, in a script or a notebook, as `import sim as entente`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
