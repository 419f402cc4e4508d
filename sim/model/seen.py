"""What a side shows, by name: empty at run time, listed for the checker and editors in the stub beside this file."""


class Seen:
    """One attribute for each variable of the world and each view; of actors and pairs a row for each target."""
