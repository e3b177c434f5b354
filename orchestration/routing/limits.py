"""Who cannot serve a request: hard limits, each with a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from orchestration.routing.asked import Asked, Policy
from orchestration.routing.fleet import Candidate, Fleet, Health

Limit: TypeAlias = Callable[[Candidate, Asked], Iterator[str]]


def obstacles(candidate: Candidate, asked: Asked, fleet: Fleet, now: datetime) -> tuple[str, ...]:
    """Return all that keeps a candidate from serving; empty when nothing does."""
    still = [reason for limit in LIMITS for reason in limit(candidate, asked)]
    return (
        *still,
        *_shut(fleet.health.get(candidate.id), now),
        *(() if asked.patient else _blocked(candidate, fleet)),
    )


def askable(candidates: Iterable[Candidate], policy: Policy) -> list[Candidate]:
    """Return who can be asked for anything at all: switched on, with nothing in the way, and
    allowed by a policy. How they fare right now does not count."""
    return [
        each
        for each in candidates
        if each.enabled and not each.obstacle and not any(forbidden(each, policy))
    ]


def passing(candidate: Candidate, fleet: Fleet, now: datetime) -> Iterator[str]:
    """Yield what keeps a candidate from serving for a while."""
    yield from _shut(fleet.health.get(candidate.id), now)
    yield from _blocked(candidate, fleet)


def _ability(candidate: Candidate, asked: Asked) -> Iterator[str]:
    if not candidate.enabled:
        yield "It is switched off."
    if candidate.obstacle:
        yield candidate.obstacle
    if asked.model and candidate.model != asked.model:
        yield f"The model {asked.model} was asked for."


def unable(candidate: Candidate, asked: Asked) -> Iterator[str]:
    """Yield what a candidate cannot do of what is asked."""
    if asked.modality not in candidate.modalities:
        yield f"It does not serve {asked.modality}."
    if missing := asked.capabilities - candidate.capabilities:
        yield f"It lacks {', '.join(sorted(missing))}."


def too_long(candidate: Candidate, asked: Asked) -> Iterator[str]:
    """Yield why what is asked does not fit a candidate's context."""
    both = asked.prompt_tokens + asked.answer_tokens
    needed = both if asked.window_tokens is None else asked.window_tokens
    if needed > candidate.context_length:
        yield f"{needed} tokens do not fit its context of {candidate.context_length}."


def _ceiling(candidate: Candidate, asked: Asked) -> Iterator[str]:
    ceiling = asked.ceiling
    if ceiling is None:
        return
    cost = candidate.cost(asked)
    if cost is None:
        yield "Its price is not known, and there is a ceiling."
    elif cost > ceiling:
        whose = "the tenant's ceiling" if ceiling == asked.policy.cost_ceiling else "the ceiling"
        yield f"It may cost {cost:f}, above {whose} of {ceiling:f}."


def forbidden(candidate: Candidate, policy: Policy) -> Iterator[str]:
    """Yield why a tenant's policy forbids a candidate; nothing where it allows it."""
    if candidate.local:
        return
    if policy.local_only:
        yield "The tenant's policy allows local models only."
    if policy.providers is not None and candidate.provider not in policy.providers:
        yield f"The tenant's policy does not allow the provider {candidate.provider}."
    if candidate.provider in policy.denied_providers:
        yield f"The tenant's policy forbids the provider {candidate.provider}."
    if policy.models is not None and candidate.model not in policy.models:
        yield f"The tenant's policy does not allow the model {candidate.model}."
    if candidate.model in policy.denied_models:
        yield f"The tenant's policy forbids the model {candidate.model}."


def _policy(candidate: Candidate, asked: Asked) -> Iterator[str]:
    return forbidden(candidate, asked.policy)


def _shut(health: Health | None, now: datetime) -> Iterator[str]:
    """An open breaker whose time has come lets a probe through: it counts as half open."""
    if health is None or health.breaker != "open":
        return
    if health.retry_at is None:
        yield "Its breaker is open until somebody resets it."
    elif health.retry_at > now:
        yield f"Its breaker is open until {health.retry_at.isoformat(timespec='seconds')}."


def _blocked(candidate: Candidate, fleet: Fleet) -> Iterator[str]:
    if fleet.unserved(candidate):
        yield "No live worker holds it."
    queue = fleet.queues.get(candidate.queue)
    if queue is None:
        return
    if queue.paused:
        yield f"The queue {candidate.queue} is paused."
    if queue.full:
        yield f"The queue {candidate.queue} is full."
    if not queue.servers:
        yield f"Nobody serves the queue {candidate.queue}."


LIMITS: tuple[Limit, ...] = (_ability, unable, too_long, _ceiling, _policy)
