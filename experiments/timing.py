"""How soon, how fast, how strongly and with whom: what does each month of delay cost?

Each action alone, and all that are recommended together, at five starts, two ramps and four intensities, by everybody
and by whoever promises most alone, on common random numbers. Run it with `python experiments/timing.py`, or as
`entente study timing` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with its defaults, and show what it says."""
    show_told(carried_out("timing"))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
