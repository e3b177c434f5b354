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
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AliasChoices,
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

from orchestration.sections.outside import (
    Cache,
    Calls,
    Classifying,
    Outgoing,
    Routing,
    Usage,
    Webhooks,
)
from orchestration.sections.section import parts
from orchestration.sections.serving import Ephemeral, Gateway, Inference, Streams
from orchestration.sections.storage import Blobs, Files, Memory
from orchestration.sections.tasks import Batches, Dispatch, Leases, Limits, Retention, Retry

ROOT = Path(__file__).resolve().parent.parent


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
    memory: Memory = Memory()
    classifying: Classifying = Classifying()
    routing: Routing = Routing()
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
                values[name] = parts(text)
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


_BESIDE: Final = (
    "Set what is missing. Beside `make run`, which has all of it, say `./manage` in the clone's "
    "folder instead of `manage.py`, such as `./manage models list`."
)
_SECRET_WORDS = ("secret", "pepper", "encryption", "database", "redis")
"""Fields with these in their names hold secrets or addresses with passwords."""


def _explain(problem: Any) -> str:
    name = ".".join(str(part) for part in problem["loc"]) or "configuration"
    variable = name if name.isupper() else "SWITCHYARD_" + name.replace(".", "__").upper()
    if problem["type"] == "missing":
        return f"{variable} is not set"
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
        lines += [_BESIDE] if any(each["type"] == "missing" for each in error.errors()) else []
        raise ConfigError("Switchyard's configuration is wrong:\n  " + "\n  ".join(lines)) from None
