"""Chains from what is done to what comes of it, link by link, and how each link is tested: `configs/chains.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput, known_or_bad
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import Schema, check, choice, table, text

FORCES = {
    "dose": "a lever, by its dose",
    "start": "a lever at its dose of 1, by the months of the window after which it begins",
    "order": "WHO:ACTION:WHOM, given in this amount every month",
    "held": "a variable such as tie.WHO.WHOM, held at a value",
    "parameter": "a parameter",
    "theory": "a question on which theory disagrees, by the answer",
}
"""What can be forced, and how it is named; several orders or variables stand with commas between them."""

ANSWERS = {
    "outcome": "an outcome",
    "series": "a series, its mean over the months of the window",
    "variable": "a variable or view such as tie.WHO.WHOM, its mean over the months of the window",
    "orders": "WHO:ACTION:WHOM with * for anybody, orders a year",
}
"""What can answer, and how it is named; several orders are added, several variables averaged."""

DIRECTIONS = ("up", "down", "contested")
"""Which way the answer is expected to move when what is forced rises."""

TESTED = {
    "force": "what is forced",
    "answer": "what answers",
    "expect": "which way it is expected to move",
    "because": "who expects it",
    "least": "elasticity from which the link counts as alive",
}
"""What a link needs so that it can be tested."""

NEVER, FREE = "never", "as it is"
"""Ends of a forced change that are no numbers: an order that is barred; the scenario as it stands."""

End = float | str


@dataclass(frozen=True)
class Forced:
    """What is forced, from a low to a high end: the kind, a key of `FORCES`, and the names."""

    kind: str
    names: tuple[str, ...]
    low: End = FREE
    high: End = FREE

    @property
    def said(self) -> str:
        """What is forced, in words."""
        return f"{self.kind} {', '.join(self.names)}"


@dataclass(frozen=True)
class Answer:
    """What is looked at: the kind, a key of `ANSWERS`, and the names."""

    kind: str
    names: tuple[str, ...]

    @property
    def said(self) -> str:
        """The answer in words."""
        return f"{self.kind} {', '.join(self.names)}"


@dataclass(frozen=True)
class Link:
    """One step of a chain: what is forced, what answers, which way it is expected to and by whom.

    From an elasticity of `least` on, whichever its sign, the link counts as alive. A link that is `not_modelled` says
    why instead.
    """

    chain: str
    number: int
    name: str
    not_modelled: str = ""
    force: Forced = field(default_factory=lambda: Forced("", ()))
    answer: Answer = field(default_factory=lambda: Answer("", ()))
    expect: str = ""
    because: str = ""
    least: float = 0.0

    @property
    def key(self) -> str:
        """Where the link stands in the file."""
        return f"chains.{self.chain}.links[{self.number}]"


@dataclass(frozen=True)
class Chain:
    """All links of a passage, in order; forward from what is done to the ends, then what the other side does."""

    passage: str
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Chains:
    """All chains of a scenario, by passage; `still` says of parts that move nothing why they are kept."""

    where: str
    scenario: str
    chains: Mapping[str, Chain]
    still: Mapping[str, str] = field(default_factory=dict)

    def of(self, passage: str, where: str) -> Chain:
        """One chain; raise `BadInput` listing those that there are."""
        return self.chains[known_or_bad(passage, self.chains, where, "--chain", "a passage that has a chain")]


def chains_schema() -> Schema:
    """JSON Schema of the file of chains."""
    chain = table(
        {
            "title": text("the chain in words"),
            "links": {"type": "array", "minItems": 1, "items": _link_schema(), "description": "the links, in order"},
        },
        ["title", "links"],
        "a chain",
    )
    chains: Schema = {"type": "object", "additionalProperties": chain, "description": "chains by passage"}
    still: Schema = {"type": "object", "additionalProperties": text("why it is kept"), "description": "parts by name"}
    return table(
        {"scenario": text("the scenario that the chains are of"), "chains": chains, "still": still},
        ["scenario", "chains"],
        "the file of chains",
    )


def _link_schema() -> Schema:
    end: Schema = {"type": ["number", "string"], "description": f"a number, `{NEVER}`, or the name of an answer"}
    least: Schema = {"type": "number", "minimum": 0, "maximum": 2, "description": "elasticity from which it is alive"}
    return table(
        {
            "name": text("the link in words"),
            "not_modelled": text("why the link is not modelled"),
            "force": table({**_texts(FORCES), "low": end, "high": end}, [], "what is forced"),
            "answer": table(_texts(ANSWERS), [], "what answers"),
            "expect": choice("which way the answer is expected to move", list(DIRECTIONS)),
            "because": text("the passage or literature that expects it"),
            "least": least,
        },
        ["name"],
        "a link",
    )


def _texts(meanings: Mapping[str, str]) -> dict[str, Schema]:
    return {name: text(meaning) for name, meaning in meanings.items()}


def load_chains(path: Path = CONFIGS / "chains.toml") -> Chains:
    """Read the chains; raise `BadInput` for unknown keys, missing ones, and a link that forces or asks twice."""
    where, document = shown(path), read_toml(path)
    check(document, chains_schema(), where)
    chains = {key: _chain(key, entry, where) for key, entry in document["chains"].items()}
    return Chains(where, document["scenario"], chains, document.get("still", {}))


@cache
def shipped_chains() -> Chains:
    """The chains that ship with the project, read and checked once."""
    return load_chains()


def _chain(passage: str, entry: Mapping[str, Any], where: str) -> Chain:
    links = tuple(_link(passage, number, row, where) for number, row in enumerate(entry["links"]))
    return Chain(passage, entry["title"], links)


def _link(chain: str, number: int, row: Mapping[str, Any], where: str) -> Link:
    link = Link(chain, number, row["name"], row.get("not_modelled", ""))
    if link.not_modelled:
        return link
    for key in TESTED:
        if key not in row:
            raise BadInput(where, f"{link.key}.{key}", None, f"this key, or not_modelled: {TESTED[key]}")
    ends = {key: row["force"][key] for key in ("low", "high") if key in row["force"]}
    force = Forced(*_one(row["force"], FORCES, where, f"{link.key}.force"), **ends)
    answer = Answer(*_one(row["answer"], ANSWERS, where, f"{link.key}.answer"))
    return replace(link, force=force, answer=answer, **{key: row[key] for key in ("expect", "because", "least")})


def _one(row: Mapping[str, Any], kinds: Mapping[str, str], where: str, key: str) -> tuple[str, tuple[str, ...]]:
    """The one kind that is named, and the names that stand there."""
    named = [kind for kind in kinds if kind in row]
    if len(named) != 1:
        raise BadInput(where, key, ", ".join(named), "one kind, and only one", kinds)
    return named[0], tuple(name.strip() for name in row[named[0]].split(","))
