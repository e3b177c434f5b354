"""The gateway's ASGI application: paths, and what runs beside requests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from django.http import HttpResponse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.gateway.ears import Ears
from api.gateway.endings import on_ending
from api.gateway.exchange import Endpoint, Handler, refusal
from api.gateway.feed import Feed
from api.gateway.files import allow_connections
from api.gateway.hub import Hub
from api.gateway.looks import Looks
from api.gateway.metrics import Metrics
from api.gateway.places import Places
from api.gateway.polls import Polls
from api.gateway.rows import Rows
from api.gateway.streams import Streams
from api.gateway.system import System
from api.gateway.tokens import TokenStreams
from api.gateway.watches import Watches
from api.rest.errors import NoSuchPath, WrongMethod
from orchestration.config import Config

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
    application = Starlette(
        routes=_routes(hub, Metrics(hub.places, ears, hub.feed)),
        exception_handlers={404: _nothing_here, 405: _wrong_method},
        lifespan=_lifespan(hub, ears),
    )
    application.router.redirect_slashes = False
    return application


def _routes(hub: Hub, metrics: Metrics) -> list[Route]:
    polls, system = Polls(hub), System(hub, metrics)
    streams, tokens = Streams(hub), TokenStreams(hub)
    return [
        *(
            route
            for base in (_V1, f"{_V1}/ai-orchestration")
            for route in (
                _route(f"{base}/tasks", "POST", polls.submit),
                _route(base + _TASK, "GET", polls.look),
                _route(f"{base}{_TASK}/events", "GET", streams.follow),
                _route(f"{base}{_TASK}/tokens", "GET", tokens.follow),
            )
        ),
        _route(f"{_V1}/orchestration/execute", "POST", polls.execute),
        _route("/health", "GET", system.health),
        _route("/ready", "GET", system.ready),
        _route("/metrics", "GET", system.metrics),
    ]


def _route(path: str, method: str, handler: Handler) -> Route:
    return Route(path, Endpoint(handler), methods=[method])


def _lifespan(hub: Hub, ears: Ears) -> Any:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        looks = Looks(hub.rows, hub.watches, hub.settings.look_s)
        running = [asyncio.create_task(each.run()) for each in (ears, looks, hub.feed)]
        allow_connections(hub.limits.gateway_waiters)
        on_ending(hub.watches.close)
        yield
        hub.watches.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await hub.feed.close()
        hub.rows.close()

    return lifespan


async def _nothing_here(request: Request, error: Exception) -> Response:
    del error
    problem = NoSuchPath(
        "The gateway serves nothing at this path.",
        mend="It has long polls and streams of tasks; the rest of the API is on web.",
    )
    return _response(refusal(problem, request.url.path))


async def _wrong_method(request: Request, error: Exception) -> Response:
    headers = (error.headers if isinstance(error, HTTPException) else None) or {}
    allowed = ", ".join(sorted(headers["Allow"].split(", ")))
    problem = WrongMethod(
        f"{request.method} is not allowed here.",
        field="method",
        value=request.method,
        mend=f"Use one of: {allowed}.",
    )
    return _response(refusal(problem, request.url.path, allowed=allowed))


def _response(found: HttpResponse) -> Response:
    return Response(found.content, found.status_code, dict(found.headers))
