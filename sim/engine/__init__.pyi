from .interventions import NOTHING as NOTHING, Case as Case, Intervention as Intervention, case_of as case_of
from .replay import Replay as Replay
from .simulate import Block as Block, Checkpoint as Checkpoint, follow as follow, play as play, play_block as play_block
from .step import Kernel as Kernel, Turn as Turn
from .trajectory import (
    Follower as Follower,
    Observer as Observer,
    OrderFollower as OrderFollower,
    SeriesFollower as SeriesFollower,
    VariableFollower as VariableFollower,
)
