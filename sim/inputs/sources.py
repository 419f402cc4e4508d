"""Where things come from: the passages of the brief, in own words, and the literature; `configs/sources.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput, known_or_bad
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import Schema, check, choice, table, text

STATUSES = ("modelled", "partly", "not_modelled")
JUDGED = "judged"
"""What a declaration cites when its number was made up, and says so."""


@dataclass(frozen=True)
class Passage:
    """One numbered place in the brief: what it says, what it was read as, how far it is modelled."""

    key: str
    section: str
    paraphrase: str
    read_as: str
    status: str
    note: str = ""
    through: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """One book, article or report that a number or a rule leans on."""

    key: str
    cite: str
    author: str
    year: int
    title: str
    where: str

    @property
    def line(self) -> str:
        """The full citation as one line."""
        return f"{self.author} ({self.year}). {self.title}. {self.where}."


@dataclass(frozen=True)
class Sources:
    """All passages and works, by key."""

    passages: Mapping[str, Passage]
    works: Mapping[str, Work]

    def known(self, key: str) -> bool:
        """Whether a citation resolves: a passage, a work, or openly judged."""
        return key in self.passages or key in self.works or key == JUDGED

    def passage(self, key: str, where: str = "passage") -> Passage:
        """One passage; raise `BadInput` listing those that exist."""
        return self.passages[known_or_bad(key, self.passages, where, "passage", "a passage of the brief")]

    def works_named(self, sentence: str) -> tuple[Work, ...]:
        """The works that a sentence names by author and year, `&` standing for `and`."""
        plain = sentence.replace("&", "and")
        return tuple(work for work in self.works.values() if work.cite in plain)


def sources_schema() -> Schema:
    """JSON Schema of the file of sources."""
    texts = {key: text(key) for key in ("section", "paraphrase", "read_as", "note")}
    status = choice("how far the passage is modelled", list(STATUSES))
    through: Schema = {"type": "array", "items": text("what carries it"), "description": "what carries it beside"}
    passage = table(
        {**texts, "status": status, "through": through},
        ["section", "paraphrase", "read_as", "status"],
        "a passage of the brief",
    )
    columns = ["cite", "author", "year", "title", "where"]
    year: Schema = {"type": "integer", "minimum": 1500, "maximum": 2100, "description": "year of publication"}
    work = table({**{key: text(key) for key in columns}, "year": year}, columns, "a work")
    named = {"passages": passage, "works": work}
    tables: dict[str, Schema] = {
        name: {"type": "object", "additionalProperties": row, "description": name} for name, row in named.items()
    }
    return table(tables, list(tables), "the file of sources")


def load_sources(path: Path = CONFIGS / "sources.toml") -> Sources:
    """Read passages and works; raise `BadInput` for unknown keys and for a gap that nobody explains."""
    where, document = shown(path), read_toml(path)
    check(document, sources_schema(), where)
    return Sources(
        {key: _passage(key, entry, where) for key, entry in document["passages"].items()},
        {key: Work(key=key, **entry) for key, entry in document["works"].items()},
    )


def _passage(key: str, entry: dict[str, Any], where: str) -> Passage:
    passage = Passage(**{"key": key, **entry, "through": tuple(entry.get("through", ()))})
    if passage.status != "modelled" and not passage.note:
        raise BadInput(where, f"passages.{key}.note", None, f"a note that says why it is {passage.status}")
    return passage
