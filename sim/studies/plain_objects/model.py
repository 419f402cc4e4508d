"""The plain-objects model: a Mesa model whose month is loops over countries, orders and relations."""

from __future__ import annotations

import math
from functools import partial
from itertools import cycle
from types import SimpleNamespace
from typing import Any

import mesa

from sim.model.pairs import PairList
from sim.model.series import recorded_series
from sim.scenarios.scenario import Scenario
from sim.studies.plain_objects.country import Country
from sim.studies.plain_objects.pairs import OF_RELATION, Order, Relation, logistic, within

RECORDED = ("munitions_stock", "troops_deployed", "weariness", "hardship", "isolation", "weapons_programme", "aid_need")
ARMS = ("supply_munitions", "send_troops", "transfer_technology")
ACTS = (*ARMS, "send_aid", "provoke", "sanction", "exercise", "talk", "broadcast")
"""Actions that do something at once; a method of `Country` of the same name does it."""


class PlainModel(mesa.Model):  # type: ignore[misc]
    """One history of the plain objects, a month a step, on the cast and the starting values of a scenario."""

    def __init__(self, case: Scenario, seed: int | None = None) -> None:
        super().__init__(rng=seed)
        self.case, self.p = case, SimpleNamespace(**vars(case.parameters.at(0)))
        world = case.world(1)
        self.front, self.ceasefire, self.institutions = (
            float(world[name][0]) for name in ("front", "ceasefire", "institutions")
        )
        self.theatre_war, self.conflict, self.cooperation = ([0.0] * len(case.cast.theatres) for _ in range(3))
        self.countries = [Country(self, index, world) for index in range(case.cast.size)]
        pairs = [*case.cast.pairs.linked.row_of, *((i, i) for i in range(case.cast.size))]
        for i, j in pairs:
            start: dict[str, Any] = {name: float(world[name][i, j, 0]) for name in OF_RELATION}
            self.countries[i].toward[self.countries[j]] = Relation(self.countries[i], self.countries[j], **start)
        for i, j in pairs:
            self.countries[i].toward[self.countries[j]].back = self.countries[j].toward[self.countries[i]]
        self._relate()
        self.datacollector = mesa.DataCollector(model_reporters=self._reporters())
        self.datacollector.collect(self)

    def _relate(self) -> None:
        """Set up lists of relations and of orders, and what is remembered at the start."""
        pairs, theatre_of = self.case.cast.pairs, self.case.cast.theatre_of_pair
        for index, country in enumerate(self.countries):
            country.meet(index)
        self.linked, self.rivals, self.allied, self.partners, self.disputants = (
            self._relations(listed)
            for listed in (pairs.linked, pairs.rivals, pairs.allied, pairs.partners, pairs.disputants)
        )
        self.theatre_of = [theatre_of(i, j) for i, j in pairs.disputants.row_of]
        self.senders = [country for country in self.countries if country.targets]
        self.senders_economy = max(sum(country.economy for country in self.senders), 1.0)
        self.orders = [Order(self, slot) for slot in self.case.cast.slots]
        self._remember()

    def _relations(self, pairs: PairList) -> list[Relation]:
        return [self.countries[i].toward[self.countries[j]] for i, j in pairs.row_of]

    def _reporters(self) -> dict[str, Any]:
        """As many columns as the scenario's own series: means over a theatre's countries."""
        homes = [
            [
                country
                for country, home in zip(self.countries, self.case.cast.homes, strict=True)
                if home in (name, "global")
            ]
            for name in self.case.cast.theatres
        ]
        columns = zip(recorded_series(self.case.cast), cycle(RECORDED), cycle(homes), strict=False)
        return {column: partial(_mean, members=members, name=name) for column, name, members in columns}

    def step(self) -> None:
        """Play one month: calendar, decisions of all on the same world, the world's answer."""
        self._calendar(self.case.month(self.steps - 1))
        for country in self.countries:
            country.forget()
        for country in self.countries:
            country.look_around()
        for order in self.orders:
            order.decide(self.p, self.random)
        self._act([order for order in self.orders if order.given])
        self._answer()
        self._remember()
        self.datacollector.collect(self)
        self.running = self.steps < self.case.turns

    def _calendar(self, month: str) -> None:
        """Dated shocks of the month are fed in."""
        named = {name: country for name, country in zip(self.case.cast.names, self.countries, strict=True)}
        for shock in self.case.shocks:
            setattr(named[shock.actor], shock.variable, 0.0)
        for shock in self.case.shocks:
            if shock.first <= month <= shock.last and (not shock.months or int(month[-2:]) in shock.months):
                setattr(named[shock.actor], shock.variable, shock.value)

    def _act(self, given: list[Order]) -> None:
        """Carry out the orders of the month: what they move, how they bind or part, how they score."""
        for theatre in range(len(self.conflict)):
            self.conflict[theatre] = self.cooperation[theatre] = 0.0
        for order in given:
            order.who.asked += order.action == "supply_munitions"
        for order in given:
            if order.action in ACTS:
                getattr(order.who, order.action)(order)
            order.who.arms += order.action in ARMS
            order.who.displays += order.action in ("provoke", "test_nuclear")
            self._bind(order)
            self._uphold(order)

    def _bind(self, order: Order) -> None:
        """An act binds or parts the two, and is coded twice: toward its receiver and as others see it."""
        if order.row.tie != "neither":
            for relation in (order.relation, order.relation.back):
                relation.joint += max(order.row.score, 0.0) / 10.0
                relation.opposed += max(-order.row.score, 0.0) / 10.0
        for score, weight in ((order.row.score, 1.0), (order.row.third_party_score, self.p.third_party_weight)):
            scored = self.conflict if score < 0.0 else self.cooperation
            scored[order.theatre] += abs(score) * weight

    def _uphold(self, order: Order) -> None:
        """Shields, breaches and tests wear institutions down, accords mend them."""
        p, worn, mended = self.p, 0.0, 0.0
        if order.action in ARMS:
            worn = p.breach_wears * max(order.who.isolation, order.whom.isolation)
        elif order.action in ("shield", "test_nuclear"):
            worn = p.shield_wears if order.action == "shield" else p.test_wears
        elif order.action == "partner":
            mended = p.monitoring_mends
        self.institutions += mended * (1.0 - self.institutions) - worn * self.institutions

    def _answer(self) -> None:
        """The world's answer: the war, each country, then each relation."""
        self._fight()
        for country in self.countries:
            country.arm()
            country.live()
        self._relations_answer()
        self._dispute()

    def _relations_answer(self) -> None:
        """Allies train, partners settle accounts, all ties age, rivals judge each other."""
        for relation in self.allied:
            relation.train(self.p)
        for relation in self.partners:
            relation.settle(self.p)
        for relation in self.linked:
            relation.age(self.p)
        for relation in self.rivals:
            relation.judge(self.p)

    def _dispute(self) -> None:
        """Disputes may break out, and the worst of them be a war in its theatre, which may end."""
        p = self.p
        ended = self.random.random() < p.war_ends
        self.theatre_war = [war * (1.0 - ended) for war in self.theatre_war]
        for relation, theatre in zip(self.disputants, self.theatre_of, strict=True):
            relation.dispute(p, self.random)
            self.theatre_war[theatre] = max(self.theatre_war[theatre], float(relation.rung == 5))

    def _fight(self) -> None:
        """The front moves with the chance of success; a weary war may freeze, and a frozen one thaw."""
        p, cast = self.p, self.case.cast
        if not cast.attackers:
            return
        attack, defence = (self._power(side) for side in (cast.attackers, cast.defenders))
        success = logistic(p.decisiveness * (math.log(attack) - math.log(defence * p.defence_advantage)))
        moved = p.front_speed * (success - 0.5) + p.front_noise * self.random.gauss(0.0, 1.0)
        self.front = within(self.front + moved * (1.0 - self.ceasefire))
        weary = sum(self.countries[i].weariness for i in (*cast.attackers, *cast.defenders))
        settled = logistic(p.settlement_rate + 0.5 * p.weariness_settles * weary)
        if self.ceasefire:
            self.ceasefire = float(self.random.random() > logistic(p.ceasefire_breaks))
        else:
            self.ceasefire = float(self.random.random() < settled)

    def _power(self, side: tuple[int, ...]) -> float:
        """What rounds and men make together."""
        p, r = self.p, self.p.substitution or 0.001
        rounds = max(sum(self.countries[i].fire() for i in side), 1e-9)
        men = max(sum(self.countries[i].troops_deployed for i in side), 1e-9)
        power = (p.weapons_weight * rounds**r + (1.0 - p.weapons_weight) * men**r) ** (1.0 / r)
        return max(float(power), 1e-9)

    def _remember(self) -> None:
        """Take every act of the month into memory."""
        actions = [action.value for action in self.case.cast.actions]
        for country in self.countries:
            country.did, country.suffered = dict.fromkeys(actions, 0.0), dict.fromkeys(actions, 0.0)
        for order in self.orders:
            order.remember(self.p)


def _mean(model: PlainModel, members: list[Country], name: str) -> float:
    """Mean of one number of some countries."""
    return float(sum(getattr(country, name) for country in members) / max(len(members), 1))
