"""Who plays, who stands in which relation to whom, and which orders are possible: what no run changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Places
from sim.inputs.actions import Action, ActionRow
from sim.model.pairs import Index, Lane, PairList, lanes_of

__all__ = ["RELATIONS", "Cast", "Index", "PairList", "Slot"]

RELATIONS: Mapping[str, str] = {
    "partners": "those with whom arms, men and favours are exchanged",
    "allies": "those to whom a defence commitment exists or is meant",
    "rivals": "those seen as a threat",
    "targets": "those one may sanction",
    "enemies": "those at war with oneself",
    "beneficiaries": "those whose defence one supports",
    "neighbours": "rivals across a contested border",
    "listeners": "closed societies one broadcasts into",
    "interlocutors": "those one may hold a dialogue with across the divide",
    "courted": "those with whom accords and minilateral steps are sought",
    "clients": "those one shelters without taking their side",
}


@dataclass(frozen=True)
class Slot:
    """One possible order: who, what, toward whom (oneself where an act has no addressee)."""

    actor: int
    action: Action
    target: int
    relation: str


@dataclass(frozen=True, eq=False)
class Cast:
    """The players of a scenario and their fixed relations; indices follow the order of `names`."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    homes: tuple[str, ...]
    theatres: tuple[str, ...]
    relations: Mapping[str, tuple[tuple[int, ...], ...]]
    groups: Mapping[str, tuple[int, ...]]
    attackers: tuple[int, ...]
    defenders: tuple[int, ...]
    war_theatre: str
    slots: tuple[Slot, ...]
    actions: Mapping[Action, ActionRow]

    @property
    def size(self) -> int:
        """Number of actors."""
        return len(self.names)

    def related(self, actor: int, relation: str) -> tuple[int, ...]:
        """The actors to whom `actor` stands in `relation`; itself for `self`."""
        return (actor,) if relation == "self" else self.relations[relation][actor]

    @cached_property
    def slots_of(self) -> dict[Action, tuple[tuple[int, int, int], ...]]:
        """For each action its possible orders as (slot, actor, target)."""
        table: dict[Action, list[tuple[int, int, int]]] = {action: [] for action in Action}
        for number, slot in enumerate(self.slots):
            table[slot.action].append((number, slot.actor, slot.target))
        return {action: tuple(rows) for action, rows in table.items()}

    @cached_property
    def slots_between(self) -> dict[tuple[Action, int, int], tuple[int, ...]]:
        """The slots of an action from one actor toward another."""
        table: dict[tuple[Action, int, int], tuple[int, ...]] = {}
        for number, slot in enumerate(self.slots):
            key = (slot.action, slot.actor, slot.target)
            table[key] = (*table.get(key, ()), number)
        return table

    @cached_property
    def rows_of(self) -> tuple[slice, ...]:
        """For each actor the rows of the orders that are its own."""
        owners = [slot.actor for slot in self.slots]
        return tuple(
            slice(owners.index(i), owners.index(i) + owners.count(i)) if i in owners else slice(0, 0)
            for i in range(self.size)
        )

    @cached_property
    def order_places(self) -> tuple[Places, ...]:
        """For each actor the named places of its orders' draws."""
        return tuple(Places("order", tuple(self._place(slot) for slot in self.slots[rows])) for rows in self.rows_of)

    @cached_property
    def aid_of(self) -> tuple[tuple[Index, Places], ...]:
        """For each actor the slots of its aid, and the named places of the draws of their sizes."""
        mine = [[s for s, who, _ in self.slots_of[Action.SEND_AID] if who == i] for i in range(self.size)]
        return tuple(
            (np.array(slots, dtype=np.int64), Places("aid", tuple(self._place(self.slots[s]) for s in slots)))
            for slots in mine
        )

    @cached_property
    def sight_places(self) -> tuple[Places, ...]:
        """For each actor the named places of how it errs about each other."""
        return tuple(Places("misperception", tuple((me, other) for other in self.names)) for me in self.names)

    def _place(self, slot: Slot) -> tuple[str, str]:
        return f"{self.names[slot.actor]}:{slot.action}:{slot.relation}", self.names[slot.target]

    @cached_property
    def _places_named(self) -> dict[str, Places]:
        return {}

    def places(self, name: str) -> Places:
        """One named draw for the whole world."""
        return self._places_named.setdefault(f"{name}:world", Places(name, (("world", "world"),)))

    def actor_places(self, name: str) -> Places:
        """One named draw per actor."""
        own = tuple((actor, actor) for actor in self.names)
        return self._places_named.setdefault(f"{name}:actor", Places(name, own))

    def pair_places(self, name: str, pairs: PairList) -> Places:
        """One named draw per pair of a list, apart from the list's own."""
        found = self._places_named.get(f"{name}:pairs")
        return found or self._places_named.setdefault(f"{name}:pairs", Places(name, pairs.places.pairs))

    @cached_property
    def linked(self) -> PairList:
        """All ordered pairs that stand in any relation, in either direction."""
        found = {
            pair
            for by_actor in self.relations.values()
            for i, others in enumerate(by_actor)
            for j in others
            for pair in ((i, j), (j, i))
            if i != j
        }
        return self._pairs("linked", sorted(found))

    @cached_property
    def rival_pairs(self) -> PairList:
        """All ordered pairs of rivals."""
        found = {
            pair
            for relation in ("rivals", "enemies", "neighbours")
            for i, others in enumerate(self.relations[relation])
            for j in others
            for pair in ((i, j), (j, i))
        }
        return self._pairs("rivals", sorted(found))

    @cached_property
    def disputants(self) -> PairList:
        """Unordered pairs of rivals that are not openly at war: where a dispute may break out."""
        rivals = zip(self.rival_pairs.who.tolist(), self.rival_pairs.whom.tolist(), strict=True)
        return self._pairs("disputes", [(i, j) for i, j in rivals if i < j and not self._at_war(i, j)])

    def _at_war(self, i: int, j: int) -> bool:
        sides = {side for side in (self.attackers, self.defenders) for actor in (i, j) if actor in side}
        return len(sides) == 2

    @cached_property
    def allied_pairs(self) -> PairList:
        """Ordered pairs of allies and of fellows in a group: those who can learn to fight together."""
        found = {pair for i, others in enumerate(self.relations["allies"]) for j in others for pair in ((i, j), (j, i))}
        for members in self.groups.values():
            found |= {(i, j) for i in members for j in members if i != j}
        return self._pairs("allies", sorted(found))

    def _pairs(self, name: str, pairs: list[tuple[int, int]]) -> PairList:
        # Draws are named by the pair's names in alphabetical order, so that the order of actors never matters.
        named = tuple((self.names[i], self.names[j]) for i, j in pairs)
        ordered = tuple((min(p), max(p)) for p in named) if name == "disputes" else named
        who = np.array([i for i, _ in pairs], dtype=np.int64)
        whom = np.array([j for _, j in pairs], dtype=np.int64)
        return PairList(who, whom, Places(name, ordered))

    def theatre_of_pair(self, i: int, j: int) -> int:
        """The theatre in which two actors meet: of their homes the one listed last, or the first theatre."""
        if (i, j) not in self._theatres_of_pairs:
            self._theatres_of_pairs[i, j] = self._theatre(i, j)
        return self._theatres_of_pairs[i, j]

    def _theatre(self, i: int, j: int) -> int:
        homes = sorted({self.homes[i], self.homes[j]} & set(self.theatres), key=self.theatres.index)
        return self.theatres.index(homes[-1]) if homes else 0

    @cached_property
    def fellows(self) -> tuple[tuple[int, ...], ...]:
        """For each actor its allies and its fellows in groups."""
        pairs = self.allied_pairs.row_of
        return tuple(tuple(j for i, j in pairs if i == actor) for actor in range(self.size))

    @cached_property
    def _theatres_of_pairs(self) -> dict[tuple[int, int], int]:
        return {}

    @cached_property
    def _lanes(self) -> dict[tuple[str, Action], tuple[Lane, ...]]:
        return {}

    def lanes(self, pairs: PairList, action: Action) -> tuple[Lane, ...]:
        """The orders of an action that run between listed pairs, in lanes in which no pair stands twice."""
        key = (pairs.places.name, action)
        if key not in self._lanes:
            self._lanes[key] = lanes_of(pairs, self.slots_of[action])
        return self._lanes[key]

    @cached_property
    def givers(self) -> dict[Action, tuple[Index, Array]]:
        """For each action its slots, and the 0-1 matrix (actor, slot) of who gives them."""
        return {action: self._incidence(action, 1) for action in Action}

    @cached_property
    def receivers(self) -> dict[Action, tuple[Index, Array]]:
        """For each action its slots, and the 0-1 matrix (actor, slot) of who receives them."""
        return {action: self._incidence(action, 2) for action in Action}

    def _incidence(self, action: Action, column: int) -> tuple[Index, Array]:
        entries = self.slots_of[action]
        matrix = np.zeros((self.size, len(entries)))
        for row, entry in enumerate(entries):
            matrix[entry[column], row] = 1.0
        return np.array([entry[0] for entry in entries], dtype=np.int64), matrix

    @cached_property
    def slots_by_theatre(self) -> tuple[tuple[int, Action, Index], ...]:
        """The slots of each action in each theatre, as (theatre, action, slots)."""
        found: dict[tuple[int, Action], list[int]] = {}
        for number, slot in enumerate(self.slots):
            key = (self.theatre_of_pair(slot.actor, slot.target), slot.action)
            found.setdefault(key, []).append(number)
        return tuple((theatre, action, np.array(slots)) for (theatre, action), slots in sorted(found.items()))

    @cached_property
    def embargoed_trades(self) -> tuple[tuple[int, int, int], ...]:
        """Possible orders of arms, men or know-how between partners: (slot, from, to)."""
        kinds = (Action.SUPPLY_MUNITIONS, Action.SEND_TROOPS, Action.TRANSFER_TECHNOLOGY)
        partners = self.relations["partners"]
        return tuple((s, i, j) for kind in kinds for s, i, j in self.slots_of[kind] if j in partners[i])

    def associates_of(self, actor: int) -> tuple[int, ...]:
        """Partners, clients and those who count the actor among theirs."""
        named = {*self.relations["partners"][actor], *self.relations["clients"][actor]}
        counted = {
            other
            for kind in ("partners", "clients")
            for other in range(self.size)
            if actor in self.relations[kind][other]
        }
        return tuple(sorted(named | counted))

    def groupings_around(self, actor: int) -> list[tuple[int, int]]:
        """Pairs of fellows in every group that holds at least two of the actor's rivals."""
        rivals = set(self.rivals_of(actor))
        hostile = [m for m in self.groups.values() if len(rivals & set(m)) >= 2 and actor not in m]
        return sorted({(i, j) for members in hostile for i in members for j in members if i < j})

    def rivals_of(self, actor: int) -> tuple[int, ...]:
        """Rivals and enemies of one actor."""
        return tuple(sorted({*self.relations["rivals"][actor], *self.relations["enemies"][actor]}))
