"""Do the recommended actions lower the risks of the partnership, alone and together, and what do they bring with them?

All 32 mixes of the five actions, and a placebo, are played on common random numbers; the answer is a table of paired
differences. Run it with `python experiments/recommended_actions.py`, or as `entente sweep` with all its options.
"""

import sys

from sim.commands.manners import politely
from sim.studies.factorial_sweep import Options, run


def main() -> None:
    """Play the sweep with its defaults and print what each action changes."""
    summary = run(Options())
    print(summary.table.to_string(index=False, float_format="{:.4g}".format))
    print(f"{summary.runs} histories, {summary.failed} failed. Results: {summary.out}")


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
