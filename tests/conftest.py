"""What all tests share: draws that repeat themselves, figures without a screen, and which of them one process plays."""

import gc
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TURNS = Path(__file__).parents[1] / ".pytest_cache" / "turns"
"""What was compiled, by a hash of all that it depends on, for all processes of a session and for the next one."""

gc.set_threshold(50_000, 20, 50)  # looking for garbage among all that is loaded took a tenth of the time

os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("ENTENTE_CACHE", str(TURNS))

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("quick", settings.get_profile("steady"), max_examples=5)
settings.register_profile("deep", settings.get_profile("steady"), max_examples=50)
settings.load_profile("steady")

KEPT = 3 * 24 * 3600.0
"""Seconds for which what was compiled is kept."""

BROWSER = {"browser", "server", "folder"}
"""Fixtures of the page, which one process makes for all."""

SLOW = {*BROWSER, "compiled"}
"""Fixtures for which one waits: what needs them is left out by `make quick`, and so are these files and rooms."""

SLOW_FILES = {
    *("test_cases", "test_cli", "test_cluster", "test_compiled", "test_docs", "test_drivers", "test_howto"),
    *("test_howto_results", "test_laws", "test_notebooks", "test_other_cases", "test_processes", "test_processors"),
    *("test_manners", "test_program", "test_ray", "test_readme", "test_shapes", "test_site", "test_spared"),
    *("test_startup", "test_stubs"),
}
SLOW_ROOMS = {"app", "engine", "face", "studies"}


def is_slow(path):
    """Whether all tests of a file are slow."""
    return path.stem in SLOW_FILES or path.parent.name in SLOW_ROOMS


def pytest_ignore_collect(collection_path, config):
    """What is left out as a whole need not be loaded."""
    return True if config.option.markexpr == "not slow and not thorough" and is_slow(collection_path) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What costs much is made once: the tests of a file are played by one process, and so are all in the browser."""
    for item in items:
        needed = {*item.fixturenames}
        item.add_marker(pytest.mark.xdist_group("browser" if BROWSER & needed else item.path.stem))
        if SLOW & needed or is_slow(item.path):
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

    for name in ("vietnam-1965", "northeast-asia", "iran-russia"):
        compiled_once(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "WORTH_LOADING", 0)
        yield
