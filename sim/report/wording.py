"""The words a story is told in: how actors are called, what an order, a shock and a level of a dispute are called."""

from __future__ import annotations

from collections.abc import Sequence

from sim.inputs.actions import Action

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WITH_ARTICLE = ("United", "European", "Soviet", "Democratic", "Republic", "Union", "League", "Federal")
"""First words of names that English puts an article before."""

ORDER: dict[Action, tuple[str, str]] = {
    Action.SUPPLY_MUNITIONS: ("ships munitions to {b}", "ship munitions to {b}"),
    Action.SEND_TROOPS: ("sends soldiers to fight for {b}", "send soldiers to fight for {b}"),
    Action.SEND_AID: ("gives aid to {b}", "give aid to {b}"),
    Action.TRANSFER_TECHNOLOGY: ("hands military technology to {b}", "hand military technology to {b}"),
    Action.SHIELD: ("shields {b} from measures against it", "shield {b} from measures against it"),
    Action.SANCTION: ("sanctions {b}", "sanction {b}"),
    Action.EXERCISE: ("exercises against {b}", "exercise against {b}"),
    Action.SHARE_INTELLIGENCE: ("shares intelligence with {b}", "share intelligence with {b}"),
    Action.TALK: ("seeks talks with {b}", "seek talks with {b}"),
    Action.PARTNER: ("takes a step toward an accord with {b}", "take a step toward an accord with {b}"),
    Action.PROVOKE: ("stages an incident against {b}", "stage an incident against {b}"),
    Action.TEST_NUCLEAR: ("tests a nuclear device", "test a nuclear device"),
    Action.BROADCAST: ("brings outside information into {b}", "bring outside information into {b}"),
}
"""What an order is, of one actor and of several."""

ALONE: dict[Action, tuple[str, str]] = {Action.PROVOKE: ("tests missiles", "test missiles")}
"""What an order without an addressee is, where that is something else."""

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
    "incursion": (
        "Enemy troops stand on the soil of {a}.",
        "Fewer enemy troops stand on the soil of {a}.",
        "The last enemy troops leave the soil of {a}.",
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


def deed(action: Action, titles: Sequence[str], target: str | None) -> str:
    """An order in words, without its end: who does what, toward whom."""
    verbs = ORDER[action] if target is not None else ALONE.get(action, ORDER[action])
    said = verbs[many(titles)].format(b=called(target) if target else "itself")
    return capital(f"{listed([called(t) for t in titles])} {said}")


def counted(number: float, thing: str) -> str:
    """A count with its noun in the right number."""
    return f"{number:.0f} {thing}" if round(number) == 1 else f"{number:.0f} {thing}s"


def condition(name: str) -> str:
    """A reason's name as words."""
    return name.replace("_", " ")
