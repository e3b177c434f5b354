"""Who serves requests: the gateway, streams, calls to workers, and the workers' models."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from orchestration.sections.section import Count, Positive, Section


class Gateway(Section):
    """How the gateway waits for its clients, in seconds."""

    threads: Count = 8
    """Threads that read and write rows; each holds one database connection."""
    look_s: Positive = 1.0
    """How often it looks by itself whether waited-for tasks moved: what a lost hint costs."""
    heartbeat_s: Positive = 15.0
    """How often a silent event stream shows that it is alive."""
    stream_s: Positive = 900.0
    """After this long an event stream is closed; its reader comes back and its key is checked."""


class Streams(Section):
    """Token streams: what workers write to Redis while answers are drawn."""

    write_s: Positive = 0.04
    """How long tokens are gathered before they are written, in seconds."""
    keep_s: Positive = 900.0
    """How long a stream stays in Redis after its last entry, in seconds: as long as a lost attempt
    can be gone on with."""
    ended_s: Positive = 60.0
    """How long it stays after its task has ended: readers who come back later get the whole text
    from Postgres."""
    most_bytes: Count = 2 * 1024 * 1024
    """Largest stream of a task, in bytes; what comes after is read from Postgres at the end."""


class Ephemeral(Section):
    """Calls of models for requests in flight: what they may cost."""

    timeout_s: Positive = 10.0
    """How long a caller waits for an answer, in seconds, unless it says otherwise."""
    request_bytes: Count = 256 * 1024
    """Largest call, in bytes."""
    reply_bytes: Count = 4 * 1024 * 1024
    """Largest answer, in bytes."""
    waiting: Count = 256
    """Most calls that wait for one model; beyond it 503."""
    slots: Count = 16
    """Most calls that one worker serves at once, beside its tasks."""
    callers: Count = 8
    """Most calls that one web process waits for at once; beyond it 503."""


class Inference(Section):
    """Local models."""

    models_dir: Path = Path(__file__).resolve().parents[2] / "models"
    """Where models are pulled to and looked for."""
    resident_models: Count = 3
    """Most models that a worker keeps loaded, of each sort."""
    memory_budget: Annotated[int, Field(ge=0)] = 0
    """Bytes that a worker's text models may take together; 0 takes 80 % of main memory (of the
    control group's limit, where there is one) or 90 % of a GPU, less what others have taken."""
    idle_unload_s: Annotated[float, Field(ge=0)] = 900.0
    """A model that nobody used for so long is unloaded, in seconds; 0 keeps it."""
    threads: Annotated[int, Field(ge=0)] = 0
    """Threads of native code; 0 takes one per core."""
    context_length: Count = 4096
    """Most tokens of prompt and answer together, whatever the model allows."""
    hub_url: str = "https://huggingface.co"
    """Where models are found by their hub id."""
    hub_token_file: Path | None = None
    """File with the access token that workers show the hub when they pull private models."""
