from .changes import Changes as Changes
from .entry import (
    evaluate as evaluate,
    list_scenarios as list_scenarios,
    list_studies as list_studies,
    load as load,
    study as study,
)
from .run import Run as Run
from .runs import Runs as Runs
from .scenario import Scenario as Scenario
from .studied import Studied as Studied
