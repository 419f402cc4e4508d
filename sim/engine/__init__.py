"""Engine: one step, one loop, one intervention. The loop is `simulate.simulate`, the turn `step.step`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
