"""The one validated configuration object; nothing else reads the environment.

Values come, first wins, from the environment (`SWITCHYARD_…`, nested with `__`, plus
`DATABASE_URL` and `REDIS_URL`), then from the YAML file that `SWITCHYARD_CONFIG` names, then from
the defaults below. A wrong value stops the process at start with the field, the value and what to
do about it.
"""

import base64
import os
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    PostgresDsn,
    RedisDsn,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)

from orchestration.outgoing.rules import Rules, parse_allowed

ROOT = Path(__file__).resolve().parent.parent

Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


KEY_BYTES = 32


def decode_key(text: str) -> bytes | None:
    """Return the bytes of an encryption key in URL-safe base64 or hex; None when it is none."""
    for decode in (bytes.fromhex, partial(base64.b64decode, altchars=b"-_", validate=True)):
        try:
            raw = decode(text)
        except ValueError:  # its text may quote the key
            continue
        if len(raw) == KEY_BYTES:
            return raw
    return None


class ConfigError(SystemExit):
    """The configuration is wrong; its text says which field, why and what to do."""


def _parts(text: str) -> tuple[str, ...]:
    """Return what stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Leases(_Section):
    """Clocks of leases and heartbeats, in seconds on the database's clock."""

    lease_s: Positive = 30.0
    """How long a worker may hold a running task without renewing it."""
    heartbeat_s: Positive = 10.0
    """How often a worker renews its leases; at most half of a lease."""
    claim_s: Positive = 10.0
    """How long a dispatched task may wait to be claimed before it is taken back."""
    leader_s: Positive = 5.0
    """How long a dispatcher leads without renewing its lead."""
    cancel_poll_s: Positive = 0.5
    """How often a worker looks which of its tasks are to stop."""
    stop_grace_s: Positive = 2.0
    """How long attempts may take to stop when their time is over or their worker ends."""

    @model_validator(mode="after")
    def _heartbeat_fits(self) -> "Leases":
        if self.heartbeat_s * 2 > self.lease_s:
            raise ValueError(
                f"heartbeat_s {self.heartbeat_s:g} must be at most half of lease_s "
                f"{self.lease_s:g}: one lost heartbeat may not cost a lease"
            )
        return self


class Dispatch(_Section):
    """How the dispatcher orders and spreads tasks."""

    bonus_s: tuple[float, float, float, float] = (0.0, 60.0, 300.0, 900.0)
    """Head start in seconds of LOW, NORMAL, HIGH, URGENT: the bound on waiting for a lower level
    under an endless stream of a higher one. CRITICAL stands outside: it goes first."""
    poll_s: Positive = 0.5
    """How often an idle dispatcher looks for work when nobody wakes it."""
    window_s: Annotated[float, Field(ge=0)] = 0.25
    """How much work beyond its slots a worker may have waiting in its broker queue, in seconds of
    expected run time."""
    spare_slots: Annotated[int, Field(ge=0)] = 1
    """Slots of each worker that only CRITICAL tasks may use."""
    affinity_s: Annotated[float, Field(ge=0)] = 2.0
    """How long a task may be held back for a worker that has its model loaded while others, which
    would have to load it, have room; 0 never holds one back."""
    batch: Count = 256
    """Most tasks dispatched by one statement."""

    @model_validator(mode="after")
    def _bonuses_rise(self) -> "Dispatch":
        if list(self.bonus_s) != sorted(self.bonus_s):
            raise ValueError("bonus_s must rise from LOW to URGENT")
        return self


