"""Who plays and who stands in which relation to whom: what no run changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.base.draws import StreamKeys
from sim.inputs.actions import Action, ActionRow
from sim.inputs.promises import Place
from sim.model.pairs import PairList, Pairs
from sim.model.policy import Policy, Rule
from sim.model.promises import PROMISED_ONLY
from sim.model.slots import Block, Slots

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


@dataclass(frozen=True, eq=False)
class Cast:
    """The players of a scenario and their fixed relations; indices follow the order of `names`.

    A `position` is the part that a scenario gives an actor (client, hedger, ...); the policy that plays it may be a
    rival theory of that position, under a role of its own. `promised` are the places at which orders may be promised.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    positions: tuple[str, ...]
    policies: tuple[Policy, ...]
    homes: tuple[str, ...]
    theatres: tuple[str, ...]
    relations: Mapping[str, tuple[tuple[int, ...], ...]]
    groups: Mapping[str, tuple[int, ...]]
    attackers: tuple[int, ...]
    defenders: tuple[int, ...]
    war_theatre: str
    actions: Mapping[Action, ActionRow]
    promised: tuple[Place, ...] = ()

    @property
    def size(self) -> int:
        """Number of actors."""
        return len(self.names)

    @property
    def roles(self) -> tuple[str, ...]:
        """For each actor the role whose policy it plays."""
        return tuple(policy.role for policy in self.policies)

    def holding(self, *positions: str) -> tuple[int, ...]:
        """The actors in these positions, whatever policy they play."""
        return tuple(i for i, position in enumerate(self.positions) if position in positions)

    def related(self, actor: int, relation: str) -> tuple[int, ...]:
        """The actors to whom `actor` stands in `relation`; itself for `self`, and another by its name."""
        if relation in self.names:
            return (self.names.index(relation),)
        return (actor,) if relation == "self" else self.relations[relation][actor]

    def rivals_of(self, actor: int) -> tuple[int, ...]:
        """Rivals and enemies of one actor."""
        return tuple(sorted({*self.relations["rivals"][actor], *self.relations["enemies"][actor]}))

    @cached_property
    def fellows(self) -> tuple[tuple[int, ...], ...]:
        """For each actor its allies and its fellows in groups."""
        return tuple(tuple(j for i, j in self.pairs.allied.row_of if i == actor) for actor in range(self.size))

    @cached_property
    def pairs(self) -> Pairs:
        """The pairs of actors that anything happens between."""
        return Pairs(self.names, self.relations, self.groups, (self.attackers, self.defenders))

    @cached_property
    def slots(self) -> Slots:
        """The possible orders under the policies of the actors, and those that are only promised."""
        blocks: list[Block] = []
        start = 0
        for actor, policy in enumerate(self.policies):
            for rule in (*policy.rules, *self._only_promised(actor, policy)):
                targets = self.related(actor, rule.toward)
                if targets:
                    blocks.append(Block(actor, rule, slice(start, start + len(targets)), targets))
                    start += len(targets)
        sized = {action: row.notable for action, row in self.actions.items() if row.amount == "size"}
        return Slots(self.names, tuple(blocks), tuple(self.actions), self.promised, sized)

    def _only_promised(self, actor: int, policy: Policy) -> Iterator[Rule]:
        """A rule for each promised order of an actor that its policy does not know."""
        known = {(rule.action, other) for rule in policy.rules for other in self.related(actor, rule.toward)}
        for who, action, toward in self.promised:
            if who == self.names[actor] and (action, self.names.index(toward)) not in known:
                yield Rule(Action(action), "self" if toward == who else toward, PROMISED_ONLY)

    def theatre_of_pair(self, i: int, j: int) -> int:
        """The theatre in which two actors meet: of their homes the one listed last, or the first theatre."""
        homes = [n for n, theatre in enumerate(self.theatres) if theatre in (self.homes[i], self.homes[j])]
        return homes[-1] if homes else 0

    def keys(self, name: str) -> StreamKeys:
        """One named draw for the whole world."""
        return self._keys.setdefault(f"{name}:world", StreamKeys(name, (("world", "world"),)))

    def actor_keys(self, name: str) -> StreamKeys:
        """One named draw per actor."""
        own = tuple((actor, actor) for actor in self.names)
        return self._keys.setdefault(f"{name}:actor", StreamKeys(name, own))

    def pair_keys(self, name: str, pairs: PairList) -> StreamKeys:
        """One named draw per pair of a list, apart from the list's own."""
        return self._keys.setdefault(f"{name}:{pairs.keys.name}", StreamKeys(name, pairs.keys.pairs))

    @cached_property
    def perception_keys(self) -> tuple[StreamKeys, ...]:
        """For each actor the named draws of how it errs about each other."""
        return tuple(StreamKeys("misperception", tuple((me, other) for other in self.names)) for me in self.names)

    @cached_property
    def _keys(self) -> dict[str, StreamKeys]:
        return {}
