"""The words a story is told in: how actors are called, what an order, a shock and a level of a dispute are called."""

from __future__ import annotations

from collections.abc import Sequence

from sim.inputs.actions import ActionRow

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WITH_ARTICLE = ("United", "European", "Soviet", "Democratic", "Republic", "Union", "League", "Federal")
"""First words of names that English puts an article before."""

SHOCK: dict[str, tuple[str, str, str]] = {
    "border_closed": (
        "The border of {a} closes ({now:.0%} shut).",
        "The border of {a} opens in part ({now:.0%} shut).",
        "The border of {a} is open.",
    ),
    "aid_blocked": (
        "Politics at home block the aid of {a}.",
        "Politics at home block less of the aid of {a}.",
        "Politics at home no longer block the aid of {a}.",
    ),
    "hawkish_government": (
        "The government of {a} takes a harder line.",
        "The government of {a} takes a softer line.",
        "The government of {a} takes a softer line.",
    ),
    "politics_open": (
        "Governments and aid of {a} are left to chance.",
        "Governments and aid of {a} are left to chance no more.",
        "Governments and aid of {a} are left to chance no more.",
    ),
    "election": (
        "An election may put another government of {a} in office.",
        "The election of {a} is over.",
        "The election of {a} is over.",
    ),
    "handover": (
        "Another government of {a} takes office.",
        "The new government of {a} is in office.",
        "The new government of {a} is in office.",
    ),
    "incursion": (
        "Enemy troops stand on the soil of {a}.",
        "Fewer enemy troops stand on the soil of {a}.",
        "The last enemy troops leave the soil of {a}.",
    ),
    "exercise_season": (
        "The yearly exercises of {a} are due.",
        "The yearly exercises of {a} are fewer.",
        "The yearly exercises of {a} are over.",
    ),
}
"""What it means when a variable of the calendar rises, when it falls, and when it falls to nothing."""

RUNG = {2: "a threat of force", 3: "a display of force", 4: "the use of force", 5: "war"}
"""Levels of a militarised dispute."""


def month_name(label: str) -> str:
    """A year-month as it is spoken: `2023-08` is Aug 2023."""
    return f"{MONTHS[int(label[-2:]) - 1]} {label[:-3]}"


def called(title: str) -> str:
    """An actor's name within a sentence."""
    return f"the {title}" if title.split()[0] in WITH_ARTICLE else title


def labelled(name: str, titles: Sequence[str]) -> str:
    """A declared name as a label: in words, and the actors in it as they are written."""
    written = {title.lower(): title for title in titles}
    return capital(" ".join(written.get(word, word) for word in condition(name).split()))


def capital(sentence: str) -> str:
    """The sentence with its first letter raised."""
    return sentence[:1].upper() + sentence[1:]


def listed(names: Sequence[str]) -> str:
    """Names as a list in words."""
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]


def many(titles: Sequence[str]) -> bool:
    """Whether the verb stands in the plural."""
    return len(titles) > 1 or " and " in titles[0] or titles[0].split()[0].endswith("s")


def deed(row: ActionRow, titles: Sequence[str], target: str | None) -> str:
    """An order in words, without its end: who does what, toward whom."""
    said = row.told(called(target) if target else None, several=many(titles))
    return capital(f"{listed([called(t) for t in titles])} {said}")


def counted(number: float, thing: str) -> str:
    """A count with its noun in the right number."""
    return f"{number:.0f} {thing}" if round(number) == 1 else f"{number:.0f} {thing}s"


def condition(name: str) -> str:
    """A reason's name as words."""
    return name.replace("_", " ")
