"""The mechanisms, one file each; a new one is a file and a name in this list. Their order does not matter."""

from __future__ import annotations

from sim.changes import Mechanism
from sim.mechanisms.belief import belief
from sim.mechanisms.deterrence import deterrence
from sim.mechanisms.disputes import disputes
from sim.mechanisms.economy import economy
from sim.mechanisms.exchange import exchange
from sim.mechanisms.institutions import institutions
from sim.mechanisms.munitions import munitions
from sim.mechanisms.programme import programme
from sim.mechanisms.provocations import provocations
from sim.mechanisms.remembering import remembering, scoring
from sim.mechanisms.society import society
from sim.mechanisms.ties import ties
from sim.mechanisms.troops import troops
from sim.mechanisms.war import war

MECHANISMS: tuple[Mechanism, ...] = (
    munitions,
    troops,
    war,
    exchange,
    economy,
    ties,
    belief,
    deterrence,
    provocations,
    disputes,
    programme,
    institutions,
    society,
    remembering,
    scoring,
)
"""Thirteen mechanisms of the case and two of book-keeping."""
