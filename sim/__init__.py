"""Entente: a simulation of the partnership between a client, its patron at war, and everyone who answers.

From Python: `import sim as entente`, then `entente.load()`.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
