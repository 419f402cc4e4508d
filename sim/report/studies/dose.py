"""The tale of doses: how far each action reaches, where it levels off, where it turns; a sheet of curves for each."""

from __future__ import annotations

import pandas as pd

from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.saturation import OF_SATURATION
from sim.lab.study import Results
from sim.report.studies.arms import in_order
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import few, named, number, one_of, signed, title_of
from sim.report.sweep.maps import Curve, Curves

QUESTION = "How does what each action changes grow with its dose, where does it level off, and where does it turn?"
STILL = ("difference", "low", "high", "low_90", "high_90", "level", "dose")


def tell(results: Results) -> Tale:
    """The tale of finished results."""
    places, curves = results.table(OF_SATURATION), results.table(OF_COMPARED)
    actions = list(results.study.facts["actions"])
    own = {action: in_order(places[places["action"] == action]) for action in actions}
    share = f"{results.study.facts['share']:.0%}"
    return Tale(
        title="Dose and response",
        question=QUESTION,
        verdict=tuple(_line(results, action, own[action]) for action in actions),
        sections=tuple(_section(results, action, own[action]) for action in actions),
        pictures=tuple(_curves(results, action, own[action], curves[curves["action"] == action]) for action in actions),
        limits=(
            (
                "Levelling off",
                f"An effect is said to level off at the dose from which a further unit adds less than {share} of what "
                "a unit brought at first, on the least concave line above its curve. Where an effect is small beside "
                "its luck, the place is as uncertain as its interval says.",
            ),
            (
                "High doses",
                "Amounts far beyond those that sources speak of are no plan: they show where a rule of the model ends.",
            ),
        ),
    )


def _matter(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["matters"] == "yes") & (rows["headline"] == "yes")]


def _line(results: Results, action: str, rows: pd.DataFrame) -> str:
    """What there is to say of one action."""
    matter, lever = _matter(rows), results.scenario.parameters.declared[action]
    head = f"{title_of(results, action)}: {len(matter)} of {int((rows['headline'] == 'yes').sum())} headline outcomes"
    flat, turning = matter[matter["levels_off_share"] >= 0.5], matter[matter["sure"] == "yes"]
    flat = flat[flat["levels_off"].notna()]
    levels = few([f"{_name(row)} from {number(row['levels_off'] * lever.dose)}" for _, row in flat.iterrows()])
    turns = few([f"{_name(row)} at {number(row['turns'] * lever.dose)}" for _, row in turning.iterrows()])
    said = f"{head} are shown to move beyond what matters at some dose"
    said += f"; {one_of(len(flat), 'effect')} level{'s' * (len(flat) == 1)} off" + (f" ({levels})" if levels else "")
    said += f"; {one_of(len(turning), 'sign')} turn{'s' * (len(turning) == 1)}" + (f" ({turns})" if turns else "")
    return f"{said}. Doses in {lever.dose_unit or lever.unit}."


def _name(row: pd.Series) -> str:
    return named(str(row["outcome"]), str(row["theatre"]))


def _section(results: Results, action: str, rows: pd.DataFrame) -> Section:
    lever, matter = results.scenario.parameters.declared[action], _matter(rows)
    unit = lever.dose_unit or lever.unit
    highest = max(results.study.facts["levels"])
    table = pd.DataFrame(
        {
            "outcome": [_name(row) for _, row in matter.iterrows()],
            f"at {lever.dose:g}": matter["at_one"].map(lambda v: signed(v, 2)).to_list(),
            f"at {highest * lever.dose:g}": matter["at_highest"].map(lambda v: signed(v, 2)).to_list(),
            "levels off at": [_place(row, "levels_off", lever.dose) for _, row in matter.iterrows()],
            "turns at": [_place(row, "turns", lever.dose) for _, row in matter.iterrows()],
        }
    )
    note = "Differences to the baseline; in brackets 90 % of resamples. All others stand in saturation.csv."
    return Section(
        f"{title_of(results, action)} ({unit})", table, note if len(matter) else "No outcome moves beyond what matters."
    )


def _place(row: pd.Series, what: str, dose: float) -> str:
    if pd.isna(row[what]) or row[f"{what}_share"] < 0.5:
        return "–"
    bounds = (number(row[f"{what}_{end}"] * dose, 2) for end in ("low", "high"))
    return f"{number(row[what] * dose, 2)} ({' to '.join(bounds)})"


def _curves(results: Results, action: str, rows: pd.DataFrame, curves: pd.DataFrame) -> Curves:
    lever, matter = results.scenario.parameters.declared[action], rows[rows["matters"] == "yes"]
    panels = tuple(_curve(row, curves[curves["outcome"] == row["outcome"]], lever.dose) for _, row in matter.iterrows())
    still = [_name(row) for _, row in rows[rows["matters"] != "yes"].iterrows()]
    said = f"At no dose beyond what matters: {'; '.join(still)}." if still else ""
    unit = lever.dose_unit or lever.unit
    title = f"{title_of(results, action)}: dose and response; intensity 1 is {lever.dose:g} {unit}"
    return Curves(f"dose_{action}", title, unit, panels, said)


def _curve(row: pd.Series, rows: pd.DataFrame, dose: float) -> Curve:
    nothing = rows.head(1).assign(**dict.fromkeys(STILL, 0.0))
    place = _place(row, "levels_off", dose)
    title = _name(row) + (f": levels off at {place.split(' ')[0]}" if place != "–" else "")
    return Curve(title, str(row["unit"]), pd.concat([nothing, rows]), float(row["least"]))
