"""The tale of discovery: how often an action fails or backfires, and in which corner of what may be true."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from sim.lab.study import Results
from sim.report.studies.corners import Corner, Range, Scatter, draw_corners
from sim.report.studies.pictures import Own
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import listed, number, title_of
from sim.report.sweep.findings import readable

CASES_FILE, BOXES_FILE, TREE_FILE = "discovery_cases.csv", "discovery_boxes.csv", "discovery_tree.csv"
POINTS_FILE = "discovery_points.csv"
QUESTION = "Where, among all that may be true, does an action fail or backfire?"
RETURNS = 0.5
"""Share of resamples in which a restriction has to return before the verdict names it."""
DRAWN = 6
"""Restrictions that are drawn of a box."""


def tell(results: Results) -> Tale:
    """The tale of finished results, from their tables alone."""
    cases, boxes, trees, points = (results.table(one) for one in results.study.analyses)
    return Tale(
        title="Where actions fail or backfire",
        question=QUESTION,
        verdict=tuple(_line(results, action, cases, boxes) for action in results.study.facts["actions"]),
        sections=(_counted(results, cases), *_sections(results, boxes, trees)),
        pictures=tuple(_pictures(results, cases, boxes, points)),
        limits=tuple(_limits(results)),
    )


def _line(results: Results, action: str, cases: pd.DataFrame, boxes: pd.DataFrame) -> str:
    own = cases[cases["action"] == action].set_index("case")["share"]
    head = f"{title_of(results, action)}: fails in {own['fails']:.0%} of points, backfires in {own['backfires']:.0%}"
    told = [said for case in ("fails", "backfires", "works") if (said := _where(boxes, action, case))]
    return f"{head}. {' '.join(told)}".strip() if told else f"{head}; no corner of them that holds in resamples."


def _where(boxes: pd.DataFrame, action: str, case: str) -> str:
    """Where the cases lie, as far as resamples bear it out."""
    rows = boxes[(boxes["action"] == action) & (boxes["case"] == case)]
    sure = rows[rows["returns"] >= RETURNS]
    if not len(sure):
        return ""
    one = sure.iloc[0]
    corner = listed(_restriction(row) for _, row in sure.iterrows())
    return (
        f"It {case} most where {corner}: in {one['density']:.0%} of the points there ({one['density_aside']:.0%} of "
        f"points that resamples left out). There lie {one['coverage']:.0%} of all points at which it {case}, and "
        f"{one['support']:.0%} of all."
    )


def _restriction(row: pd.Series) -> str:
    """A restriction in words."""
    name = readable(str(row["parameter"]))
    if row["of_sides"]:
        return f"{name} is {' or '.join(str(row['sides']).split('|'))}"
    low, high = (None if pd.isna(row[end]) else number(float(row[end])) for end in ("low", "high"))
    if low is not None and high is not None:
        return f"{name} lies between {low} and {high}"
    return f"{name} is above {low}" if low is not None else f"{name} is below {high}"


def _counted(results: Results, cases: pd.DataFrame) -> Section:
    wide = cases.pivot(index="action", columns="case", values="share")
    middle = cases.groupby("action")["middle"].first()
    actions = list(results.study.facts["actions"])
    table = pd.DataFrame(
        {
            "action": [title_of(results, one) for one in actions],
            "brings (median)": [f"{middle[one]:+.1f}" for one in actions],
            "fails": [f"{wide.loc[one, 'fails']:.0%}" for one in actions],
            "backfires": [f"{wide.loc[one, 'backfires']:.0%}" for one in actions],
        }
    )
    least = results.study.facts["least"]
    bounds = f"It fails below {least:g}, backfires below -{least:g}."
    note = f"In smallest differences of interest, {_wanted(results)}. {bounds}"
    return Section("How often", table, note)


def _wanted(results: Results) -> str:
    wanted = str(results.study.facts["wanted"])
    return f"as wanted: {wanted}" if wanted else "weighed by the mean of all declared weightings"


def _sections(results: Results, boxes: pd.DataFrame, trees: pd.DataFrame) -> Iterator[Section]:
    for (action, case), rows in boxes.groupby(["action", "case"], sort=False):
        one = rows.iloc[0]
        table = pd.DataFrame(
            {
                "restriction": [_restriction(row) for _, row in rows.iterrows()],
                "returns": [f"{share:.0%}" for share in rows["returns"]],
            }
        )
        leaf = trees[(trees["action"] == action) & (trees["case"] == case)].iloc[0]
        note = (
            f"Box: density {one['density']:.0%} ({one['density_aside']:.0%} aside), coverage {one['coverage']:.0%}, "
            f"support {one['support']:.0%}. Densest leaf of the tree: {leaf['rule']} ({leaf['density']:.0%} of "
            f"{leaf['support']:.0%} of points)."
        )
        yield Section(f"{title_of(results, str(action))} {case}", table, note)


def _pictures(results: Results, cases: pd.DataFrame, boxes: pd.DataFrame, points: pd.DataFrame) -> Iterator[Own]:
    for (action, case), rows in boxes.groupby(["action", "case"], sort=False):
        title = f"Where it {case}: {title_of(results, str(action))}"
        one = rows.iloc[0]
        said = f"{one['density']:.0%} of points in the box are cases; it holds {one['coverage']:.0%} of all cases"
        shown = rows.sort_values("returns", ascending=False, kind="stable").head(DRAWN)
        corner = Corner(
            title, said, tuple(_range(row) for _, row in shown.iterrows()), _scatter(results, shown, points)
        )
        yield Own(f"{case}_{action}", title, partial(draw_corners, corner))


def _range(row: pd.Series) -> Range:
    name = readable(str(row["parameter"]))
    if row["of_sides"]:
        sides = str(row["sides"]).split("|")
        share = len(sides) / row["of_sides"]
        return Range(f"{name}: {', '.join(sides)}", 0.0, share, (), float(row["returns"]))
    low = 0.0 if pd.isna(row["low_share"]) else float(row["low_share"])
    high = 1.0 if pd.isna(row["high_share"]) else float(row["high_share"])
    bands = [(row[f"{end}_from"], row[f"{end}_to"]) for end in ("low", "high") if not pd.isna(row[f"{end}_share"])]
    there = tuple((float(first), float(last)) for first, last in bands if not pd.isna(first))
    return Range(f"{name}: {_bounds(row)}", low, high, there, float(row["returns"]))


def _bounds(row: pd.Series) -> str:
    return _restriction(row).removeprefix(readable(str(row["parameter"]))).strip()


def _scatter(results: Results, rows: pd.DataFrame, points: pd.DataFrame) -> Scatter | None:
    """The points in the two parameters whose restrictions return most, where there are two."""
    numeric = rows[rows["of_sides"] == 0].head(2)
    if len(numeric) < 2:
        return None
    names = [str(name) for name in numeric["parameter"]]
    declared = results.scenario.parameters.declared
    action, case, least = str(rows["action"].iloc[0]), str(rows["case"].iloc[0]), float(results.study.facts["least"])
    brought = points[f"brings_{action}"]
    cases = {"fails": brought < least, "backfires": brought < -least, "works": brought >= least}[case]
    box = tuple((float(low), float(high)) for low, high in zip(numeric["low"], numeric["high"], strict=True))
    labels = tuple(f"{readable(name)} ({declared[name].unit})" for name in names)
    values = tuple(points[name].to_numpy(float) for name in names)
    return Scatter(labels, values, cases.to_numpy(), box, case)


def _limits(results: Results) -> Iterator[tuple[str, str]]:
    facts = results.study.facts
    yield (
        "Boxes",
        f"Points are drawn from the priors of {facts['factors']} parameters and theories at once, not from what the "
        "record makes of them: a share of points is no probability. A box is found by looking for it; how it does "
        "among points that resamples left out is the fairer number, and a restriction that seldom returns is none.",
    )
    yield (
        "What counts as failing",
        f"What an action brings is the mean over {results.plan.replicates} replicates, {_wanted(results)}, in "
        "smallest differences of interest. Luck that is left moves points across the line.",
    )
    yield (
        "What was not varied",
        "Scripts, starting values and the rules that no theory disputes are the same at every point."
        + (
            " The record is played as a script, and rows are not held to how it ended." * (facts["history"] == "script")
        ),
    )
