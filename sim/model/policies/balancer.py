"""A rival theory of the hedger: a balancer that resents the new patron and works with the other side against it."""

from __future__ import annotations

from sim.inputs.actions import Action
from sim.model.policies import hedger
from sim.model.policies.hedger import leverage_slips_away, rivals_encircle, rivals_exercise_nearby
from sim.model.policies.shared import tie_is_deep

POLICY = hedger.POLICY.but(
    "balancer",
    "Keep the client from another's arms: punish lost leverage, talk to the other side, shield less.",
    without=[(Action.PARTNER, "clients")],
    drop={
        (Action.SEND_AID, "allies"): (rivals_encircle, tie_is_deep),
        (Action.SHIELD, "clients"): (rivals_encircle, tie_is_deep),
        (Action.TALK, "clients"): (rivals_encircle, tie_is_deep),
        (Action.TALK, "interlocutors"): (rivals_encircle,),
        (Action.EXERCISE, "rivals"): (rivals_exercise_nearby,),
    },
    add={(Action.SHIELD, "clients"): (leverage_slips_away,)},
    base_rates={
        (Action.SHIELD, "clients"): "balancer_shields",
        (Action.TALK, "interlocutors"): "balancer_talks_across",
    },
)
