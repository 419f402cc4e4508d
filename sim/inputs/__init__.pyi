from .actions import Action as Action, ActionRow as ActionRow, load_actions as load_actions
from .parameters import (
    Numbers as Numbers,
    Parameter as Parameter,
    Parameters as Parameters,
    Schedule as Schedule,
    Step as Step,
    load_parameters as load_parameters,
)
from .sources import Sources as Sources, load_sources as load_sources
from .triggers import Trigger as Trigger
