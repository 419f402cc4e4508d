"""Which mix of the actions, how strong, under a budget; what is regretted if theory or numbers are wrong?

All 32 mixes at three strengths and under every theory, on common random numbers. Run it with
`python experiments/portfolio.py`, or as `entente study portfolio` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.commands.told import show_told
from sim.studies.registry import carried_out


def main() -> None:
    """Carry the study out with a budget of USD 5 bn a year, and show what it says."""
    show_told(carried_out("portfolio", replicates=200, budget=5.0))


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
