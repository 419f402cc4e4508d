"""What all tests share: draws that repeat themselves, figures without a screen, and which of them one process plays."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TURNS = Path(__file__).parents[1] / ".pytest_cache" / "turns"
"""What was compiled, by a hash of all that it depends on, for all processes of a session and for the next one."""

os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("ENTENTE_CACHE", str(TURNS))

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("quick", settings.get_profile("steady"), max_examples=5)
settings.load_profile("steady")

KEPT = 3 * 24 * 3600.0
"""Seconds for which what was compiled is kept."""

BROWSER = {"browser", "server", "folder"}
SLOW = {*BROWSER, "compiled"}
"""Fixtures for which one waits: what needs them is left out by `make quick`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What costs much is made once: the tests of a file are played by one process, and so are all in the browser."""
    for item in items:
        together = "browser" if BROWSER & {*item.fixturenames} else item.path.stem
        item.add_marker(pytest.mark.xdist_group(together))
        if SLOW & {*item.fixturenames}:
            item.add_marker(pytest.mark.slow)


def pytest_sessionstart(session):
    """Turns that no session of the last days has asked for are of code that is gone."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for file in TURNS.glob("*.turn"):
            if time.time() - file.stat().st_atime > KEPT:
                file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def compiled():
    """Small studies are played by the compiled turn too: it gives the same bits, which is tested where it is made."""
    from worlds import compiled_once

    from sim.engine.kernel import choice

    for name in ("vietnam-1965", "northeast-asia"):
        compiled_once(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "WORTH_LOADING", 0)
        yield