class Retry(_Section):
    """Pauses between attempts."""

    base_s: Positive = 1.0
    """The first pause, in seconds."""
    factor: Annotated[float, Field(ge=1)] = 2.0
    """How many times as long each further one is."""
    max_s: Positive = 300.0
    """The longest one, in seconds."""
    jitter: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Largest part that chance takes away from each."""


class Limits(_Section):
    """What is refused, and when: backpressure instead of overload."""

    body_bytes: Count = 2 * 1024 * 1024
    """Largest body of a request, in bytes."""
    batch_body_bytes: Count = 32 * 1024 * 1024
    """Largest body of a batch, in bytes."""
    batch_tasks: Count = 10_000
    """Most tasks of one batch."""
    json_depth: Count = 64
    """How deep a body may be nested."""
    result_bytes: Count = 16 * 1024 * 1024
    """Largest result that is stored, in bytes; a larger one fails its task."""
    waiting_tasks: Count = 2_000_000
    """Most tasks that may wait in all; beyond it 503."""
    waiting_bytes: Count = 8 * 1024**3
    """Most bytes of their inputs."""
    tenant_waiting_tasks: Count = 500_000
    """Most tasks of one tenant that may wait, unless its row says otherwise; beyond it 429."""
    tenant_waiting_bytes: Count = 4 * 1024**3
    """Most bytes of their inputs."""
    waiters: Count = 32
    """Long polls that one web process holds at once; the gateway holds more."""
    gateway_waiters: Count = 10_000
    """Long polls and event streams that one gateway process holds at once."""
    gateway_waiters_per_key: Count = 5_000
    """Most of them for one API key."""
    requests_per_minute: Count = 600_000
    """Default rate limit of an API key."""


class Gateway(_Section):
    """How the gateway waits for its clients, in seconds."""

    threads: Count = 8
    """Threads that read and write rows; each holds one database connection."""
    look_s: Positive = 1.0
    """How often it looks by itself whether waited-for tasks moved: what a lost hint costs."""
    heartbeat_s: Positive = 15.0
    """How often a silent event stream shows that it is alive."""
    stream_s: Positive = 900.0
    """After this long an event stream is closed; its reader comes back and its key is checked."""


class Streams(_Section):
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


class Ephemeral(_Section):
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


class Webhooks(_Section):
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


class Usage(_Section):
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


class Calls(_Section):
    """Limits of calls of models outside, and what becomes of calls that they have no room for."""

    when_full: Literal["wait", "refuse"] = "wait"
    """Whether they wait for room or are refused (429), unless a request says otherwise."""
    wait_s: Positive = 10.0
    """How long they wait for it at most, in seconds; then 429, or the next model is asked."""
    redis_s: Positive = 1.0
    """How long Redis, where limits and breakers are shared, is waited for, in seconds; then each
    process counts for itself."""


class Classifying(_Section):
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


class Cache(_Section):
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


class Retention(_Section):
    """How long history is kept; an hourly job deletes what is older."""

    tasks_days: Positive = 30.0
    """Tasks that succeeded, were cancelled or expired, from their end on."""
    failed_days: Positive = 90.0
    """Tasks that failed, and batches without tasks."""
    idempotency_hours: Positive = 24.0
    """How long an idempotency key gives back its task."""
    audit_days: Positive = 365.0
    """Entries of the audit log."""
    workers_days: Positive = 7.0
    """Workers that ended."""
    deliveries_days: Positive = 14.0
    """Deliveries of webhooks, from their event on."""
    ledger_days: Positive = 400.0
    """Lines of the ledger of calls."""
    usage_days: Positive = 1100.0
    """Sums of it by hour, and counters of budgets; at least as long as the ledger."""

    @model_validator(mode="after")
    def _sums_outlive_the_ledger(self) -> "Retention":
        if self.usage_days < self.ledger_days:
            raise ValueError(
                f"usage_days {self.usage_days:g} must be at least ledger_days "
                f"{self.ledger_days:g}: lines without their sums cannot be checked"
            )
        return self

    @model_validator(mode="after")
    def _keys_end_before_their_tasks(self) -> "Retention":
        days = min(self.tasks_days, self.failed_days)
        if self.idempotency_hours > days * 24:
            raise ValueError(
                f"idempotency_hours {self.idempotency_hours:g} must be at most {days * 24:g}, the "
                "retention of tasks: a key must not outlive the task that it gives back"
            )
        return self


class Inference(_Section):
    """Local models."""

    models_dir: Path = ROOT / "models"
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


class Blobs(_Section):
    """Bytes too large for a row: uploads, and large results of tasks."""

    store: Literal["folder", "s3"] = "folder"
    """Where they lie: in a folder that all processes see, or with a service that speaks S3."""
    folder: Path | None = None
    """The folder; `blobs` in `var_dir` by default."""
    max_bytes: Count = 256 * 1024 * 1024
    """Largest blob, in bytes."""
    tenant_bytes: Annotated[int, Field(ge=0)] = 10 * 1024**3
    """Most bytes of one tenant's blobs, unless its storage account says otherwise; more get 429."""
    result_bytes: Annotated[int, Field(ge=1024)] = 256 * 1024
    """A task's result of more bytes lies as a blob, smaller ones in the database."""
    grace_s: Annotated[float, Field(ge=60)] = 3600.0
    """How long a blob without an owner stays, in seconds: longer than storing one takes, and
    attaching it afterwards."""
    s3_bucket: str = ""
    """The bucket; it must exist."""
    s3_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]*$")] = ""
    """Put before all keys, where the bucket has other things, too."""
    s3_endpoint: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """The service's URL, such as `https://minio.internal:9000`; empty for Amazon's own."""
    s3_region: str = "us-east-1"
    """The service's region."""
    s3_access_key_id: str = ""
    """Id of the access key; without one the machine's role or the `AWS_…` variables serve."""
    s3_secret_access_key: SecretStr | None = None
    """The access key."""
    s3_timeout_s: Positive = 20.0
    """How long one request to the service may take, in seconds."""

    @model_validator(mode="after")
    def _s3_is_whole(self) -> "Blobs":
        if self.store == "s3" and not self.s3_bucket:
            raise ValueError("s3_bucket is not set: name the bucket, or set store to folder")
        if bool(self.s3_access_key_id) != (self.s3_secret_access_key is not None):
            raise ValueError("set s3_access_key_id and s3_secret_access_key both, or neither")
        return self


