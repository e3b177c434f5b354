"""What Prometheus reads of the gateway: how many wait, and whether hints arrive."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from api.gateway.ears import Ears
from api.gateway.feed import Feed
from api.gateway.places import Places


class Metrics:
    """The numbers of one gateway process."""

    def __init__(self, places: Places, ears: Ears, feed: Feed) -> None:
        """Read them from where they arise."""
        self._registry = CollectorRegistry()
        waiters = Gauge(
            "switchyard_gateway_waiters",
            "Long polls and event streams that are open.",
            registry=self._registry,
        )
        waiters.set_function(lambda: places.taken)
        listening = Gauge(
            "switchyard_gateway_listening",
            "1 if Redis tells of moved tasks; else waiters are woken by looks once a second.",
            registry=self._registry,
        )
        listening.set_function(lambda: ears.listening)
        streams = Gauge(
            "switchyard_gateway_token_streams",
            "Token streams that are read from Redis for somebody.",
            registry=self._registry,
        )
        streams.set_function(lambda: feed.streams)

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)
