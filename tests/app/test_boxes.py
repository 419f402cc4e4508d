"""No text over text and no sideways scrolling, on any screen, at the widths that people have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.boxes import OVERLAPS

CHOSEN = "?screen=world&month=2026-04&support_ukraine=35:1"


@pytest.mark.parametrize("width", [1440, 1024, 768, 390])
def test_no_text_lies_over_another(tab: Any, width: int) -> None:
    one = tab(viewport={"width": width, "height": 900})
    page = one.open(CHOSEN)
    one.until("view.bands && !view.waiting && view.answer", 120)
    for name in ("outcomes", "why", "story", "pairs", "effects"):
        one.get(f"actions.open('{name}')")
        if name == "why":
            one.get("actions.choose(8, -1)")
        assert (name, page.evaluate(OVERLAPS)) == (name, [])
        assert one.get("document.documentElement.scrollWidth") <= width
    for name in ("answer", "doses", "compare"):
        one.get(f"actions.enter('{name}')")
        page.wait_for_timeout(300)
        assert (name, page.evaluate(OVERLAPS)) == (name, [])
        assert one.get("document.documentElement.scrollWidth") <= width
    one.picture(f"boxes-{width}")
