"""The answers of a sweep, as they are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from sim.commands.console import say, show
from sim.lab.analyses.answers import nobodys
from sim.lab.analyses.effects import OF_EFFECTS
from sim.report.studies.arms import lines_of
from sim.report.sweep import brief, telling
from sim.report.sweep.findings import readable, signed, titled
from sim.report.sweep.told import Told

INTERVALS = (
    "Paired differences of the action raised against lowered, over all settings of the other actions; an action "
    "that is not recommended stands alone against the baseline. Intervals of 95 % are of the mean. Larger, "
    "smaller: probability over parameter sets that the expected difference lies beyond the smallest difference of "
    "interest."
)


def show_answers(told: Told, answers: pd.DataFrame, still: Sequence[str] = (), *, full: bool = False) -> None:
    """What each action changes in words; what was done; how effects grow and what turns them; how mixes rank.

    `answers` are as of `sim.lab.analyses.answers`; `still` are outcomes that nothing moves. In brief only what may
    matter is shown, in tables for a narrow terminal; in `full` every headline outcome.
    """
    say("What each action changes", "bold")
    for line in brief.verdicts(told):
        say(f"- {line}")
    for line in _pathways(told):
        say(f"- {line}")
    say()
    (_in_full if full else _in_brief)(told)
    say(INTERVALS)
    say(_plain(telling.under(told)))
    if still:
        say(f"No action moves these outcomes in any run: {', '.join(map(readable, still))}.")
    empty = nobodys(told.tables[OF_EFFECTS.file])
    if empty:
        say(f"No numbers, as nobody is in the group that they are about: {', '.join(map(readable, empty))}.")
    for line in (telling.REGRET, *telling.across(told)):
        say(_plain(line))
    _show_placebo(answers[answers.action == "placebo"])


def _pathways(told: Told) -> Sequence[str]:
    """What levers over time change, a line for each pathway."""
    effects = told.tables[OF_EFFECTS.file]
    return lines_of(effects[effects["kind"] == "pathway"].rename(columns={"mix": "arm"}), "Pathway {}".format)


def _in_brief(told: Told) -> None:
    for action in told.actions:
        show(brief.first_stage(told, action), f"{titled(action)}: what it promises a month, and what became of it")
        show(brief.changes(told, action), f"{titled(action)}: where it may matter")
        _show_turning(told, action)
    for weighting, table in brief.ranks(told):
        show(table, f"Mixes ranked by {weighting}")


def _in_full(told: Told) -> None:
    show(
        telling.first_stage_in_short(told),
        "First stage: what each action alone promises a month, and what became of it (commitments.csv: each order)",
    )
    for action in told.actions:
        show(telling.changes(told, action), f"{action}: what it changes")
        _show_turning(told, action)
    show(telling.in_short(told), "In short")
    show(telling.ranks(told), "Mixes under three weightings")


def _show_turning(told: Told, action: str) -> None:
    for line in (*telling.doses(told, action), *telling.turning(told, action)):
        say(f"  {_plain(line)}")
    say()


def _plain(text: str) -> str:
    """A text without marks of emphasis and code."""
    return re.sub(r"[*`]", "", text)


def show_variance(split: pd.DataFrame) -> None:
    """For each action and headline outcome: where its spread comes from, and in how many sets its sign holds."""
    rows = split[(split.headline == "yes") & split.share_parametric.notna()]
    if rows.empty:
        return
    table = pd.DataFrame(
        {
            "action": rows["mix"],
            "outcome": rows.outcome,
            "difference": rows.difference.map(signed),
            "90 % of sets": rows.low_90.map(signed) + " to " + rows.high_90.map(signed),
            "from parameters": rows.share_parametric.map("{:.0%}".format),
            "sign holds": rows.sign_holds.map("{:.0%}".format),
        }
    )
    show(table, "Stochastic and parametric uncertainty, headline outcomes")


def _show_placebo(rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        size = f"{signed(row['difference'])} ({signed(row['low'])} to {signed(row['high'])})"
        say(f"The placebo, under which nothing is promised: largest difference {size}; {row['reading']}.")
