"""The page's server: a page, its own few files, one socket a tab, and what can be taken away."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib import resources
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from sim.app.answer import answer
from sim.app.choice import Choice, read_choice
from sim.app.compare import compare
from sim.app.contract_answer import Answer, Effects, Mixes, Studies
from sim.app.effects import effects
from sim.app.kinds import coloured
from sim.app.modules import page
from sim.app.options import LOOPBACK, WatchOptions
from sim.app.results import finished_for
from sim.app.scripted import pathway_toml, script_toml
from sim.app.session import Session
from sim.app.setup import setup
from sim.app.studies import studies
from sim.app.takeaway import orders_csv, replay_html, run_csv
from sim.app.worker_pool import WorkerPool
from sim.base.errors import BadInput

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The browser itself forbids the page to load anything from elsewhere."""

REPLAY_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


class Guard:
    """Adds the policy and keeps files fresh; written plainly because sockets pass through it too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add headers to its answer."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                extra = {"content-security-policy": POLICY, "x-content-type-options": "nosniff"}
                extra |= {"referrer-policy": "no-referrer", "cache-control": "no-cache"}
                message["headers"] += [(k.encode(), v.encode()) for k, v in extra.items() if k.encode() not in names]
            await send(message)

        await self.app(scope, receive, sent)


def application(options: WatchOptions) -> Starlette:
    """The server of one page, ready to be run."""
    workers, usual = WorkerPool(options.replicates), _usual(options)

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        # The first visitor should not wait for what is the same for all, so it is made while the browser starts.
        warming = [asyncio.create_task(one) for one in (workers.baseline(usual), asyncio.to_thread(setup, usual))]
        yield
        for one in warming:
            one.cancel()
        await asyncio.to_thread(workers.close)

    async def socket(websocket: WebSocket) -> None:
        if _own(websocket):
            await Session(websocket, workers, usual).serve()
        else:
            await websocket.close(code=1008)

    routes = [
        Route("/", _page),
        WebSocketRoute("/socket", socket),
        Route("/run.csv", _download(usual, "csv", run_csv)),
        Route("/possible_orders.csv", _download(usual, "possible_orders.csv", orders_csv)),
        Route("/orders.toml", _download(usual, "orders.toml", script_toml, "application/toml")),
        Route("/levers.toml", _download(usual, "levers.toml", pathway_toml, "application/toml")),
        Route("/replay.html", _replay(usual, workers)),
        Route("/effects.json", _answered(usual, options, _effects_of)),
        Route("/answer.json", _answered(usual, options, _answer_of)),
        Route("/compare.json", _answered(usual, options, _compare_of)),
        Route("/studies.json", _answered(usual, options, _studies_of)),
        Mount("/static", StaticFiles(directory=str(resources.files("sim.app") / "static"))),
    ]
    hosts = [*LOOPBACK, "[::1]"] if options.local else ["*"]
    guards = [Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(Guard)]
    return Starlette(routes=routes, middleware=guards, lifespan=life)


def _usual(options: WatchOptions) -> Choice:
    """What is shown where a link says nothing else."""
    return Choice(options.scenario, options.seed, options.replicate, source=options.parameters, script=options.script)


def _own(websocket: WebSocket) -> bool:
    """Whether a socket is opened by this very page, not by another site in the same browser."""
    origin = websocket.headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == websocket.headers.get("host")


async def _page(request: Request) -> Response:
    return HTMLResponse(coloured(page()))


def _download(
    usual: Choice, ending: str, made: Callable[[Choice], str], kind: str = "text/csv"
) -> Callable[[Request], Awaitable[Response]]:
    async def download(request: Request) -> Response:
        choice, _ = read_choice(request.url.query, usual)
        try:
            return PlainTextResponse(await asyncio.to_thread(made, choice), 200, _named(choice, ending), kind)
        except BadInput as error:
            return PlainTextResponse(str(error), 404)

    return download


def _replay(usual: Choice, workers: WorkerPool) -> Callable[[Request], Awaitable[Response]]:
    async def made(request: Request) -> Response:
        choice, _ = read_choice(request.url.query, usual)
        bands = {"baseline": await workers.baseline(choice), "bands": await workers.under(choice)}
        page = await asyncio.to_thread(replay_html, choice, bands, request.url.query)
        return HTMLResponse(page, 200, {**_named(choice, "html"), "content-security-policy": REPLAY_POLICY})

    return made


def _answered(
    usual: Choice, options: WatchOptions, made: Callable[[Choice, WatchOptions], object]
) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        choice, _ = read_choice(request.url.query, usual)
        return JSONResponse(await asyncio.to_thread(made, choice, options))

    return answered


def _answer_of(choice: Choice, options: WatchOptions) -> Answer:
    return answer(choice, finished_for(choice.played, options.results), options.replicates)


def _compare_of(choice: Choice, options: WatchOptions) -> Mixes | None:
    return compare(choice, finished_for(choice.played, options.results))


def _studies_of(choice: Choice, options: WatchOptions) -> Studies:
    return studies(choice, options.results)


def _effects_of(choice: Choice, options: WatchOptions) -> Effects:
    return effects(choice, finished_for(choice.played, options.results))


def _named(choice: Choice, ending: str) -> dict[str, str]:
    name = re.sub(r"[^a-z0-9-]", "", choice.scenario.lower())
    file = f"{name}-seed{choice.seed}-replicate{choice.replicate}.{ending}"
    return {"content-disposition": f'attachment; filename="{file}"'}
