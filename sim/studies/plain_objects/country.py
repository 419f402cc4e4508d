"""A country of the plain-objects model: an agent with an attribute for every number, and a method for every act."""

from __future__ import annotations

import math
from typing import Any

import mesa

from sim.model.actors import RELATIONS
from sim.model.world import VARIABLES, World
from sim.studies.plain_objects.pairs import Order, Relation, within


class Country(mesa.Agent):  # type: ignore[misc]
    """One country: every number that the scenario has of it is an attribute."""

    munitions_stock: float
    munitions_output: float
    munitions_shortfall: float
    firing_need: float
    weariness: float
    weapons_programme: float
    outside_information: float

    def __init__(self, model: Any, index: int, world: World) -> None:
        super().__init__(model)
        self.name = model.case.cast.names[index]
        for name, quantity in VARIABLES.items():
            if quantity.of == "actor":
                setattr(self, name, float(world[name][index, 0]))
        self.toward: dict[Country, Relation] = {}
        self.orders: list[Order] = []
        self.did: dict[str, float] = {}
        self.suffered: dict[str, float] = {}
        self.closeness = 0.0
        self.forget()

    def forget(self) -> None:
        """Start a month from nothing."""
        self.asked = 0
        self.exercised = False
        self.displays = self.arms = self.launches = self.aid_arrived = self.broadcasts = 0.0

    def meet(self, index: int) -> None:
        """Find those to whom one stands in any relation."""
        cast, countries = self.model.case.cast, self.model.countries
        for kind in RELATIONS:
            setattr(self, kind, [countries[other] for other in cast.relations[kind][index]])
        self.fellows = [self.toward[countries[other]] for other in cast.fellows[index]]
        self.rivalries = [self.toward[countries[other]] for other in cast.rivals_of(index)]
        self.belligerent = index in (*cast.attackers, *cast.defenders)

    def sees(self, value: float) -> float:
        """Another's value as it looks from here."""
        return within(value + self.random.gauss(0.0, self.model.p.misperception))

    def look_around(self) -> None:
        """Read off the neighbourhood, once a month, what reasons ask for."""
        p = self.model.p
        self.at_war = float(self.belligerent) * (1.0 - self.model.ceasefire)
        self.enemy_support = sum(e.suffered["supply_munitions"] + e.suffered["send_troops"] for e in self.enemies)
        self.arms_trade_of_targets = sum(t.did["supply_munitions"] + t.did["send_troops"] for t in self.targets)
        self.partner_tie = max((self.toward[other].tie for other in self.partners), default=0.0)
        self.first_partner_distance = sum(
            self.toward[ally].dependence * (1.0 - ally.toward[self].tie) for ally in self.allies
        )
        wanted = self.troops_wanted * (1.0 + p.incursion_calls_men * self.incursion)
        self.manpower_shortfall = max(1.0 - self.troops_deployed / wanted, 0.0) * self.at_war if wanted else 0.0
        self.closeness = sum(f.interoperability for f in self.fellows) / max(len(self.fellows), 1)
        self.encirclement = sum(r.whom.closeness for r in self.rivalries) / max(len(self.rivalries), 1)
        borne = sum(s.economy * s.toward[self].sanctions for s in self.model.senders if self in s.toward)
        self.sanctioned_share = borne / self.model.senders_economy
        self.strength = self.military_spending + p.distance_discount * p.promises_kept * sum(
            a.military_spending * a.toward[self].treaty * a.toward[self].interoperability * a.integrity
            for a in self.allies
        )

    def supply_munitions(self, order: Order) -> None:
        """Ship what can be spared and carried, as far as it is needed; some is lost on the way."""
        p, whom = self.model.p, order.whom
        spare = max(self.munitions_stock - self.munitions_reserve - self.fire(), 0.0)
        able = min(spare, self.transport_cap * (1.0 - self.border_closed)) / max(self.asked, 1)
        rounds = min(able, whom.firing_need * whom.munitions_shortfall)
        self.munitions_stock -= rounds
        whom.munitions_stock += rounds * (1.0 - p.transit_loss)
        order.relation.back.received += rounds / whom.firing_need if whom.firing_need else 0.0
        self.charge(order, rounds * p.price_of_rounds / 1000.0)

    def send_troops(self, order: Order) -> None:
        """Send a tranche of men, up to the agreed ceiling."""
        p = self.model.p
        room = max(p.guest_ceiling - self.troops_deployed, 0.0)
        men = min(self.troops_available, room, p.troop_tranche)
        self.troops_available -= men
        self.troops_deployed += men
        self.charge(order, (men * p.price_of_men + self.troops_deployed * p.pay_of_men) / 1000.0)

    def send_aid(self, order: Order) -> None:
        """Give a share of the budget by luck; a shut border stops it."""
        p, whom = self.model.p, order.whom
        size = math.exp(self.random.gauss(-0.5 * p.aid_spread**2, p.aid_spread))
        aid = size * self.aid_budget * (1.0 - self.border_closed) * (1.0 - whom.border_closed)
        whom.aid_arrived += aid
        order.relation.back.received += 12.0 * aid / (12.0 * aid + whom.economy * p.dependence_scale)
        self.charge(order, aid)

    def transfer_technology(self, order: Order) -> None:
        """Hand over know-how, and be owed for it."""
        p, whom = self.model.p, order.whom
        whom.weapons_programme += p.absorption * p.technology_step * (1.0 - whom.weapons_programme)
        order.relation.back.received += p.technology_step * p.technology_dependence
        self.charge(order, p.technology_step * p.price_of_technology)

    def provoke(self, order: Order) -> None:
        """One occasion and a geometric number of further ones."""
        mean = max(self.model.p.launch_tail * order.memory, 1e-9)
        further = math.floor(math.log(1.0 - self.random.random()) / math.log(mean / (1.0 + mean)))
        self.launches += 1.0 + min(further, self.model.p.salvo_ceiling)

    def sanction(self, order: Order) -> None:
        """List more of the other's trade."""
        order.relation.listed += 1.0

    def exercise(self, order: Order) -> None:
        """Show what one can do: the other sees a threat."""
        self.exercised = True
        order.relation.back.seen += self.model.p.exercise_evidence

    def talk(self, order: Order) -> None:
        """Sound less aggressive, and come between the other and its friends."""
        p = self.model.p
        order.relation.back.seen -= p.talk_evidence
        if self in order.whom.interlocutors:
            for friend in order.whom.partners:
                order.whom.toward[friend].tie *= 1.0 + p.dialogue_to_tie

    def broadcast(self, order: Order) -> None:
        """Reach into a closed society."""
        order.whom.broadcasts += self.model.p.radio_reach * self.broadcast_hours / self.model.p.hours_half_reach

    def charge(self, order: Order, value: float) -> None:
        """A partner owes for what it is given."""
        if order.whom in self.partners:
            order.relation.back.owed += value
            order.relation.owed -= value

    def fire(self) -> float:
        """Rounds that the front takes this month."""
        wanted: float = min(self.model.p.stores_release * self.munitions_stock, self.firing_need)
        return wanted * float(self.at_war)

    def arm(self) -> None:
        """Make rounds, fire them, raise men and lose them."""
        p = self.model.p
        pull = max(self.munitions_shortfall, min(self.asked, 1))
        self.munitions_stock += self.munitions_output - self.fire()
        self.munitions_output += p.mobilisation * pull * max(self.munitions_capacity - self.munitions_output, 0.0)
        supply = self.munitions_output + self.munitions_stock / p.planning_horizon
        covered = min(supply / self.firing_need, 1.0) if self.firing_need else 1.0
        self.munitions_shortfall = (1.0 - covered) * self.at_war
        self.firing_need -= p.need_adaptation * (1.0 - covered) * self.firing_need * self.at_war
        missing = max(self.troops_wanted - self.troops_deployed, 0.0)
        moved = min(missing, p.front_feed * self.recruitment, self.troops_available) * self.at_war
        fallen = self.troops_deployed * p.casualty_ceiling * self.at_war
        self.troops_available += self.recruitment * self.at_war - moved
        self.troops_deployed += moved - fallen
        tired = p.weariness_per_loss * fallen / max(self.troops_wanted, fallen, 1e-9) * (1.0 - self.weariness)
        self.weariness = within(self.weariness + tired - p.weariness_relief * self.weariness)

    def live(self) -> None:
        """Sanctions, a shut border and war bring hardship, aid relieves it; the programme goes on."""
        p, model = self.model.p, self.model
        yearly = 12.0 * self.aid_arrived / self.economy if self.economy else 0.0
        relief = p.aid_relief * yearly / (yearly + p.aid_half_relief)
        evaded = p.busting * min(self.suffered["shield"], 1.0) * self.trade_share * (1.0 - self.border_closed)
        self.pressure = max(self.sanctioned_share * model.institutions * (1.0 - evaded) - p.diversion, 0.0)
        strain = self.frailty + p.sanctions_bite * self.pressure + p.trade_hardship * self.border_closed
        hardship = within(strain + p.war_hardship * self.at_war - relief)
        need = within(self.hardship * (1.0 + p.isolation_need * self.isolation) - relief)
        friends = p.friends_matter * min(self.suffered["talk"], 1.0)
        apart = within(p.isolation_scale * self.sanctioned_share * (1.0 - friends))
        self.hardship += p.economy_speed * (hardship - self.hardship)
        self.aid_need += p.economy_speed * (need - self.aid_need)
        self.isolation += p.economy_speed * (apart - self.isolation)
        effort = self.programme_effort * max(1.0 - p.sanctions_slow_programme * self.pressure, 0.0)
        effort += p.learning_by_testing * self.launches * (self.programme_effort > 0.0)
        self.weapons_programme = within(self.weapons_programme + effort * (1.0 - self.weapons_programme))
        self.keep_promises()
        if self.closedness:
            self.listen()

    def keep_promises(self) -> None:
        """A promise that is called in and not kept costs reputation."""
        p = self.model.p
        self.integrity += p.integrity_mends * (p.integrity_norm - self.integrity)
        for ally in self.allies:
            kept = self.random.random() < p.promises_kept
            if not kept and any(relation.rung >= 4 for relation in ally.rivalries):
                self.integrity -= p.broken_promise * self.toward[ally].treaty * self.integrity

    def listen(self) -> None:
        """Information spreads into a closed society, repression answers, attitudes follow."""
        p, reach = self.model.p, self.outside_information
        outside = self.broadcasts + p.border_leak * (1.0 - self.border_closed)
        spread = (outside + p.word_of_mouth * reach) * (1.0 - reach) - p.jamming * self.repression * reach
        self.outside_information = within(reach + self.closedness * spread)
        crackdown = min(p.repression_base + p.crackdown * reach, 1.0)
        self.repression += self.closedness * p.crackdown_speed * (crackdown - self.repression)
        seen = p.information_weight * reach + p.hardship_weight * self.hardship + p.conformity * self.disaffection
        passed = 0.5 * math.erfc((p.threshold_mean - seen) / p.threshold_spread / math.sqrt(2.0))
        self.disaffection += self.closedness * p.attitude_speed * (passed - self.disaffection)
        secure = p.regime_base + p.repression_secures * self.repression - p.hardship_unsettles * self.hardship
        self.regime_security += self.closedness * p.regime_speed * (within(secure) - self.regime_security)
