"""What the page is told of a scenario, as types: `setup` makes it, its JSON Schema is generated from here."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, TypedDict

from sim.app.contract_answer import Cell

Actor = Annotated[int, "an actor, by its place in `actors`"]
Cited = Annotated[str, "key of a passage or a work, or `judged`"]
Path = Annotated[str, "an SVG path in units of the drawing; empty where there is nothing to draw"]
Month = Annotated[str, "a month as 2022-02"]
Bands = Annotated[
    dict[str, list[list[float]]],
    "by column of the series, quantiles (0.05, 0.25, 0.5, 0.75, 0.95) by turn, or the mean alone where it is yes or no",
]


class ActorTold(TypedDict):
    """Who an actor is."""

    name: Annotated[str, "short name, as in links and tables"]
    title: str
    called: Annotated[str, "its title within a sentence"]
    role: str
    doctrine: Annotated[str, "what its policy is, in a sentence"]
    side: Annotated[Literal["partners", "coalition", "between"], "how it is coloured"]
    home: Annotated[str, "its theatre, or `global`"]


class KindTold(TypedDict):
    """A kind of order, in the order of the legend."""

    label: str
    dash: Annotated[str, "SVG dashes; empty for a whole line"]
    loud: Annotated[bool, "whether an arc is as wide as its order is large"]


class SlotTold(TypedDict):
    """One possible order."""

    actor: Actor
    target: Annotated[int, "toward whom; the actor itself where nobody is meant"]
    action: str
    relation: Annotated[str, "the relation it runs along"]
    unit: Annotated[str, "in which its size is told"]
    kind: Annotated[int, "its place in `kinds`"]
    deed: Annotated[str, "the order as an imperative"]
    fact: Annotated[str, "the order as done, after the actor's name"]
    base: Annotated[float, "base rate, log-odds"]
    base_why: str
    base_source: Cited


class ReasonTold(TypedDict):
    """A reason that adds to orders."""

    name: Annotated[str, "the condition"]
    doctrine: Annotated[str, "what it says, in a sentence"]
    source: Cited


class Contributed(NamedTuple):
    """To which order which reason adds; the log-odds stand at the same place in a frame's `reasons`."""

    slot: int
    reason: int


class PassageTold(TypedDict):
    """A passage of the brief."""

    section: str
    paraphrase: str


class VariableTold(TypedDict):
    """A variable of actors or pairs that changes."""

    label: str
    meaning: str
    unit: str
    low: float
    high: float
    of: Annotated[str, "`actor` or `pair`"]


class MechanismTold(TypedDict):
    """A mechanism that moves variables."""

    name: str
    meaning: str


class Recorded(NamedTuple):
    """A figure of the record; none where the record gives none."""

    turn: int
    low: float | None
    value: float | None
    high: float | None
    source: str


class ChartTold(TypedDict):
    """One small multiple."""

    column: Annotated[str, "the series that it shows"]
    title: str
    theatre: Annotated[str, "the heading under which it stands"]
    unit: str
    months: Annotated[int, "over how many months it is summed: 1 is as it is, 0 since the start"]
    binary: Annotated[bool, "whether a history says yes or no"]
    low: float
    high: float
    meaning: str
    least: Annotated[float, "smallest difference of interest; 0 where none is declared"]
    points: list[Recorded]
    record: Annotated[str, "what the points are; empty where nothing is on record"]


class PromiseTold(TypedDict):
    """An order that an action promises at its dose."""

    who: str
    action: str
    toward: Annotated[str, "empty where an act has no addressee"]
    amount: Annotated[float, "a month"]
    unit: str
    ramp: Annotated[int, "months in which it grows"]
    chance: Annotated[float, "that it is kept in a month"]
    source: str


class LeverTold(TypedDict):
    """An action that can be taken."""

    name: str
    label: str
    meaning: str
    low: float
    high: Annotated[float, "highest intensity that the page offers; 1 is the dose"]
    dose: Annotated[float, "what intensity 1 is, in the action's own unit"]
    dose_unit: str
    source: Annotated[str, "where the dose is from"]
    recommended: Annotated[bool, "whether the brief recommends it"]
    passage: Cited
    said: Annotated[str, "what the passage says"]
    promises: list[PromiseTold]


