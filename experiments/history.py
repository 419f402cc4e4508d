"""Do free histories of the months on record look as these months did, and better than those of null models?

Histories are played from February 2022 by the model alone. Run it with `python experiments/history.py`, or as
`entente study history` with all its options and all that it says.
"""

import sys

from sim.commands.manners import politely
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the test out with its defaults, and say where its tables and figures stand."""
    results = carried_out("history")
    print(f"{results.manifest['runs']} histories, {results.manifest['failed']} failed. Results: {results.asked.out}")


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
