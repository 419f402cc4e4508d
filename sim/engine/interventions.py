"""Interventions: the only thing that differs between two arms of any experiment; a case is a scenario under one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sim.base.arrays import ActorRun, Value
from sim.base.errors import known_or_bad
from sim.engine.held import Held, held_at
from sim.inputs.parameters import Parameters, Schedule, part_of
from sim.inputs.triggers import Trigger
from sim.model.actors import Cast
from sim.model.changes import Mechanism
from sim.model.legality import CONDITIONS
from sim.model.mechanisms import MECHANISMS
from sim.model.observed import check_triggers
from sim.model.pairs import Index
from sim.model.policies import POLICIES
from sim.model.promises import Promise
from sim.model.slots import Slot
from sim.model.theories import chosen, mechanisms_under, policies_under
from sim.model.world import STARTS, VARIABLES, World
from sim.scenarios.promising import promising
from sim.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Intervention:
    """What is different from the scenario as it stands; nothing by default.

    `levers` is the intensity of levers over turns, and `triggers` move them when what is observed passes a line;
    `parameters` are numbers, or one number per run, and `ablated` are some that may lie outside of their declared
    range, as a reason that weighs nothing; `policies` gives actors, by name, the policy of another role; `without`
    names mechanisms that are switched off; `waived` conditions of legality that hold nobody back; `calm` variables
    of the calendar whose dated shocks do not come; `script` is what is promised besides; `held` are variables that
    have a value whatever happens, from turn `held_from` on, by paths such as front, disaffection.WHO or
    tie.WHO.WHOM; `theories` are sides taken where scholars disagree; `absent` are actors that take part in no
    action: of what is promised under levers their part is not.
    """

    levers: Schedule = field(default_factory=Schedule)
    parameters: Mapping[str, Value] = field(default_factory=dict)
    ablated: Mapping[str, Value] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()
    script: tuple[Promise, ...] = ()
    held: Mapping[str, Value] = field(default_factory=dict)
    held_from: int = 0
    theories: Mapping[str, str] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    absent: tuple[str, ...] = ()

    def part(self, rows: slice | Index) -> Intervention:
        """The intervention in some of the runs: what is one number per run is cut."""

        def cut(values: Mapping[str, Value]) -> dict[str, Value]:
            return {name: part_of(value, rows) for name, value in values.items()}

        return replace(
            self,
            levers=self.levers.part(rows),
            parameters=cut(self.parameters),
            ablated=cut(self.ablated),
            held=cut(self.held),
            triggers=tuple(one.part(rows) for one in self.triggers),
        )

    def also(self, other: Intervention) -> Intervention:
        """Both at once; where they disagree, the other prevails."""
        return Intervention(
            Schedule((*self.levers.steps, *other.levers.steps)),
            {**self.parameters, **other.parameters},
            {**self.ablated, **other.ablated},
            {**self.policies, **other.policies},
            (*self.without, *other.without),
            (*self.waived, *other.waived),
            (*self.calm, *other.calm),
            (*self.script, *other.script),
            {**self.held, **other.held},
            max(self.held_from, other.held_from),
            {**self.theories, **other.theories},
            (*self.triggers, *other.triggers),
            (*self.absent, *other.absent),
        )


NOTHING = Intervention()


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario under an intervention, ready to be played."""

    scenario: Scenario
    parameters: Parameters
    mechanisms: tuple[Mechanism, ...] = MECHANISMS
    held: tuple[Held, ...] = ()
    triggers: tuple[Trigger, ...] = ()

    @property
    def cast(self) -> Cast:
        """Who plays."""
        return self.scenario.cast

    @property
    def turns(self) -> int:
        """Number of turns of the scenario."""
        return self.scenario.turns

    def calendar(self, turn: int) -> dict[str, ActorRun]:
        """The calendar variables of a turn."""
        return self.scenario.calendar(turn)

    def hold(self, world: World) -> World:
        """The world with the variables that are held by this turn."""
        held = [one for one in self.held if one.since <= world.turn]
        changed = {one.name: world[one.name].copy() for one in held}
        for one in held:
            changed[one.name][one.where] = one.in_place_of(changed[one.name][one.where])
        return world.changed(**changed) if held else world

    def start(self, runs: int) -> World:
        """The world at turn 0, the same for every run."""
        return self.scenario.world(runs)

    def take_up(self, world: World) -> World:
        """A world that was reached under another intervention, ready to go on under this one.

        Acts are remembered by who did what toward whom: an order that only this case knows starts unremembered.
        """
        if world.cast is self.cast:
            return world
        memory = self.start(world.runs)["memory"] * 0.0 + STARTS["memory"]
        rows = self.rows_in(world.cast)
        memory[rows >= 0] = world.memory[rows[rows >= 0]]
        return World(self.cast, world.turn, **{**world.variables(), "memory": memory})

    def rows_in(self, cast: Cast) -> Index:
        """For each possible order its row among those of another cast, -1 where it has none."""
        row_of = {_key(cast, slot): row for row, slot in enumerate(cast.slots)}
        return np.array([row_of.get(_key(self.cast, slot), -1) for slot in self.cast.slots], dtype=np.int64)

    def part(self, rows: slice) -> Case:
        """The case of some of the runs: whatever is one number per run is cut."""
        held = tuple(replace(one, value=part_of(one.value, rows)) for one in self.held)
        triggers = tuple(one.part(rows) for one in self.triggers)
        return replace(self, parameters=self.parameters.part(rows), held=held, triggers=triggers)

    def under(self, parameters: Parameters) -> Case:
        """The same with other parameters."""
        return replace(self, parameters=parameters)


