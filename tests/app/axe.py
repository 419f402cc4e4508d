"""What axe finds on a screen as it stands."""

from __future__ import annotations

from typing import Any

import pytest

AXE = pytest.importorskip("axe_playwright_python.sync_playwright", reason="SKIPPED: axe-playwright-python missing")
SERIOUS = """async () => {
  const found = [];
  // Contrasts apart from all else: together they take twice as long.
  for (const rules of [{ rules: { "color-contrast": { enabled: false } } }, { runOnly: ["color-contrast"] }]) {
    const { violations } = await axe.run({ resultTypes: ["violations"], ...rules });
    found.push(...violations.filter((one) => ["serious", "critical"].includes(one.impact)));
  }
  return found.map((one) => [one.id, one.nodes[0].html.slice(0, 200)]);
}"""


def serious(page: Any) -> list[list[str]]:
    """The rules that are broken so that it matters, each with the first element that does."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.Axe().axe_script)
    found: list[list[str]] = page.evaluate(SERIOUS)
    return found
