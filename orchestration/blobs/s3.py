"""Blobs with a service that speaks S3, for installations of several hosts.

A write of many bytes goes in parts; the service shows the object when the last one is there, whole.
What unfinished writes leave is the bucket's to delete: give it a rule that aborts incomplete
uploads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from orchestration.blobs.errors import StoreUnavailable
from orchestration.blobs.ports import CHUNK, Content, Found, Place

_PART: Final = 8 * 1024 * 1024
_PARTS_AT_ONCE: Final = 2
_LISTED_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, repr=False)
class Bucket:
    """Where a bucket is and how it is reached.

    Attributes:
        name: The bucket's.
        prefix: Put before all keys.
        endpoint: The service's URL; empty for Amazon's own.
        region: The service's.
        key_id: The access key's id; empty for what the machine's role or `AWS_…` variables give.
        secret: The access key.
        timeout_s: How long one request may take, in seconds.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    key_id: str = ""
    secret: str = ""
    timeout_s: float = 30.0


class S3Store:
    """Keeps bytes as objects of a bucket.

    Args:
        bucket: Which one.
    """

    def __init__(self, bucket: Bucket) -> None:
        # Only processes that use it pay for its native library.
        import obstore
        from obstore.store import S3Store as Client

        self._obstore = obstore
        keys = {"access_key_id": bucket.key_id, "secret_access_key": bucket.secret}
        place = {"endpoint": bucket.endpoint, "region": bucket.region}
        own = bool(bucket.endpoint)
        options: dict[str, Any] = {
            **{name: value for name, value in (keys | place).items() if value},
            "virtual_hosted_style_request": not own,
        }
        self._client = Client(
            bucket.name,
            prefix=bucket.prefix or None,
            client_options={
                "allow_http": bucket.endpoint.startswith("http:"),
                "timeout": timedelta(seconds=bucket.timeout_s),
                "connect_timeout": timedelta(seconds=min(5.0, bucket.timeout_s)),
            },
            retry_config={
                "max_retries": 3,
                "retry_timeout": timedelta(seconds=bucket.timeout_s),
            },
            **options,
        )

    def write(self, place: Place, content: Content) -> None:
        """Put an object, in parts when it is large; at most 16 MiB of it are in memory."""
        with _mapped():
            self._obstore.put(
                self._client,
                place.key,
                content.open(),
                use_multipart=content.size > _PART,
                chunk_size=_PART,
                max_concurrency=_PARTS_AT_ONCE,
            )

    def size(self, place: Place) -> int | None:
        """Ask for the object's head."""
        with _mapped():
            try:
                return int(self._obstore.head(self._client, place.key)["size"])
            except FileNotFoundError:
                return None

    def read(self, place: Place, start: int, stop: int) -> Iterator[Any]:
        """Ask for the object's bytes; they arrive as they are read."""
        if start >= stop:  # no range is empty
            if self.size(place) is None:
                raise FileNotFoundError(place.key)
            return iter(())
        with _mapped():
            found = self._obstore.get(self._client, place.key, options={"range": (start, stop)})
        return _chunks(found)

    def delete(self, places: Sequence[Place]) -> None:
        """Delete objects."""
        self.discard([place.key for place in places])

    def walk(self) -> Iterator[Found]:
        """List all objects below the prefix."""
        with _mapped():
            for page in self._obstore.list(self._client, chunk_size=_LISTED_AT_ONCE):
                for each in page:
                    yield Found(each["path"], Place.parse(each["path"]), each["size"])

    def discard(self, keys: Sequence[str]) -> None:
        """Delete objects one by one: not every service can take several at once."""
        with _mapped():
            for key in keys:
                try:
                    self._obstore.delete(self._client, key)
                except FileNotFoundError:
                    continue

    def tidy(self, older_s: float) -> int:
        """Leave it to the bucket's own rule."""
        del older_s
        return 0


def _chunks(found: Any) -> Iterator[bytes]:
    with _mapped():
        for chunk in found.stream(min_chunk_size=CHUNK):
            yield bytes(chunk)


@contextmanager
def _mapped() -> Iterator[None]:
    """Turn the library's errors into ours; an object that is not there is the caller's to judge."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError, ValueError) as error:
        raise StoreUnavailable(str(error).splitlines()[0] or type(error).__name__) from error
