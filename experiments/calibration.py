"""Which parameters do the months on record leave open?

Sets drawn from the declared ranges are played over the months on record; those that come near are kept and adjusted.
Run it with `python experiments/calibration.py`, or as `entente study calibration` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the calibration out with its defaults, and say where the sets stand."""
    results = carried_out("calibration")
    print(f"{results.manifest['runs']} histories. Sets and what they were tested by: {results.asked.out}")


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
