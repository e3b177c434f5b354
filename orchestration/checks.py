"""What Switchyard checks about its set-up before it starts, each with a stable id and a hint.

`manage.py check` and `migrate` run those that only read the configuration. Those that ask the
servers run in `migrate`, with which every start begins, and in `check --database default`.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's
from django.db import DatabaseError, connections

from orchestration.config import Config

OLDEST: Final = 16
_SHORTEST_SECRET: Final = 32
_REDIS_S: Final = 2.0


@register(Tags.security)
def check_secrets(**_: Any) -> list[CheckMessage]:
    """Check that secrets are long enough and differ: E001 (W001 without TLS), W002."""
    config: Config = settings.SWITCHYARD
    secrets = {
        "SWITCHYARD_SECRET_KEY": config.secret_key.get_secret_value(),
        "SWITCHYARD_KEY_PEPPER": config.key_pepper.get_secret_value(),
    }
    kind, short = (Error, "E001") if config.secure else (Warning, "W001")
    found: list[CheckMessage] = [
        kind(
            f"{name} has {len(secret)} characters; fewer than {_SHORTEST_SECRET} can be guessed.",
            hint="Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
            id=f"switchyard.{short}",
        )
        for name, secret in secrets.items()
        if len(secret) < _SHORTEST_SECRET
    ]
    if len(set(secrets.values())) == 1:
        found.append(
            Warning(
                "SWITCHYARD_SECRET_KEY and SWITCHYARD_KEY_PEPPER are the same.",
                hint="Give each its own, so that losing one does not lose the other.",
                id="switchyard.W002",
            )
        )
    return found


@register(Tags.security)
def check_exposure(**_: Any) -> list[CheckMessage]:
    """Check that what is public is protected: E003, W004, W005, W006."""
    config: Config = settings.SWITCHYARD
    https = config.url.startswith("https:")
    rules = (
        (config.debug and config.secure, Error(
            "SWITCHYARD_DEBUG and SWITCHYARD_SECURE are both on.",
            hint="Switch debug off: it shows the inside of errors, with settings, to everybody.",
            id="switchyard.E003")),
        (https and not config.secure, Warning(
            "SWITCHYARD_URL is https, but SWITCHYARD_SECURE is off.",
            hint="Set SWITCHYARD_SECURE=true, so that cookies travel over HTTPS only.",
            id="switchyard.W004")),
        (config.secure and not https, Warning(
            "SWITCHYARD_SECURE is on, but SWITCHYARD_URL is not https: nobody can sign in over it.",
            hint="Name the address that people use: SWITCHYARD_URL=https://…",
            id="switchyard.W005")),
        (config.secure and "*" in config.allowed_hosts, Warning(
            "SWITCHYARD_ALLOWED_HOSTS allows every host name.",
            hint="Name the hosts that people use.",
            id="switchyard.W006")),
    )  # fmt: skip
    return [message for applies, message in rules if applies]


_ASK: Final = """
SELECT current_setting('server_version_num')::int / 10000,
       EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'vector')
"""


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Ask Postgres for its version and for pgvector: E007, E008, E009. Queries: one."""
    if not databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(_ASK)
            version, vector = cursor.fetchone()
    except DatabaseError as error:
        return [Error(
            f"Postgres does not answer: {error}",
            hint="Start it, and see that DATABASE_URL names it, its user and its password.",
            id="switchyard.E007")]  # fmt: skip
    found: list[CheckMessage] = []
    if version < OLDEST:
        found.append(Error(
            f"Postgres is {version}.", hint=f"Use {OLDEST} or later.", id="switchyard.E008"
        ))  # fmt: skip
    if not vector:
        found.append(Error(
            "This Postgres has no extension `vector`.",
            hint="Install pgvector on its server: kept answers are compared with it.",
            id="switchyard.E009"))  # fmt: skip
    return found


@register(Tags.database)
def check_redis(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Ask Redis whether it is there: W010."""
    if not databases:
        return []
    import redis  # a tenth of a second that other starts need not spend

    url = str(settings.SWITCHYARD.redis_url)
    try:
        with redis.Redis.from_url(
            url, socket_timeout=_REDIS_S, socket_connect_timeout=_REDIS_S
        ) as client:
            client.ping()
    except redis.RedisError as error:
        return [Warning(
            f"Redis does not answer: {error}",
            hint="Start it, and see that REDIS_URL names it. Until then tasks are stored and wait.",
            id="switchyard.W010")]  # fmt: skip
    return []
