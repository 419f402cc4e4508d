from .base.errors import BadInput as BadInput
from .engine.interventions import Intervention as Intervention
from .face.changes import Changes as Changes
from .face.entry import (
    evaluate as evaluate,
    list_scenarios as list_scenarios,
    list_studies as list_studies,
    load as load,
    study as study,
)
from .face.run import Run as Run
from .face.runs import Runs as Runs
from .face.scenario import Scenario as Scenario
from .face.studied import Studied as Studied

__version__: str