class Files(_Section):
    """Files that clients keep at the gateway, at OpenAI's paths."""

    max_bytes: Count = 200 * 1024 * 1024
    """Largest file, in bytes; a larger one gets 413."""
    upload_s: Positive = 900.0
    """How long an upload may take, in seconds."""
    uploads: Count = 32
    """Uploads that one gateway process receives at once; beyond it 503."""
    uploads_per_key: Count = 8
    """Most of them for one API key; beyond it 429."""
    batch_days: Positive = 30.0
    """How long a batch's input and output stay, unless their maker says otherwise."""


class Batches(_Section):
    """Batches whose requests stand in a file, one in each line."""

    lines: Count = 50_000
    """Most lines of one batch."""
    window: Count = 500
    """Most lines of one batch that are tasks at once: the rest waits in its file."""
    group: Count = 100
    """Most lines that become tasks in one transaction."""
    poll_s: Positive = 0.5
    """How often a batch is looked at while its lines are answered, in seconds."""
    per_tenant: Count = 200
    """Most batches of one tenant that have not ended; more get 429."""


class Outgoing(_Section):
    """Requests to URLs that users set: they reach public addresses, and what is allowed here."""

    allow: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts, addresses and networks inside that may be asked, such as local model servers; with
    `:port` only there: `ollama.internal`, `localhost:11434`, `10.1.0.0/16`."""
    ports: Annotated[tuple[int, ...], NoDecode] = ()
    """The only ports of public hosts that may be asked; empty for every one."""

    @field_validator("allow", "ports", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return _parts(value) if isinstance(value, str) else value

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


class Config(BaseSettings):
    """Everything that can be set, validated as a whole."""

    model_config = SettingsConfigDict(
        env_prefix="SWITCHYARD_",
        env_nested_delimiter="__",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    database_url: PostgresDsn = Field(
        default=PostgresDsn("postgresql://postgres@127.0.0.1:5432/switchyard"),
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
    )
    """Postgres 16 or later."""
    database_direct_url: PostgresDsn | None = None
    """A connection past any transaction pooler, for LISTEN; the same as DATABASE_URL by default."""
    redis_url: RedisDsn = Field(
        default=RedisDsn("redis://127.0.0.1:6379/0"),
        validation_alias=AliasChoices("REDIS_URL", "redis_url"),
    )
    """The broker; it may lose everything at any moment."""
    secret_key: SecretStr
    """Signs the sessions of the admin; changing it ends them."""
    key_pepper: SecretStr
    """Secret of the HMAC under which API keys are stored; changing it revokes every key."""
    encryption_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Keys that encrypt stored secrets, with commas between, newest first: the first one encrypts,
    all of them decrypt. Each is 32 random bytes in URL-safe base64 or hex. Needed by those who keep
    secrets; losing a key loses what it encrypted."""
    debug: bool = False
    """Shows the inside of errors to everybody: for development only."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    """Host names under which web is reached."""
    trusted_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins, with scheme, whose forms the admin accepts behind a proxy."""
    url: str = "http://127.0.0.1:8000"
    """Where people and programs reach web."""
    gateway_url: str = "http://127.0.0.1:8001"
    """Where they reach the gateway."""
    flower_url: str = "http://127.0.0.1:8002"
    """Where they reach Flower; the admin links to it."""
    port: Annotated[int, Field(ge=1, le=65_533)] = 8000
    """The port of web; the gateway has the next one, Flower the one after."""
    var_dir: Path = ROOT / "var"
    """Where data, secrets and logs of `make run` lie."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least urgent messages that are written."""
    log_format: Literal["json", "console"] = "json"
    """One JSON object per line, or lines for people."""
    secure: bool = False
    """Behind TLS: cookies are marked secure and plain HTTP is not trusted."""
    time_zone: str = "UTC"
    """IANA name of the zone in which the admin shows times."""

    leases: Leases = Leases()
    dispatch: Dispatch = Dispatch()
    retry: Retry = Retry()
    limits: Limits = Limits()
    gateway: Gateway = Gateway()
    streams: Streams = Streams()
    ephemeral: Ephemeral = Ephemeral()
    usage: Usage = Usage()
    calls: Calls = Calls()
    cache: Cache = Cache()
    classifying: Classifying = Classifying()
    retention: Retention = Retention()
    inference: Inference = Inference()
    blobs: Blobs = Blobs()
    files: Files = Files()
    batches: Batches = Batches()
    outgoing: Outgoing = Outgoing()
    webhooks: Webhooks = Webhooks()

    @model_validator(mode="before")
    @classmethod
    def _split_lists(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in ("allowed_hosts", "trusted_origins", "encryption_keys"):
            if isinstance(text := values.get(name), str):
                values[name] = _parts(text)
        return values

    @field_validator("encryption_keys")
    @classmethod
    def _keys_are_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for number, key in enumerate(keys, 1):
            if decode_key(key.get_secret_value()) is None:
                raise ValueError(
                    f"key {number} of {len(keys)} is no key: each is {KEY_BYTES} random bytes, "
                    "such as `openssl rand -hex 32` prints"
                )
        return keys

    @property
    def lease(self) -> timedelta:
        """Length of a lease."""
        return timedelta(seconds=self.leases.lease_s)

    @property
    def blobs_folder(self) -> Path:
        """Where blobs lie, if they lie in a folder."""
        return self.blobs.folder or self.var_dir / "blobs"

    @property
    def listen_url(self) -> str:
        """Where LISTEN may be used."""
        return str(self.database_direct_url or self.database_url)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file; see the module's docstring."""
        del dotenv_settings, file_secret_settings
        path = os.environ.get("SWITCHYARD_CONFIG")
        if path is None:
            return init_settings, env_settings
        if not Path(path).is_file():
            raise ConfigError(
                f"SWITCHYARD_CONFIG: no file at {path!r}; name a YAML file or unset it"
            )
        return init_settings, env_settings, YamlConfigSettingsSource(settings_cls, Path(path))


_SECRET_WORDS = ("secret", "pepper", "encryption", "database", "redis")
"""Fields with these in their names hold secrets or addresses with passwords."""


def _explain(problem: Any) -> str:
    name = ".".join(str(part) for part in problem["loc"]) or "configuration"
    variable = name if name.isupper() else "SWITCHYARD_" + name.replace(".", "__").upper()
    if problem["type"] == "missing":
        return f"{variable} is not set: set it, or start with `make run`, which makes one"
    given = problem["input"]
    names = [name, *(given if isinstance(given, dict) else ())]  # of a section, all that it holds
    hidden = any(word in str(each).lower() for each in names for word in _SECRET_WORDS)
    value = "" if hidden else f" (it is {given!r:.80})"
    return f"{variable}{value}: {problem['msg']}"


@lru_cache(maxsize=1)
def load_config() -> Config:
    """Read and validate the configuration once.

    Raises:
        ConfigError: a value is missing or wrong; the text has one line for each.
    """
    try:
        return Config()
    except ValidationError as error:
        lines = [_explain(problem) for problem in error.errors()]
        raise ConfigError("Switchyard's configuration is wrong:\n  " + "\n  ".join(lines)) from None
