"""Does a conclusion about the recommended actions turn with a coefficient whose very sign is disputed?

Each contested parameter moves over its range, across zero, with the baseline and each action alone, on common random
numbers. Reported is where the sign of a headline effect turns. Run it with `python experiments/sign_changes.py`.
"""

import sys
from pathlib import Path

from sim.commands.manners import politely
from sim.studies.factorial_sweep import Options
from sim.studies.sign_changes import run

OPTIONS = Options(replicates=30, out=Path("results/sign_changes"))


def main() -> None:
    """Play the experiment and print the effects that turn."""
    found = run(OPTIONS, points=5)
    columns = ["parameter", "action", "outcome", "default", "turns_at", "at_lowest", "at_highest", "sure"]
    sure = found.table["sure"] == "yes"
    print(found.table.loc[sure, columns].to_string(index=False, float_format="{:.3g}".format))
    print(f"{sum(sure)} effects turn beyond doubt; for {sum(~sure)} more the sign changes, but luck may do it.")
    print(f"{found.runs} histories, {found.failed} failed. Results: {found.out}")


if __name__ == "__main__":  # the processes that play the histories import this file anew
    sys.exit(politely(main))
