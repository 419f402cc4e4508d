"""The version, as the hall says it; whoever took it from there would depend on all that the hall offers."""

import sys

VERSION: str = vars(sys.modules["sim"])["__version__"]
