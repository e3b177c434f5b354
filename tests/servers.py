"""Real servers for every test run: an embedded Postgres with pgvector and a Redis, on free ports.

They are started before Django reads its settings and ended by their own process ids. With
`TEST_DATABASE_URL` and `TEST_REDIS_URL` the tests use servers that already run.
"""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy.local.postgres import EmbeddedPostgres
from deploy.local.redis import EmbeddedRedis

_SERVERS = pytest.StashKey[ExitStack]()
# Tests may lose everything in a crash of the machine, but not in a crash of a process.
_FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers before pytest-django loads the settings."""
    _start(early_config)


def _start(config: pytest.Config) -> None:
    stack = config.stash[_SERVERS] = ExitStack()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="switchyard-tests-")))
    folder.chmod(0o755)
    (folder / "var" / "static").mkdir(parents=True)  # as `make run` does; its absence is a warning
    database, redis = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if database is None:
        postgres = EmbeddedPostgres(folder / "postgres", settings=_FAST)
        database = stack.enter_context(postgres).url
    if redis is None:
        redis = stack.enter_context(EmbeddedRedis(folder / "redis")).url
    os.environ.update(
        DATABASE_URL=database,
        REDIS_URL=redis,
        SWITCHYARD_SECRET_KEY="tests-only-secret-key-of-fifty-characters-and-a-few",
        SWITCHYARD_KEY_PEPPER="tests-only-pepper",
        SWITCHYARD_ENCRYPTION_KEYS="ab" * 32,
        SWITCHYARD_VAR_DIR=str(folder / "var"),
        SWITCHYARD_LOG_FORMAT="console",
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers; nobody cares who misses them, and pytest's closing line is the last one."""
    logging.disable(logging.CRITICAL)
    if stack := config.stash.get(_SERVERS, None):
        stack.close()


@pytest.fixture(autouse=True)
def _empty_redis() -> Iterator[None]:
    """Redis holds nothing that matters; each test starts without anything in it."""
    import redis

    yield
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.flushall()
