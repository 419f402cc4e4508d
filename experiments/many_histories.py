"""How often does what happen when nothing new is done? A million histories under the posterior, none of them kept.

The answer is the mean and the spread of every outcome. Run it with
`python experiments/many_histories.py [HISTORIES] [--force]`.
"""

import sys
from pathlib import Path

from sim.commands.manners import politely
from sim.lab.options import Asked
from sim.studies.many_histories import OF_OUTCOMES, run

HISTORIES = 1_000_000


def main() -> None:
    """Play them all, and print what came out."""
    given = next((one for one in sys.argv[1:] if one != "--force"), HISTORIES)
    histories = int(given) if str(given).isdecimal() else given
    asked = Asked(out=Path("results/many_histories"), force="--force" in sys.argv)
    results = run(histories, asked, lambda done, of, what: print(f"\r{what}: {done} of {of}", end="", flush=True))
    print("\n" + results.table(OF_OUTCOMES).to_string(index=False, float_format="{:.4g}".format))
    print(f"{results.plan.runs} histories in {results.manifest['wall_seconds']} s. Results: {asked.out}")


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