class ActionTold(TypedDict):
    """An action that can be ordered by hand."""

    name: str
    deed: Annotated[str, "the order as an imperative, its addressee as …"]
    alone: Annotated[str, "the same toward nobody; empty where it needs an addressee"]
    addressed: Annotated[bool, "whether it can have an addressee"]
    unit: Annotated[str, "in which it is measured"]
    sized: Annotated[bool, "whether an amount is the size of a month's order; else it counts orders"]
    usual: Annotated[float, "an amount to begin with"]


class Disputed(TypedDict):
    """Disputed land, coloured for nobody."""

    name: str
    path: Path


class SpotTold(TypedDict):
    """Where an actor stands on the map."""

    x: float
    y: float
    label: str
    left: Annotated[bool, "whether its name stands left of its mark"]
    beyond: Annotated[bool, "whether it lies further south than the rim"]
    land: Path


class Ground(TypedDict):
    """What the maps of all scenarios share."""

    radius: float
    land: Path
    borders: Path
    disputed: list[Disputed]
    circles: Annotated[list[float], "radii of the graticule"]


class MapTold(Ground):
    """The map of a scenario."""

    spots: Annotated[list[SpotTold], "by actor"]
    paths: Annotated[list[Path], "the way of each possible order, by slot"]


class Setup(TypedDict):
    """What the page is told once of a scenario; nothing of a run."""

    sources: Annotated[tuple[str, ...], "where parameters may come from, the usual source first"]
    scenarios: list[str]
    title: str
    summary: str
    months: Annotated[list[Month], "by turn"]
    projection: Annotated[int, "the turn with which the projection begins"]
    actors: list[ActorTold]
    kinds: list[KindTold]
    slots: Annotated[list[SlotTold], "all possible orders"]
    reasons: list[ReasonTold]
    contributions: list[Contributed]
    rationality: Annotated[float, "by which log-odds are multiplied"]
    passages: dict[str, PassageTold]
    works: Annotated[dict[str, str], "full citations"]
    variables: dict[str, VariableTold]
    movable: Annotated[tuple[str, ...], "the variables that `moved` names by number"]
    mechanisms: Annotated[list[MechanismTold], "what `moved` names by number"]
    charts: list[ChartTold]
    levers: list[LeverTold]
    actions: list[ActionTold]
    map: MapTold


class Difference(TypedDict):
    """One outcome with and without the plan."""

    outcome: str
    title: str
    theatre: str
    unit: str
    meaning: str
    source: Cited
    headline: bool
    without: Annotated[float, "mean over histories without the plan"]
    difference: Annotated[float, "mean over paired histories"]
    low: Annotated[float, "lower end of the interval that holds for all such outcomes at once"]
    high: Annotated[float, "upper end"]
    strength: Annotated[float, "size of the difference in standard deviations between histories"]
    clear: Annotated[bool, "whether the interval leaves out no difference, and reaches what matters"]
    words: Annotated[str, "the difference as a sentence"]


class Counted(TypedDict):
    """How many histories stand behind bands."""

    replicates: Annotated[int, "histories that were played to their end"]
    left_out: Annotated[str, "how many failed, and why the first of them; empty where none did"]


class BaselineTold(Counted):
    """The many histories without any plan."""

    bands: Bands


class BandsTold(Counted):
    """The many histories under a plan, and what it changes; empty where it changes nothing."""

    first: Annotated[int | None, "the turn from which the plan acts, with which bands and changes begin"]
    bands: Bands
    changes: Annotated[Bands, "paired differences: lower end, mean and upper end of the 95 % interval"]
    differences: Annotated[list[Difference], "outcomes, the clearest first"]
    cells: Annotated[list[Cell], "what it changes in the outcomes that the first screen shows, in their order"]
