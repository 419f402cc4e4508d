"""Libraries that only some studies need: imported when they are, and named in one line where they are missing."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from sim.base.errors import BadInput


def library(module: str, extra: str = "lab") -> Any:
    """A module of a library that comes with an extra; raise `BadInput` with how to install it where it is missing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it misses itself is none of our users' business
            return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise BadInput("entente", "library", name, f'it to be installed: pip install "entente[{extra}]"') from None
