"""The studies as commands: each has its own options here, and what it needs is loaded when it is carried out."""

from sim.commands.studies import actions, decisions, hangs, others
from sim.commands.study import study

__all__ = ["actions", "decisions", "hangs", "others", "study"]
