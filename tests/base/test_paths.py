"""A long file is read once, and what was read is kept; nothing that is wrong with the cache changes what is read."""

import tomllib

import pytest

from sim.base.errors import BadInput
from sim.base.paths import CONFIGS, LONG, read_toml

FILE = CONFIGS / "parameters.toml"
EXACT = tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache of its own."""
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "parsed"


def test_what_is_kept_is_exactly_what_was_read(cache, monkeypatch):
    assert read_toml(FILE) == EXACT
    monkeypatch.setattr(tomllib, "loads", None)
    assert read_toml(FILE) == EXACT


@pytest.mark.parametrize("content", ["", "{", "[1]", "null"])
def test_a_damaged_cache_is_read_anew(cache, content):
    read_toml(FILE)
    for path in cache.iterdir():
        path.write_text(content)
    assert read_toml(FILE) == EXACT


def test_a_cache_that_cannot_be_written_harms_nobody(cache):
    cache.parent.write_text("a file")
    assert read_toml(FILE) == EXACT


def test_what_json_lacks_is_read_all_the_same_and_a_mistake_told(cache, tmp_path):
    (tmp_path / "dated.toml").write_text("day = 2022-02-24\n" + "#" * LONG)
    (tmp_path / "wrong.toml").write_text("day = \n" + "#" * LONG)
    assert str(read_toml(tmp_path / "dated.toml")["day"]) == str(read_toml(tmp_path / "dated.toml")["day"])
    with pytest.raises(BadInput, match="valid TOML"):
        read_toml(tmp_path / "wrong.toml")
    assert not list(cache.glob("*"))
