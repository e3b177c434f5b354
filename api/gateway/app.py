"""The gateway's ASGI application: paths, and what runs beside requests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from api.gateway.ears import Ears
from api.gateway.endings import on_ending
from api.gateway.exchange import Endpoint, Handler, refusal
from api.gateway.feed import Feed
from api.gateway.files import allow_connections
from api.gateway.hub import Hub
from api.gateway.looks import Looks
from api.gateway.metrics import Metrics
from api.gateway.openai.desk import Desk
from api.gateway.openai.errors import refusal_of
from api.gateway.openai.routes import BASE as OPENAI
from api.gateway.openai.routes import answerers, openai_routes
from api.gateway.places import Places
from api.gateway.polls import Polls
from api.gateway.questions.routes import question_routes
from api.gateway.rows import Rows
from api.gateway.streams import Streams
from api.gateway.system import System
from api.gateway.tokens import TokenStreams
from api.gateway.watches import Watches
from api.gateway.whole import WholeStreams
from api.rest.errors import NoSuchPath, WrongMethod
from orchestration.config import Config
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.ephemeral.talk import Bounds
from orchestration.errors import UserError

_V1: Final = "/api/v1"
_TASK: Final = "/tasks/{task_id:uuid}"


def make_application(config: Config) -> Starlette:
    """Return the application; nothing is connected before it is started or asked."""
    limits = config.limits
    hub = Hub(
        rows=Rows(config.gateway.threads),
        watches=Watches(),
        places=Places(limits.gateway_waiters, limits.gateway_waiters_per_key),
        feed=Feed(str(config.redis_url)),
        settings=config.gateway,
        limits=limits,
    )
    ears = Ears(str(config.redis_url), hub.watches)
    calls = AsyncCalls(str(config.redis_url), Bounds.of(config.ephemeral))
    desk = Desk(hub, str(config.redis_url), calls)
    who, polls = answerers(hub, calls, desk, config.inference.context_length), Polls(hub)
    application = Starlette(
        routes=[  # those that are asked most come first: all before a match are looked at
            *openai_routes(hub, who, calls),
            *question_routes(hub, desk, who.texts, polls),
            *_routes(hub, polls, Metrics(hub.places, ears, hub.feed)),
        ],
        exception_handlers={404: _nothing_here, 405: _wrong_method},
        lifespan=_lifespan(hub, ears, calls, desk),
    )
    application.router.redirect_slashes = False
    return application


def _routes(hub: Hub, polls: Polls, metrics: Metrics) -> list[Route]:
    system = System(hub, metrics)
    streams, tokens, whole = Streams(hub), TokenStreams(hub), WholeStreams(hub)
    return [
        *(
            route
            for base in (_V1, f"{_V1}/ai-orchestration")
            for route in (
                _route(f"{base}/tasks", "POST", polls.submit),
                _route(base + _TASK, "GET", polls.look),
                _route(f"{base}{_TASK}/events", "GET", streams.follow),
                _route(f"{base}{_TASK}/tokens", "GET", tokens.follow),
                _route(f"{base}{_TASK}/stream", "GET", whole.follow),
            )
        ),
        _route("/health", "GET", system.health),
        _route("/ready", "GET", system.ready),
        _route("/metrics", "GET", system.metrics),
    ]


def _route(path: str, method: str, handler: Handler) -> Route:
    return Route(path, Endpoint(handler), methods=[method])


def _lifespan(hub: Hub, ears: Ears, calls: AsyncCalls, desk: Desk) -> Any:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        looks = Looks(hub.rows, hub.watches, hub.settings.look_s)
        running = [asyncio.create_task(each.run()) for each in (ears, looks, hub.feed)]
        allow_connections(hub.limits.gateway_waiters)
        on_ending(hub.watches.close)
        async with desk.open():
            yield
            hub.watches.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await hub.feed.close()
        await calls.close()
        hub.rows.close()

    return lifespan


async def _nothing_here(request: Request, error: Exception) -> Response:
    del error
    problem = NoSuchPath(
        "The gateway serves nothing at this path.",
        mend="It answers questions, long polls and streams; the rest of the API is on web.",
    )
    return _refused(problem, request)


async def _wrong_method(request: Request, error: Exception) -> Response:
    del error
    allowed = ", ".join(_allowed(request))
    problem = WrongMethod(
        f"{request.method} is not allowed here.",
        field="method",
        value=request.method,
        mend=f"Use one of: {allowed}.",
    )
    return _refused(problem, request, allowed=allowed)


def _allowed(request: Request) -> list[str]:
    """Return the methods of a path, each of which may have a route of its own."""
    routes: list[Route] = request.app.routes
    found = [each for each in routes if each.matches(request.scope)[0] is not Match.NONE]
    return sorted(method for each in found for method in each.methods or ())


def _refused(problem: UserError, request: Request, *, allowed: str | None = None) -> Response:
    path = request.url.path
    if path.startswith(f"{OPENAI}/"):
        found = refusal_of(problem).response()
        if allowed is not None:
            found.headers["Allow"] = allowed
    else:
        found = refusal(problem, path, allowed=allowed)
    return Response(found.content, found.status_code, dict(found.headers))
