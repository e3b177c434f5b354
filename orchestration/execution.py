"""The one entry in a worker: `execute(run, ports)` does what a task asks for.

It knows no database and no broker. What it needs to know comes frozen in a
`RunInput`; what it needs to do leaves through `Ports`; what came of it is returned
as one of six outcomes, which `tasks.services.finish` commits. Each kind has one
handler in `HANDLERS`; anticipated errors become `Failed` here, once, for all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from orchestration.calls.errors import BreakerOpen, LimitReached
from orchestration.calls.ports import Payer
from orchestration.context.ports import TokenCounter
from orchestration.counting.engine import EngineCounter
from orchestration.counting.outside import EstimatingCounter
from orchestration.counting.worker import Asked
from orchestration.documents.errors import AnotherAlone
from orchestration.documents.ports import Ingestor, NoDocuments
from orchestration.errors import (
    EngineLost,
    FailedOnPurpose,
    ModelError,
    OperatorError,
    SwitchyardError,
    UnknownKind,
)
from orchestration.inference.encoding import encode
from orchestration.inference.ports import (
    Encoder,
    Generation,
    Interrupted,
    NoStream,
    Progress,
    StopSignal,
    TextGenerator,
    TokenStream,
)
from orchestration.inference.wire import chat_result, completion_result, generation_request
from orchestration.outcomes import (
    ChildRequest,
    Failed,
    Rerouted,
    RetryLater,
    RunOutcome,
    Stopped,
    Succeeded,
    Waiting,
)
from orchestration.providers.errors import RateLimited
from orchestration.registry.spec import ModelSpec
from orchestration.retrieval.grounding import GROUNDED, Grounded
from orchestration.retrieval.ports import Grounder, NoSources
from orchestration.routing.decision import Decision

log = logging.getLogger(__name__)

_LATER_S = 5.0
"""When a provider that is busy is asked again where it does not say when."""
SEEDS = 2**32 - 1
"""A task without a seed gets one of its id's: each of its attempts draws the same."""

__all__ = [
    "ChildOutcome",
    "ChildRequest",
    "Failed",
    "Ports",
    "Rerouted",
    "RetryLater",
    "RunInput",
    "RunOutcome",
    "StopSignal",
    "Stopped",
    "Succeeded",
    "Waiting",
    "execute",
]


@dataclass(frozen=True, slots=True)
class ChildOutcome:
    """What came of a child, for the parent that waited for it."""

    id: UUID
    step_key: str | None
    state: str
    result: dict[str, Any] | None
    error: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class RunInput:
    """Everything an attempt may know.

    Attributes:
        task_id: The task.
        epoch: The dispatch or resume that this attempt belongs to.
        tenant_id: Whose task it is.
        kind: Which handler runs it.
        input: As `validate_input` returned it.
        model: The model that the task was given; None when its kind needs none.
        priority: A higher number goes first at the engine.
        attempt: 1 for the first; counts failures, not resumes.
        max_attempts: How many failures it may have.
        idempotency_key: For side effects outside of the database.
        remaining_s: Seconds until timeout or deadline; None for no limit.
        children: What came of its children; empty on the first run.
        outside: Who is asked outside; None for our own models.
        lost: How many attempts were lost with their workers; told for documents only.
    """

    task_id: UUID
    epoch: int
    tenant_id: UUID
    kind: str
    input: Mapping[str, Any]
    model: ModelSpec | None
    priority: int
    attempt: int
    max_attempts: int
    idempotency_key: str | None
    remaining_s: float | None
    children: tuple[ChildOutcome, ...] = ()
    outside: Outside | None = None
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Outside:
    """Of a task that models outside serve.

    Attributes:
        wanted: What the task named as its model.
        decision: Who is asked, in which order.
        payer: Who pays.
    """

    wanted: str
    decision: Decision
    payer: Payer


class ServedHere(Exception):  # noqa: N818 - no error: its tenant's policy wants it so
    """One of our own models serves a task that was on its way outside."""

    def __init__(self, route: Rerouted) -> None:
        """Keep where it goes."""
        super().__init__(route.model)
        self.route = route


class OutsideModels(Protocol):
    """Asks models outside."""

    def answer(self, run: RunInput, ports: Ports) -> dict[str, Any]:
        """Return the result of a task of the kinds chat and embedding; blocks.

        Raises:
            Interrupted: The stop signal was obeyed.
            ServedHere: Nobody outside is to be asked any more, but one of our own models.
            SwitchyardError: There is no answer.
        """

    def close(self) -> None:
        """Write what was spent."""


