"""The documents as a site: built strictly, every link within it leads somewhere, nothing is loaded from elsewhere."""

from __future__ import annotations

import html.parser
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


class Page(html.parser.HTMLParser):
    """What a page loads, and where it leads."""

    def __init__(self, text):
        super().__init__()
        self.loaded, self.links, self.names = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.names |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif given.get(LOADING.get(tag, "")) and given.get("rel") not in ("canonical", "next", "prev"):
            self.loaded.append(given[LOADING[tag]])


def test_what_is_written_for_a_repository_becomes_what_a_site_shows(monkeypatch):
    if not find_spec("mkdocs"):
        pytest.skip('SKIPPED: the documents need pip install "entente[docs]"')
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import site_hooks

    page = SimpleNamespace(file=SimpleNamespace(src_uri="model.md"))
    written = "As $\\sigma(x)$ in [the page](watch.md#top), [a file](../sim/base/paths.py), `$x$`."
    shown = site_hooks.on_page_markdown(written, page, None, None)
    assert shown.count('class="formula"') == 1 and "[the page](watch.md#top), a file, `$x$`." in shown
    config = SimpleNamespace(nav=[{"Home": "index.md"}, {"Tutorial": "tutorial.md"}, {"How to": []}])
    nav = repr(site_hooks.on_config(config).nav)
    for path in (ROOT / "docs").rglob("*.md"):
        assert path.relative_to(ROOT / "docs").as_posix() in nav


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as `make docs` builds it."""
    if not all(find_spec(name) for name in ("mkdocs", "material", "mkdocstrings", "nbconvert")):
        pytest.skip('SKIPPED: the documents need pip install "entente[docs]"')
    place = tmp_path_factory.mktemp("site")
    settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "MPLBACKEND": "Agg"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(place)]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.relative_to(place).as_posix(): Page(path.read_text("utf-8")) for path in place.rglob("*.html")}, place


@pytest.mark.thorough
def test_every_document_is_a_page(site):
    pages, _ = site
    for path in (ROOT / "docs").rglob("*.md"):
        assert path.relative_to(ROOT / "docs").with_suffix(".html").as_posix() in pages
    for path in (ROOT / "docs" / "notebooks").glob("*.ipynb"):
        assert f"notebooks/{path.stem}.html" in pages
    assert "index.html" in pages


@pytest.mark.thorough
def test_no_page_loads_anything_from_elsewhere(site):
    pages, place = site
    for name, page in pages.items():
        for loaded in page.loaded:
            assert loaded.startswith("data:") or not urlsplit(loaded).netloc, f"{name}: {loaded}"
    for path in place.rglob("*.css"):
        assert not re.search(r"@import|url\(\W?(https?:)?//", path.read_text("utf-8")), path
    assert not any("mermaid" in names for page in pages.values() for names in page.names)


@pytest.mark.thorough
def test_every_link_within_the_site_leads_somewhere(site):
    pages, place = site
    for name, page in pages.items():
        if name == "404.html":
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (place / name).parent / unquote(parts.path) if parts.path else place / name
            assert target.exists(), f"{name}: {link}"


@pytest.mark.thorough
def test_formulas_are_set(site):
    _, place = site
    model = (place / "model.html").read_text("utf-8")
    assert model.count('class="formula"') > 200
    assert not re.search(r"<code>[^<]*\\(frac|sum|min|sigma)", model) and "$$" not in model


@pytest.mark.thorough
def test_the_reference_says_what_functions_give(site):
    _, place = site
    told = (place / "reference" / "lab.html").read_text("utf-8")
    assert "Play and record a study, or read it where it stands finished" in told
