"""Whatever comes over a socket: it is told or the socket is closed; the server stays up and other tabs feel nothing."""

from __future__ import annotations

import json
import random
import socket
import subprocess
from contextlib import ExitStack
from typing import Any

import pytest

from sim.app.session import _ANSWERS

client = pytest.importorskip("websockets.sync.client", reason="SKIPPED: websockets is not installed")
exceptions = pytest.importorskip("websockets.exceptions", reason="SKIPPED: websockets is not installed")

HEAVY = ("answer", "arrivals", "open", "example", "curve")
"""Requests that play for seconds where they are understood."""

JUNK: list[Any] = [
    *(None, True, -1, 0, 3.5, 10**400, 2**63, -(2**70), float("nan"), float("inf")),
    *("", "x", "1", "support_ukraine", "__class__", "../../etc/passwd", "\x00", "\ud800", "²", "🚀" * 50, "9" * 4000),
    *([], {}, [[[[]]]], {"do": "open"}, ["support_ukraine"], {"lever": {"lever": {}}}),
]
KEYS = ("query", "until", "lever", "turn", "value", "levers", "action", "outcome", "kind", "plan", "month", "name")
WHOLE = (
    "",
    "null",
    "[]",
    "{}",
    "0",
    '"open"',
    "{" * 8000,
    "[" * 16000,
    '{"do":' * 2000 + "1" + "}" * 2000,
    '{"do":["open"]}',
    '{"do":{}}',
    '{"do":"__init__"}',
    '{"do":"serve"}',
    "\ufeff{}",
    "x" * 16000,
)


@pytest.fixture
def serving(server: Any, address: str) -> tuple[subprocess.Popen[bytes], str]:
    """The server of all tests of the page: what is sent here is to cost them nothing."""
    return server, address


def connected(address: str, **options: Any) -> Any:
    settings = {"open_timeout": 60, "close_timeout": 1, "max_size": None, **options}
    return client.connect(f"{address.replace('http', 'ws', 1)}socket", **settings)


def heard(tab: Any, wanted: str) -> dict[str, Any]:
    """The next message of a kind."""
    while True:
        message: dict[str, Any] = json.loads(tab.recv(timeout=120))
        if message["do"] == wanted:
            return message


def works(address: str) -> None:
    """A new tab gets its scenario, and months that it asks for."""
    with connected(address) as tab:
        tab.send(json.dumps({"do": "open", "query": "?scenario=vietnam-1965"}))
        assert heard(tab, "setup")["setup"]["months"]
        tab.send(json.dumps({"do": "frames", "until": 2}))
        assert len(heard(tab, "frames")["frames"]) == 3


def test_what_is_not_understood_is_told_and_the_tab_goes_on(serving: Any) -> None:
    _, address = serving
    rng = random.Random(7)
    with connected(address) as tab:
        tab.send(json.dumps({"do": "open", "query": "?scenario=vietnam-1965"}))
        heard(tab, "setup")
        for whole in WHOLE:
            tab.send(whole)
            assert heard(tab, "notice")["text"].startswith("A request was not understood")
        for _ in range(150):
            do = rng.choice([one for one in _ANSWERS if one not in HEAVY])
            tab.send(json.dumps({"do": do, **{key: rng.choice(JUNK) for key in rng.sample(KEYS, 5)}}))
        tab.send(json.dumps({"do": "no such thing"}))
        tab.send(json.dumps({"do": "frames", "until": 0}))
        heard(tab, "frames")
    works(address)


def test_requests_before_anything_is_open_are_told(serving: Any) -> None:
    _, address = serving
    with connected(address) as tab:
        for do in [one for one in _ANSWERS if one != "open"]:
            tab.send(json.dumps({"do": do, **dict.fromkeys(KEYS, 1)}))
            heard(tab, "notice")
    works(address)


@pytest.mark.parametrize("sent", ["x" * 20_000, b"\x00\xff", b""], ids=["huge", "bytes", "no bytes"])
def test_what_no_page_sends_closes_only_its_own_socket(serving: Any, sent: str | bytes) -> None:
    _, address = serving
    with connected(address) as tab:
        tab.send(sent)
        with pytest.raises(exceptions.ConnectionClosed):
            tab.recv(timeout=60)
    works(address)


@pytest.mark.thorough
def test_many_sockets_and_slow_ones_leave_others_alone(serving: Any) -> None:
    server, address = serving
    with ExitStack() as many:
        tabs = [many.enter_context(connected(address)) for _ in range(40)]
        for tab in tabs[:10]:  # ask much and read nothing
            tab.send(json.dumps({"do": "open", "query": "?scenario=vietnam-1965"}))
            tab.send(json.dumps({"do": "frames", "until": 40}))
        place = address.removeprefix("http://").rstrip("/").split(":")
        half = [many.enter_context(socket.create_connection((place[0], int(place[1])))) for _ in range(20)]
        for one in half:  # a request that never ends
            one.sendall(b"GET / HTTP/1.1\r\nHost: ")
        works(address)
    works(address)
    assert server.poll() is None


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1.evil.example"]
)
def test_sockets_of_other_sites_are_refused(serving: Any, origin: str) -> None:
    with pytest.raises(exceptions.InvalidStatus):
        connected(serving[1], origin=origin)