class NoOutside:
    """Of workers that ask nobody outside."""

    def answer(self, run: RunInput, ports: Ports) -> dict[str, Any]:
        """Refuse: the task came to a worker of another family."""
        del run, ports
        raise OperatorError(
            "This worker asks no models outside.",
            field="device",
            mend="Run a worker with `--device io`.",
        )

    def close(self) -> None:
        """Do nothing: nothing was spent."""


class ImageSource(Protocol):
    """Where the images are that conversations name."""

    def filled(self, values: Mapping[str, Any], tenant_id: UUID) -> Mapping[str, Any]:
        """Return a conversation with data URLs in the place of names.

        Raises:
            SwitchyardError: One is gone or cannot be read.
        """


class NoImages:
    """Of workers that have none: conversations stay as they are."""

    def filled(self, values: Mapping[str, Any], tenant_id: UUID) -> Mapping[str, Any]:
        """Return the conversation."""
        del tenant_id
        return values


@dataclass(frozen=True, slots=True)
class Ports:
    """What an attempt may use.

    `progress` says that the engine moved, so that the lease may be renewed; `stream` takes the
    tokens of an answer that is being drawn.
    """

    generator: TextGenerator
    embedder: Encoder
    stop: StopSignal
    progress: Progress
    stream: TokenStream = field(default_factory=NoStream)
    outside: OutsideModels = field(default_factory=NoOutside)
    images: ImageSource = field(default_factory=NoImages)
    documents: Ingestor = field(default_factory=NoDocuments)
    sources: Grounder = field(default_factory=NoSources)


Handler: TypeAlias = Callable[[RunInput, Ports], RunOutcome]


def execute(run: RunInput, ports: Ports) -> RunOutcome:
    """Do what the task asks for; blocks until it is done or stopped.

    Never raises: anticipated errors become `Failed` with their problem document,
    others are logged with their traceback and become a retryable `Failed`.
    """
    ports = _with_deadline(run, ports)
    try:
        ports.progress()
        return _handler(run.kind)(run, ports)
    except Interrupted as stopped:
        return Stopped(stopped.reason)
    except ServedHere as found:
        return found.route
    except SwitchyardError as error:
        return _came_of(error)
    except Exception as error:
        log.exception("the handler of %s failed", run.kind, extra={"task_id": str(run.task_id)})
        unexpected = ModelError(f"The kind {run.kind} failed unexpectedly: {error!r}.")
        return Failed(unexpected.problem(), retryable=True)


def postpones(kind: type[SwitchyardError]) -> bool:
    """Return whether an error sends its task back to its queue, at the cost of no attempt."""
    if issubclass(kind, EngineLost):
        return not kind.crashed
    return issubclass(kind, LimitReached | BreakerOpen | RateLimited | AnotherAlone)


def _came_of(error: SwitchyardError) -> RunOutcome:
    if not postpones(type(error)):
        return Failed(error.problem(), retryable=error.retryable, crashed=error.crashed)
    if isinstance(error, EngineLost):
        return RetryLater(0.0, str(error))
    return RetryLater(getattr(error, "retry_after_s", None) or _LATER_S, error.detail)


class _Deadline:
    """A stop signal that also sets itself when the attempt's time is over."""

    def __init__(self, stop: StopSignal, remaining_s: float) -> None:
        self._stop = stop
        self._until = time.monotonic() + remaining_s

    def requested(self) -> str | None:
        reason = self._stop.requested()
        return reason or ("timeout" if time.monotonic() >= self._until else None)

    def wait(self, seconds: float) -> bool:
        left = max(0.0, self._until - time.monotonic())
        return self._stop.wait(min(seconds, left)) or self.requested() is not None


def _with_deadline(run: RunInput, ports: Ports) -> Ports:
    if run.remaining_s is None:
        return ports
    deadline = _Deadline(ports.stop, run.remaining_s)
    return replace(ports, stop=deadline)


def _handler(kind: str) -> Handler:
    handler = HANDLERS.get(kind)
    if handler is None:
        raise UnknownKind(kind, sorted(HANDLERS))
    return handler


def _model(run: RunInput) -> ModelSpec:
    if run.model is None:
        raise OperatorError(
            f"The task of kind {run.kind} was dispatched without a model.",
            field="model",
            mend="Enable a default model for this kind, or name one in the task.",
        )
    return run.model


