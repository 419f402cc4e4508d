"""The parameters by name: empty at run time, listed for the checker and editors in the stub beside this file."""


class DeclaredNumbers:
    """One attribute for each parameter of `configs/parameters.toml`."""
