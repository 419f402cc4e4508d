from .designs import Arm as Arm, Contrast as Contrast, Design as Design, Factorial as Factorial
from .experiment import Request as Request, carry_out as carry_out
from .options import Checked as Checked, Options as Options, check as check
from .plan import Plan as Plan
from .samplers import (
    Declared as Declared,
    Posterior as Posterior,
    Prior as Prior,
    Sampler as Sampler,
    sampler_of as sampler_of,
)
from .statistics import adjusted_wald as adjusted_wald, paired_t as paired_t
from .store import Store as Store
from .tasks import Task as Task
