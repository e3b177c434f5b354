"""What goes out: calls of models outside, what they cost, and webhooks."""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.sections.section import Count, Positive, Section, parts


class Outgoing(Section):
    """Requests to URLs that users set: they reach public addresses, and what is allowed here."""

    allow: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts, addresses and networks inside that may be asked, such as local model servers; with
    `:port` only there: `ollama.internal`, `localhost:11434`, `10.1.0.0/16`."""
    ports: Annotated[tuple[int, ...], NoDecode] = ()
    """The only ports of public hosts that may be asked; empty for every one."""

    @field_validator("allow", "ports", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return parts(value) if isinstance(value, str) else value

    @field_validator("allow")
    @classmethod
    def _allow_can_be_read(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            parse_allowed(each)
        return value

    @property
    def rules(self) -> Rules:
        """What the guard of outgoing requests holds to."""
        return Rules(tuple(map(parse_allowed, self.allow)), self.ports)


class Usage(Section):
    """What calls of models cost, and how that is written down."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    """ISO code of the currency of all prices, budgets and costs; changing it converts nothing."""
    group: Count = 200
    """Most reservations and settlements of a process that are committed together."""
    waiting: Count = 10_000
    """Most of them that wait to be committed; beyond it calls are refused with 503."""
    wait_s: Positive = 5.0
    """How long a call waits for its reservation to be committed, in seconds; then 503."""
    lost_grace_s: Annotated[float, Field(ge=0)] = 30.0
    """How long after its deadline a call that nobody settled is booked at its worst, in seconds."""


class Calls(Section):
    """Limits of calls of models outside, and what becomes of calls that they have no room for."""

    when_full: Literal["wait", "refuse"] = "wait"
    """Whether they wait for room or are refused (429), unless a request says otherwise."""
    wait_s: Positive = 10.0
    """How long they wait for it at most, in seconds; then 429, or the next model is asked."""
    redis_s: Positive = 1.0
    """How long Redis, where limits and breakers are shared, is waited for, in seconds; then each
    process counts for itself."""


class Routing(Section):
    """Choosing who serves a request."""

    busy_s: Positive = 10.0
    """Who prefers our own models asks elsewhere while these would need longer to begin, in
    seconds."""
    fresh_s: Annotated[float, Field(ge=0, le=60)] = 1.0
    """How old what a gateway knows of queues, workers, providers and policies may be, in seconds;
    0 looks anew for each request."""


class Cache(Section):
    """Answers of models that are kept and given again."""

    enabled: bool = True
    """Off, models are asked whatever was asked before."""
    ttl_s: Annotated[float, Field(gt=0, le=2_592_000)] = 3600.0
    """For how long an answer is kept unless its request says otherwise, in seconds."""
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.1
    """Answers that were drawn at more than this are only kept when their request asks for it."""
    semantic: bool = False
    """On, the answer to a similar question is given without being asked for; else a request says
    that it will do."""
    threshold: Annotated[float, Field(ge=0.5, le=1)] = 0.95
    """How similar questions must be: cosine of their vectors."""
    embed_s: Positive = 0.05
    """How long a worker may take to make a question's vector; then none is compared."""
    wait_s: Positive = 0.5
    """How long a call waits for the cache, in seconds; then a model is asked."""
    answer_bytes: Annotated[int, Field(ge=1, le=16 * 1024**2)] = 256 * 1024
    """Largest answer that is kept."""
    tenant_entries: Count = 10_000
    """Most answers of one tenant; what was not used for longest goes first."""
    tenant_bytes: Count = 256 * 1024**2
    """Most bytes of them."""
    threads: Count = 2
    """Threads, and connections, of each process that calls models."""
    waiting: Count = 500
    """Most requests that wait for them; beyond it the cache is passed by."""
    flush_s: Positive = 1.0
    """How long hits and misses are gathered before they are written, in seconds."""


class Classifying(Section):
    """Guessing what a request is about by its likeness to examples, for routing."""

    enabled: bool = True
    """Off, routes are chosen without intent, content type and complexity."""
    embed_s: Positive = 0.15
    """How long a classification may take, in seconds; then the route is chosen without it."""
    check_s: Positive = 1.0
    """How often a process looks whether the examples have changed, in seconds."""
    rest_s: Positive = 2.0
    """How long an embedder that did not answer is left alone, in seconds."""
    remembered: Count = 2048
    """Texts whose classification each process keeps."""


class Webhooks(Section):
    """Telling subscribers by HTTP what happens to tasks; io workers do it."""

    timeout_s: Positive = 10.0
    """How long a receiver may take to answer, in seconds, connecting included."""
    poll_s: Positive = 0.5
    """How often an io worker looks for what is to be sent, in seconds."""
    at_once: Count = 64
    """Most deliveries that one io worker has under way."""
    per_webhook: Count = 4
    """Most deliveries of one subscription under way, over all workers."""
    per_host: Count = 16
    """Most deliveries to one host and port under way, over all workers and tenants."""
    attempts: Count = 10
    """How often an event is sent before it is given up."""
    base_s: Positive = 5.0
    """The pause after the first failure, in seconds."""
    factor: Annotated[float, Field(ge=1)] = 4.0
    """How many times as long each further one is."""
    max_s: Positive = 43_200.0
    """The longest one, in seconds; also the longest that a receiver's Retry-After is honoured."""
    jitter: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Largest part that chance takes away from each."""
    off_after_days: Positive = 3.0
    """A subscription that has only failed for so long is switched off."""
    overlap_hours: Annotated[float, Field(ge=0)] = 24.0
    """How long the old secret signs too after a rotation."""
    result_bytes: Count = 64 * 1024
    """Largest result that is sent along, in bytes of JSON, where a subscription asks for it."""
    per_tenant: Count = 100
    """Most subscriptions of one tenant."""

    @property
    def lease_s(self) -> float:
        """How long a delivery is an io worker's own: longer than sending it can take."""
        return 2 * self.timeout_s + 10.0
