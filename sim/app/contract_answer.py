"""What the page is told of the answer, as types: what each action changes, what was done for it, link by link."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, TypedDict

Number = Annotated[float | None, "a number, or none where there is none"]


class ColumnTold(TypedDict):
    """An outcome that the first screen shows."""

    outcome: Annotated[str, "its declared name"]
    group: Annotated[str, "what it is about, in plain words"]
    label: str
    unit: str
    share: Annotated[bool, "whether it is told in percentage points"]
    meaning: str
    source: Annotated[str, "key of a passage or a work"]
    least: Annotated[float, "smallest difference of interest"]
    wish: Annotated[Literal["less", "more", ""], "which way the brief wishes it to go"]


class Cell(TypedDict):
    """What an action changes in an outcome."""

    without: Number
    difference: Number
    low: Annotated[float | None, "lower end of the 95 % interval of the mean"]
    high: Annotated[float | None, "upper end"]
    above: Annotated[float | None, "probability over parameter sets that it is larger by the least of interest or more"]
    below: Annotated[float | None, "probability that it is smaller by as much"]
    reading: Annotated[str, "both in a word"]
    theories: Annotated[str, "whether the reading survives rival theories; empty where none was played"]


class StageTold(TypedDict):
    """What became of one promised order, a month: the mean over the months in which the action acts."""

    who: str
    action: str
    toward: str
    unit: str
    promised: float
    kept: float
    without: float
    given: list[Number]
    delivered: list[Number]
    crowded_out: list[Number]
    at_ceiling: Annotated[Number, "share of the months in which a promise was kept and less went out; none if counted"]


class LinkTold(TypedDict):
    """One link of a chain, and what answered when it was forced, where that was measured."""

    chain: str
    title: Annotated[str, "of the chain"]
    name: str
    because: str
    expect: str
    verdict: Annotated[str, "empty where it was not measured"]
    unit: str
    at_low: Number
    at_high: Number


class Origin(TypedDict):
    """Where the answer comes from."""

    kind: Annotated[Literal["sweep", "played"], "a finished sweep, or played while one looks"]
    name: Annotated[str, "of the folder; empty where it was played"]
    replicates: int
    parameters: str
    theories: list[str]
    months: Annotated[list[str], "the first and the last month of the window"]
    stale: Annotated[bool, "whether the sweep was made by another state of the model"]


class Answer(TypedDict):
    """The first screen: a row for each action, a column for each outcome that matters."""

    origin: Origin
    question: str
    actions: Annotated[list[str], "names of the levers"]
    columns: list[ColumnTold]
    cells: Annotated[dict[str, list[Cell]], "by action, in the order of the columns"]
    stages: Annotated[dict[str, list[StageTold]], "by action"]
    chains: Annotated[dict[str, list[LinkTold]], "by action"]


class Played(TypedDict):
    """One row of the answer, played while one looks."""

    action: str
    cells: list[Cell]
    done: int
    of: int


class Example(TypedDict):
    """What an action changes in one outcome over many histories, and the history that shows it best."""

    action: str
    outcome: str
    edges: Annotated[list[float], "of the bins, one more than there are counts"]
    counts: Annotated[list[int], "histories by difference"]
    mean: float
    replicate: Annotated[int, "the history whose difference is nearest to the mean"]
    without: Annotated[float, "the outcome in that history without the action"]
    under: Annotated[float, "and with it"]
    month: Annotated[str, "the first month in which that history goes another way"]


class Arrived(TypedDict):
    """What one order that a plan promises came to, a month: the mean from the month in which the plan begins."""

    lever: str
    who: str
    action: str
    toward: str
    unit: str
    promised: float
    kept: float
    given: Annotated[float, "more than without the plan"]
    delivered: Annotated[float, "more than without the plan"]
    at_ceiling: Annotated[float | None, "share of kept months in which less went out; none where orders are counted"]


class Place(NamedTuple):
    """A point of a curve: where it lies, the difference, its 95 % interval, the middle 90 % of parameter sets."""

    at: Annotated[float, "the dose in the action's own unit, or the turn in which it begins"]
    difference: float
    low: float | None
    high: float | None
    low_90: float | None
    high_90: float | None


class CurveTold(TypedDict):
    """How an outcome answers to the dose of one action alone, or to when it begins."""

    outcome: str
    points: list[Place]


class Mix(TypedDict):
    """A mix of actions, each at its dose."""

    name: str
    actions: list[str]
    cells: Annotated[list[Cell], "in the order of the answer's columns"]


class WeightingTold(TypedDict):
    """What is wanted of the world."""

    name: str
    title: str
    reason: str
    weights: Annotated[dict[str, float], "by outcome, what one smallest difference of interest is worth"]


class Driver(TypedDict):
    """A parameter on which an effect hangs."""

    action: str
    outcome: str
    parameter: str
    meaning: str
    contested: Annotated[bool, "whether literature disagrees about its sign"]
    at_lowest: Annotated[float, "the difference where the parameter is lowest: in a third or a quarter of the sets"]
    at_highest: float
    turns: Annotated[bool, "whether the sign of the effect turns with it"]
    share: Annotated[Number, "share of the variance of the effect that it has a part in; none where it is not known"]


class Rival(TypedDict):
    """An effect whose reading is not the same under all theories."""

    action: str
    outcome: str
    verdict: str
    readings: Annotated[dict[str, str], "by theory"]


class Mixes(TypedDict):
    """What a finished sweep says beyond the first screen."""

    mixes: list[Mix]
    outcomes: Annotated[list[str], "what may be weighed"]
    draws: Annotated[int, "replicates that share a parameter set"]
    drawn: Annotated[bool, "whether parameter sets differ"]
    worth: Annotated[list[list[list[float]]], "by mix, outcome and replicate: difference in smallest ones of interest"]
    weightings: list[WeightingTold]
    curves: Annotated[dict[str, list[CurveTold]], "by action"]
    drivers: list[Driver]
    rivals: list[Rival]


class Studies(TypedDict):
    """What other finished studies say."""

    timing: Annotated[dict[str, list[CurveTold]], "by action, against the turn in which it begins"]
    drivers: Annotated[list[Driver], "the parameters that decide most of each effect, of a study of sensitivity"]


class CurvePoint(TypedDict):
    """One point of a curve, played while one looks."""

    kind: Literal["dose", "timing"]
    action: str
    at: Annotated[float, "as in a finished curve"]
    cells: Annotated[list[Cell], "in the order of the answer's columns"]
    done: int
    of: int


class EffectTold(TypedDict):
    """One effect of a sweep."""

    kind: Annotated[str, "`main`, `mix`, `interaction` or `other`"]
    mix: Annotated[str, "the actions, joined by + or, where two of them interact, by x"]
    outcome: str
    headline: bool
    cell: Annotated[Cell, "with intervals that hold for all effects of the kind at once"]


class Effects(TypedDict):
    """Every effect that a finished sweep measured."""

    columns: Annotated[list[ColumnTold], "all outcomes"]
    rows: list[EffectTold]
