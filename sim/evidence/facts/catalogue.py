"""The stylised facts that the model can show, and those it cannot, with the reason."""

from __future__ import annotations

from sim.evidence.facts import conduct, partnership
from sim.evidence.facts.fact import FACTS, Fact
from sim.evidence.facts.steps import NEVER

__all__ = ["FACTS", "FILES", "NEVER", "NOT_MODELLED", "Fact"]

FILES = (partnership, conduct)
"""Where facts are declared, in the order in which they are told."""

NOT_MODELLED: dict[str, str] = {
    "missiles_fired": "the model ships rounds; it does not tell missiles apart from shells",
    "oil_2024": "the patron's aid is one sum in USD; fuel is not told apart from food and money",
    "hedger_trade_2022": "the model follows whether the hedger supports the client's economy, not its trade in USD",
    "hedger_trade_2023": "the model follows whether the hedger supports the client's economy, not its trade in USD",
    "un_voting_converges": "ideal points in the General Assembly are fixed traits of an actor",
}
"""Facts of the evidence tables that the model cannot show, and why."""
