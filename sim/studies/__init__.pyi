from .ablation import Pattern as Pattern
from .history_test import judged_posterior as judged_posterior