def _chat(run: RunInput, ports: Ports) -> Succeeded:
    run = replace(run, input=ports.images.filled(run.input, run.tenant_id))
    if run.outside is not None:
        return Succeeded(ports.outside.answer(run, ports))
    return _drawn(chat_result, _model(run), _generate(run, ports))


def _rag(run: RunInput, ports: Ports) -> RunOutcome:
    grounded = _grounded(run, ports)
    ports.progress()
    done = _chat(replace(run, input=grounded.input), ports)
    return replace(done, result=grounded.told(done.result))


def _grounded(run: RunInput, ports: Ports) -> Grounded:
    if GROUNDED in run.input:
        return Grounded.of(run.input)
    return ports.sources.ground(
        run.input, tenant_id=run.tenant_id, model=run.model, counter=_counter(run, ports)
    )


def _counter(run: RunInput, ports: Ports) -> TokenCounter:
    tools = tuple(run.input.get("tools", ()))
    if run.outside is not None:
        return EstimatingCounter(run.outside.wanted, tools)
    who = Asked(_model(run), tools)
    return EngineCounter(
        ports.embedder, who, priority=run.priority, stop=ports.stop, progress=ports.progress
    )


def _completion(run: RunInput, ports: Ports) -> RunOutcome:
    return _drawn(completion_result, _model(run), _generate(run, ports))


def _drawn(
    told: Callable[[ModelSpec, Generation], dict[str, Any]], model: ModelSpec, drawn: Generation
) -> Succeeded:
    return Succeeded(told(model, drawn), first_token_ms=drawn.timings.first_token_ms)


def _generate(run: RunInput, ports: Ports) -> Generation:
    values = {"seed": run.task_id.int % SEEDS, **run.input}
    request = generation_request(_model(run), values, run.priority, ports.stream.begun())
    return ports.generator.generate(
        request, stop=ports.stop, progress=ports.progress, on_delta=ports.stream.add
    )


def _encoded(run: RunInput, ports: Ports) -> RunOutcome:
    if run.outside is not None:
        return Succeeded(ports.outside.answer(run, ports))
    return Succeeded(
        encode(
            run.kind,
            _model(run),
            run.input,
            ports.embedder,
            priority=run.priority,
            stop=ports.stop,
            progress=ports.progress,
        )
    )


def _echo(run: RunInput, ports: Ports) -> RunOutcome:
    del ports
    said = {
        name: part
        for name, part in run.input.items()
        if name not in ("children", "on_child_failure")
    }
    if run.children:
        return Succeeded({"echo": said, "children": [_shown(child) for child in run.children]})
    if wanted := run.input.get("children"):
        children = tuple(ChildRequest(**child) for child in wanted)
        return Waiting(children, run.input.get("on_child_failure", "resume"))
    return Succeeded({"echo": said})


def _shown(child: ChildOutcome) -> dict[str, Any]:
    return {**asdict(child), "id": str(child.id)}


def _sleep(run: RunInput, ports: Ports) -> RunOutcome:
    """Sleep in short naps: a sleeper makes progress as long as it wakes up."""
    started = time.monotonic()
    until = started + float(run.input["seconds"])
    while (left := until - time.monotonic()) > 0:
        if ports.stop.wait(min(left, 1.0)):
            raise Interrupted(ports.stop.requested() or "cancelled")
        ports.progress()
    return Succeeded({"slept_s": round(time.monotonic() - started, 3)})


def _fail(run: RunInput, ports: Ports) -> RunOutcome:
    del ports
    times = run.input.get("times")
    if times is not None and run.attempt > times:
        return Succeeded({"failures": run.attempt - 1})
    error = FailedOnPurpose(run.input["message"])
    return Failed(error.problem(), retryable=run.input["retryable"])


def _ingest(run: RunInput, ports: Ports) -> RunOutcome:
    return Succeeded(
        ports.documents.ingest(
            UUID(run.input["document"]),
            run.input["generation"],
            tenant_id=run.tenant_id,
            lost=run.lost,
            stop=ports.stop,
            progress=ports.progress,
        )
    )


def _ledger(run: RunInput, ports: Ports) -> RunOutcome:
    del ports
    rows = tuple(run.input["rows"])
    return Succeeded({"rows": len(rows)}, ledger=rows)


HANDLERS: Mapping[str, Handler] = {
    "chat": _chat,
    "completion": _completion,
    "echo": _echo,
    "embedding": _encoded,
    "fail": _fail,
    "ingest": _ingest,
    "ledger": _ledger,
    "rag": _rag,
    "rerank": _encoded,
    "sleep": _sleep,
    "tokenize": _encoded,
}
