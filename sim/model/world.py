"""The world: every variable, declared once with unit, range, meaning and source. Runs are the last axis.

Kinds of variable: *fixed* (a trait that no mechanism changes), *calendar* (fed in by the scenario's dated shocks),
*stock* (changed by mechanisms) and *flow* (what happened this turn; starts every turn from zero).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar, cast

import numpy as np

from sim.base.arrays import ActorRun, Array, MatrixRun, PairRun, Run, SlotRun, TheatreRun
from sim.base.quantities import Quantity
from sim.model.actors import Cast
from sim.model.pairs import Index

Found = TypeVar("Found")


def _variable(of: str, kind: str, meaning: str, unit: str, low: float, high: float, source: str, start: float) -> Any:
    quantity = Quantity("", meaning, unit, source, low, high, of, kind)
    return field(metadata={"quantity": quantity, "start": start})


def _declarer(of: str, kind: str) -> Callable[..., Any]:
    def declare(meaning: str, unit: str, low: float, high: float, source: str, start: float = 0.0) -> Any:
        return _variable(of, kind, meaning, unit, low, high, source, start)

    return declare


trait, calendar = _declarer("actor", "fixed"), _declarer("actor", "calendar")
of_actor, actor_flow = _declarer("actor", "stock"), _declarer("actor", "flow")
of_pair, pair_flow = _declarer("pair", "stock"), _declarer("pair", "flow")
of_theatre, theatre_flow = _declarer("theatre", "stock"), _declarer("theatre", "flow")
of_world, of_slot = _declarer("world", "stock"), _declarer("slot", "stock")


@dataclass(frozen=True, eq=False)
class World:
    """All variables at the start of a turn."""

    cast: Cast
    turn: int

    # traits: who an actor is
    economy: ActorRun = trait("size of the economy", "USD bn", 0, 40_000, "S4")
    military_spending: ActorRun = trait("military spending a year", "USD bn", 0, 1_500, "R2")
    active_forces: ActorRun = trait("men under arms", "thousand men", 0, 5_000, "R2")
    nuclear_warheads: ActorRun = trait("nuclear warheads held", "warheads", 0, 50_000, "D4")
    affinity_point: ActorRun = trait("ideal point in the UN General Assembly", "index", -4, 4, "P2")
    closedness: ActorRun = trait("how closed the society is to outside information", "share", 0, 1, "R5a")
    transport_cap: ActorRun = trait("most rounds that can be shipped a month", "thousand rounds", 0, 2_000, "S2")
    munitions_reserve: ActorRun = trait("rounds held back for own defence", "thousand rounds", 0, 30_000, "D2")
    munitions_capacity: ActorRun = trait("most rounds that can be made", "thousand rounds a month", 0, 2_000, "D2")
    fire_ceiling: ActorRun = trait("most rounds that the guns can fire", "thousand rounds a month", 0, 3_000, "D2")
    outside_rounds: ActorRun = trait(
        "most rounds that can be had from suppliers outside the cast", "thousand rounds a month", 0, 500, "D2"
    )
    drone_capacity: ActorRun = trait("most drones that can be made", "thousand drones a month", 0, 2_000, "D2")
    troops_wanted: ActorRun = trait("men the front asks for", "thousand men", 0, 3_000, "P2")
    manpower: ActorRun = trait("men who can be raised for the war in all", "thousand men", 0, 30_000, "R1")
    recruitment: ActorRun = trait("men raised a month", "thousand men a month", 0, 100, "P2")
    aid_budget: ActorRun = trait("aid that one monthly order gives", "USD bn", 0, 20, "R1")
    programme_effort: ActorRun = trait("own progress of the weapons programme", "share a month", 0, 0.1, "D4")
    broadcast_hours: ActorRun = trait(
        "what one broadcaster usually sends, over all frequencies", "hours a day", 0, 2_000, "R5b"
    )
    frailty: ActorRun = trait("hardship that is there without sanctions, closure or war", "index", 0, 1, "D1")
    trade_share: ActorRun = trait("share of trade with the first commercial partner", "share", 0, 1, "C1")
    usual_trade: ActorRun = trait("trade with that partner in a good year", "USD bn a month", 0, 50, "C1")

    # calendar: what history feeds in
    border_closed: ActorRun = calendar("how far the border is shut", "share", 0, 1, "R5a")
    aid_blocked: ActorRun = calendar("how far domestic politics blocks aid", "share", 0, 1, "R1")
    hawkish_government: ActorRun = calendar("how hard the government's line is", "index", -1, 1, "R1")
    politics_open: ActorRun = calendar("how far domestic politics are left to chance", "share", 0, 1, "R1")
    election: ActorRun = calendar("chance that an election puts a government in office", "share", 0, 1, "R1")
    handover: ActorRun = calendar("whether another government takes office for sure", "0 or 1", 0, 1, "R1")
    incursion: ActorRun = calendar("enemy troops on own soil", "share", 0, 1, "P2")
    exercise_season: ActorRun = calendar("whether the yearly exercises fall in this month", "share", 0, 1, "R2")

    # arms and men
    munitions_stock: ActorRun = of_actor("rounds in store", "thousand rounds", 0, 60_000, "D2")
    munitions_output: ActorRun = of_actor("rounds made a month", "thousand rounds a month", 0, 2_000, "D2")
    firing_need: ActorRun = of_actor("rounds the front asks for", "thousand rounds a month", 0, 3_000, "D2")
    munitions_shortfall: ActorRun = of_actor(
        "share of need that output and stores spread over the planning horizon leave uncovered", "share", 0, 1, "D2"
    )
    arms_on_order: ActorRun = of_actor("rounds paid for and not yet delivered", "thousand rounds", 0, 20_000, "R1")
    drone_output: ActorRun = of_actor("drones made a month", "thousand drones a month", 0, 2_000, "D2")
    rounds_fired: ActorRun = actor_flow("rounds fired", "thousand rounds", 0, 3_000, "D2")
    rounds_shipped: ActorRun = actor_flow("rounds shipped to others", "thousand rounds", 0, 6_000, "S2")
    rounds_received: ActorRun = actor_flow("rounds that arrived from others", "thousand rounds", 0, 12_000, "S2")
    rounds_bought: ActorRun = actor_flow(
        "rounds that arrived from outside the cast, for one's own or for donors' money",
        "thousand rounds",
        0,
        10_000,
        "R1",
    )
    rounds_lost: ActorRun = actor_flow("own shipments lost on the way", "thousand rounds", 0, 6_000, "S2")
    troops_available: ActorRun = of_actor("men that can be sent", "thousand men", 0, 20_000, "P2")
    troops_deployed: ActorRun = of_actor("men at the front", "thousand men", 0, 3_000, "P2")
    troops_lost: ActorRun = of_actor("men killed or out of action, so far", "thousand men", 0, 10_000, "P2")
    troops_fallen: ActorRun = actor_flow("men killed or out of action", "thousand men", 0, 3_000, "R1")
    troops_sent: ActorRun = actor_flow("men sent to a partner's war", "thousand men", 0, 200, "P2")
    weariness: ActorRun = of_actor("war weariness", "index", 0, 1, "R1")

    # condition of a country
    hardship: ActorRun = of_actor("economic hardship", "index", 0, 1, "D1")
    aid_need: ActorRun = of_actor("need of food, fuel and money", "index", 0, 1, "D1")
    isolation: ActorRun = of_actor("how far others have turned away", "index", 0, 1, "S4")
    trade: ActorRun = of_actor("trade with the first commercial partner", "USD bn a month", 0, 50, "C1")
    government_line: ActorRun = of_actor("line of a government that chance put in office", "index", -1, 1, "R1")
    aid_paused: ActorRun = of_actor("whether a quarrel at home holds up aid", "0 or 1", 0, 1, "R1")
    aid_received: ActorRun = actor_flow("value of aid received", "USD bn", 0, 200, "S3")
    aid_given: ActorRun = actor_flow("value of aid given", "USD bn", 0, 100, "S3")
    technology_received: ActorRun = actor_flow("military technology received", "share of a programme", 0, 1, "S5")
    technology_given: ActorRun = actor_flow("military technology handed over", "share of a programme", 0, 1, "T2")
    weapons_programme: ActorRun = of_actor("maturity of the nuclear and missile programme", "index", 0, 1, "D4")
    regime_security: ActorRun = of_actor("security of the regime", "index", 0, 1, "S6", 0.6)
    integrity: ActorRun = of_actor("reputation for keeping promises", "index", 0, 1, "R2", 0.7)
    launches: ActorRun = actor_flow("missile launch occasions", "occasions", 0, 60, "T1")
    border_incidents: ActorRun = actor_flow("border incidents", "incidents", 0, 60, "T1")
    nuclear_tests: ActorRun = actor_flow("nuclear tests", "tests", 0, 1, "D4")

    # society
    outside_information: ActorRun = of_actor("share of people reached from outside", "share", 0, 1, "R5a")
    disaffection: ActorRun = of_actor("share who privately disagree", "share", 0, 1, "R5c")
    repression: ActorRun = of_actor("counter-repression against outside information", "index", 0, 1, "R5c")

    # pairs: from the first actor toward the second
    tie: MatrixRun = of_pair("depth of the tie", "index", 0, 1, "P2")
    dependence: MatrixRun = of_pair("how much the first needs the second", "index", 0, 1, "S3")
    hostility: MatrixRun = of_pair("the first's belief that the second is aggressive", "probability", 0, 1, "T1")
    interoperability: MatrixRun = of_pair("ability to fight together", "index", 0, 1, "R2")
    sanctions: MatrixRun = of_pair("level of the first's sanctions on the second", "index", 0, 1, "T2")
    owed: MatrixRun = of_pair("what the first owes the second", "USD bn", -50, 50, "S1")
    accords: MatrixRun = of_pair("accords in force beyond those that stood at the start", "accords", 0, 20, "R4")
    treaty: MatrixRun = of_pair("whether a defence treaty binds the two", "0 or 1", 0, 1, "P2")
    deterrence: MatrixRun = of_pair("how far the first is deterred from attacking the second", "index", 0, 1, "R2", 0.6)
    months_since_dispute: MatrixRun = of_pair("months since the last dispute", "months", 0, 600, "T1", 120)
    crisis: MatrixRun = of_pair("hostility level of a crisis that the first opened", "level 0, 2 to 5", 0, 5, "T1")
    dispute_rung: MatrixRun = pair_flow("highest level of a dispute that ended", "level 0, 2 to 5", 0, 5, "T1")
    incidents: MatrixRun = pair_flow("incidents that the first staged against the second", "incidents", 0, 60, "T1")

    # order and theatres
    front: Run = of_world("share of contested territory held by the attacker", "share", 0, 1, "R1", 0.5)
    ceasefire: Run = of_world("whether the war is frozen", "0 or 1", 0, 1, "R1")
    peace: Run = of_world("whether the war has ended for good", "0 or 1", 0, 1, "R1")
    institutions: Run = of_world("integrity of the sanctions and non-proliferation regime", "index", 0, 1, "D3", 0.7)
    theatre_war: TheatreRun = of_theatre("whether a new war is under way", "0 or 1", 0, 1, "T1")
    conflict: TheatreRun = theatre_flow("sum of conflictual acts", "Goldstein points", 0, 10_000, "P3")
    cooperation: TheatreRun = theatre_flow("sum of cooperative acts", "Goldstein points", 0, 10_000, "P3")
    memory: SlotRun = of_slot("fading memory of an order", "index", 0, 1, "P2")

    def __getitem__(self, name: str) -> Array:
        """One variable by name."""
        return cast("Array", getattr(self, name))

    def at(self, name: str, who: Index, whom: Index) -> PairRun:
        """A variable of pairs at some of them: (pair, run)."""
        return self[name][who, whom]

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.front)

    def blank(self) -> ActorRun:
        """Zero for every actor and run."""
        return self.zeros(self.cast.size)

    def zeros(self, *rows: int) -> Array:
        """Zero for every run, in as many rows as are asked for: (*rows, run)."""
        return np.zeros((*rows, self.runs), like=self.front)

    def changed(self, turn: int | None = None, /, **variables: Array) -> World:
        """A new world in which these variables, and the turn if given, are replaced."""
        return World(self.cast, self.turn if turn is None else turn, **{**self.variables(), **variables})

    def variables(self) -> dict[str, Array]:
        """All variables by name, in declared order."""
        return {name: self[name] for name in VARIABLES}

    def part(self, rows: slice) -> World:
        """The world of some of the runs; what is the same in all of them is shared."""
        runs = self.runs
        return self.changed(**{n: v[..., rows] for n, v in self.variables().items() if v.shape[-1] == runs})


@dataclass(frozen=True, eq=False)
class Scene(World):
    """A world while one turn looks at it: what is derived from it is worked out once, and forgotten with the scene."""

    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, world: World) -> Scene:
        """A scene of a world, with nothing worked out yet."""
        return cls(world.cast, world.turn, **cast("dict[str, Any]", world.variables()))


def once(world: World, name: str, work: Callable[[], Found]) -> Found:
    """What `work` gives; in a scene it is done once and kept under `name`."""
    if not isinstance(world, Scene):
        return work()
    if name not in world.memo:
        world.memo[name] = work()
    found: Found = world.memo[name]
    return found


def _quantities() -> dict[str, Quantity]:
    found = {f.name: f.metadata["quantity"] for f in fields(World) if "quantity" in f.metadata}
    return {name: replace(quantity, name=name) for name, quantity in found.items()}


VARIABLES: dict[str, Quantity] = _quantities()
"""Every variable of the world, by name, in declared order."""

STARTS: dict[str, float] = {f.name: float(f.metadata["start"]) for f in fields(World) if "start" in f.metadata}
"""What a variable is at turn 0 where a scenario says nothing."""

FLOWS = tuple(name for name, q in VARIABLES.items() if q.kind == "flow")


def shape_of(quantity: Quantity, cast: Cast) -> tuple[int, ...]:
    """The axes of a variable before the run axis."""
    sizes = {
        "actor": (cast.size,),
        "pair": (cast.size, cast.size),
        "slot": (len(cast.slots),),
        "theatre": (len(cast.theatres),),
        "world": (),
    }
    return sizes[quantity.of]


def empty_world(cast: Cast, runs: int) -> World:
    """A world of `runs` runs at turn 0 in which every variable has its declared start."""
    arrays = {
        name: np.full((*shape_of(q, cast), 1 if q.kind in ("fixed", "calendar") else runs), STARTS[name])
        for name, q in VARIABLES.items()
    }
    return World(cast, 0, **arrays)
