"""The policies, one file per role; a new file here is a new role."""

from __future__ import annotations

from sim.model.policies import (
    backer,
    balancer,
    broadcaster,
    client,
    defender,
    distant_partner,
    front_line_ally,
    guarantor,
    hedger,
    indo_pacific_partner,
    neighbouring_ally,
    patron_at_war,
)
from sim.model.policy import Policy

POLICIES: dict[str, Policy] = {
    module.POLICY.role: module.POLICY
    for module in (
        client,
        patron_at_war,
        hedger,
        front_line_ally,
        guarantor,
        neighbouring_ally,
        distant_partner,
        indo_pacific_partner,
        defender,
        broadcaster,
        balancer,
        backer,
    )
}
"""Every policy, by role."""
