"""What all tests share: draws that repeat themselves, and figures without a screen."""

import os
import tempfile

from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("ENTENTE_CACHE", tempfile.mkdtemp(prefix="entente-turns-"))  # nothing that was compiled before

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")
