from .designs import Arm as Arm, Contrast as Contrast, Design as Design, Factorial as Factorial, Listed as Listed
from .evaluate import evaluate as evaluate
from .experiment import carry_out as carry_out
from .folder import free_for as free_for, recording as recording
from .options import Asked as Asked
from .plan import Plan as Plan
from .playing import Task as Task
from .samplers import (
    Declared as Declared,
    Posterior as Posterior,
    Prior as Prior,
    Sampler as Sampler,
    sampler_of as sampler_of,
)
from .statistics import adjusted_wald as adjusted_wald, paired_t as paired_t
from .store import Store as Store
from .study import Analysis as Analysis, Report as Report, Results as Results, Study as Study
