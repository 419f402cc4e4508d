"""The mechanisms, one file each; a new one is a file and a name in this list. Their order does not matter."""

from __future__ import annotations

from sim.model.changes import Mechanism
from sim.model.mechanisms.accords import accords
from sim.model.mechanisms.belief import belief
from sim.model.mechanisms.deterrence import deterrence
from sim.model.mechanisms.disputes import disputes
from sim.model.mechanisms.economy import economy
from sim.model.mechanisms.exchange import exchange
from sim.model.mechanisms.institutions import institutions
from sim.model.mechanisms.munitions import front_needs, munitions
from sim.model.mechanisms.politics import politics
from sim.model.mechanisms.programme import programme
from sim.model.mechanisms.provocations import provocations
from sim.model.mechanisms.remembering import remembering, scoring
from sim.model.mechanisms.society import society
from sim.model.mechanisms.ties import ties
from sim.model.mechanisms.trade import trade
from sim.model.mechanisms.troops import troops
from sim.model.mechanisms.war import war

MECHANISMS: tuple[Mechanism, ...] = (
    munitions,
    front_needs,
    troops,
    war,
    exchange,
    economy,
    trade,
    ties,
    accords,
    belief,
    deterrence,
    provocations,
    disputes,
    programme,
    institutions,
    society,
    politics,
    remembering,
    scoring,
)
"""Seventeen mechanisms of the case and two of book-keeping."""
