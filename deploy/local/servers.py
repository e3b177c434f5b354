"""The servers below Switchyard: embedded ones, or nothing where the user has his own."""

from dataclasses import dataclass
from pathlib import Path

from deploy.local.embedded import EmbeddedServer
from deploy.local.options import Options
from deploy.local.postgres import EmbeddedPostgres
from deploy.local.redis import EmbeddedRedis

LARGEST_LOG = 16 * 1024 * 1024


@dataclass(frozen=True)
class Servers:
    """The embedded servers in start order, and everybody's addresses."""

    embedded: dict[str, EmbeddedServer]
    options: Options

    @property
    def database_url(self) -> str:
        """The database that everyone uses; meaningful once it has started."""
        return self.options.database_url or self.embedded["postgres"].url

    @property
    def redis_url(self) -> str:
        """The broker that everyone uses; meaningful once it has started."""
        return self.options.redis_url or self.embedded["redis"].url

    def recorded_urls(self) -> tuple[str | None, str | None]:
        """The addresses of database and broker without starting anything."""
        urls = {name: server.recorded_url() for name, server in self.embedded.items()}
        return (
            self.options.database_url or urls.get("postgres"),
            self.options.redis_url or urls.get("redis"),
        )


def choose_servers(options: Options) -> Servers:
    """Embedded servers for what the user has not named."""
    embedded: dict[str, EmbeddedServer] = {}
    if options.database_url is None:
        embedded["postgres"] = EmbeddedPostgres(options.var / "postgres")
    if options.redis_url is None:
        embedded["redis"] = EmbeddedRedis(options.var / "redis")
    for server in embedded.values():
        _rotate(server.log_path)
    return Servers(embedded, options)


def _rotate(log: Path) -> None:
    """Keep one old log; a log that grows forever helps nobody."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))