def _key(cast: Cast, slot: Slot) -> tuple[str, str, str, str]:
    return cast.names[slot.actor], slot.action.value, slot.relation, cast.names[slot.target]


def case_of(scenario: Scenario, intervention: Intervention = NOTHING, where: str = "intervention") -> Case:
    """A scenario under an intervention; raise `BadInput` for names that are not known and values out of range."""
    scenario = promising(scenario, intervention.script, where)
    choices = chosen(intervention.theories, where)
    for key, names, known in (
        ("ablated", intervention.ablated, tuple(scenario.parameters.declared)),
        ("without", intervention.without, tuple(m.name for m in MECHANISMS)),
        ("waived", intervention.waived, tuple(CONDITIONS)),
        ("calm", intervention.calm, tuple(n for n, q in VARIABLES.items() if q.kind == "calendar")),
        ("absent", intervention.absent, scenario.cast.names),
    ):
        for name in names:
            known_or_bad(name, known, where, key, "a known name")
    parameters = scenario.parameters.with_values(intervention.parameters, where)
    parameters = replace(parameters, overrides={**parameters.overrides, **intervention.ablated})
    if intervention.absent:
        parameters = replace(parameters, promises=parameters.promises.without(intervention.absent))
    if intervention.levers.steps:
        parameters = parameters.scheduled(intervention.levers, where)
    kept = tuple(m for m in mechanisms_under(choices, MECHANISMS) if m.name not in intervention.without)
    held = tuple(
        held_at(path, value, intervention.held_from, scenario.cast, where) for path, value in intervention.held.items()
    )
    check_triggers(intervention.triggers, parameters, scenario.cast, where)
    return Case(_altered(scenario, intervention, where), parameters, kept, held, intervention.triggers)


def _altered(scenario: Scenario, intervention: Intervention, where: str) -> Scenario:
    """The scenario with policies swapped, conditions waived and shocks left out."""
    cast = scenario.cast
    if intervention.theories:
        cast = replace(cast, policies=policies_under(chosen(intervention.theories, where), cast.policies))
    if intervention.policies:
        for actor, role in intervention.policies.items():
            known_or_bad(actor, cast.names, where, f"policies.{actor}", "an actor of the scenario")
            known_or_bad(role, POLICIES, where, f"policies.{actor}", "a known role")
        swapped = (intervention.policies.get(n, r) for n, r in zip(cast.names, cast.roles, strict=True))
        cast = replace(cast, policies=tuple(POLICIES[role] for role in swapped))
    if intervention.waived:
        rows = {
            action: replace(row, legality=tuple(c for c in row.legality if c not in intervention.waived))
            for action, row in cast.actions.items()
        }
        cast = replace(cast, actions=rows)
    shocks = tuple(s for s in scenario.shocks if s.variable not in intervention.calm)
    if cast is scenario.cast and shocks == scenario.shocks:
        return scenario
    return replace(scenario, cast=cast, shocks=shocks)
