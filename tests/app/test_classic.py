"""Mesa's own page, where the extra is installed, with every other host blocked."""

from __future__ import annotations

from typing import Any

import pytest

from sim.app.classic import serve_classic
from sim.app.options import WatchOptions
from sim.base.errors import BadInput
from tests.app.conftest import Tab, start_server, stop_server


def test_without_the_extra_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadInput, match=r"entente\[solara\]"):
        serve_classic(WatchOptions(classic=True))


def test_mesas_page_steps_and_shows_the_orders_of_the_month(browser: Any) -> None:
    pytest.importorskip("solara", reason="SKIPPED: the extra solara is not installed")
    server, address = start_server("--classic")
    try:
        tab = Tab(browser, address)
        tab.page.goto(address)
        tab.page.get_by_role("button", name="Step").click(timeout=30_000)
        tab.page.get_by_text("Feb 2022").wait_for(timeout=15_000)
        assert tab.page.get_by_text("Ukraine").count() > 2
        tab.picture("classic")
        assert [said for said in tab.wrong if said.startswith("asked for")] == []
        tab.context.close()
    finally:
        stop_server(server)
