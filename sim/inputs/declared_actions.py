"""The actions by name: empty at run time, listed for the checker and editors in the stub beside this file."""


class DeclaredActions(type):
    """One attribute for each action of `configs/actions.toml`."""
