from .actors import RELATIONS as RELATIONS, Cast as Cast
from .changes import Mechanism as Mechanism, mechanism as mechanism
from .decisions import Orders as Orders, decide as decide
from .measures import Outcome as Outcome, Series as Series, Trajectory as Trajectory
from .outcomes import OUTCOMES as OUTCOMES, outcomes_of as outcomes_of
from .perception import Side as Side
from .policy import Policy as Policy, Reason as Reason, Rule as Rule, reason as reason
from .slots import Block as Block, Slot as Slot, Slots as Slots
from .world import VARIABLES as VARIABLES, Scene as Scene, World as World
