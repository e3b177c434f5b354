"""What the ledger is told. Callers bring types of their own, which stand above this layer: they
need these attributes, and nothing more."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class Used(Protocol):
    """Tokens that a provider counted.

    `prompt_tokens` includes those read from a cache and those written to it; `completion_tokens`
    includes reasoning.
    """

    @property
    def prompt_tokens(self) -> int: ...

    @property
    def completion_tokens(self) -> int: ...

    @property
    def cached_tokens(self) -> int: ...

    @property
    def cache_written_tokens(self) -> int: ...

    @property
    def reasoning_tokens(self) -> int: ...


class Paying(Protocol):
    """Who pays: a tenant, through one of its keys or by itself."""

    @property
    def tenant_id(self) -> UUID: ...

    @property
    def key_id(self) -> UUID | None: ...

    @property
    def tenant(self) -> str: ...


class Wanted(Protocol):
    """What a call may cost at most, before it begins."""

    @property
    def call_id(self) -> UUID: ...

    @property
    def payer(self) -> Paying: ...

    @property
    def provider(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def task_id(self) -> UUID | None: ...

    @property
    def attempt(self) -> int | None: ...

    @property
    def prompt_tokens(self) -> int: ...

    @property
    def answer_tokens(self) -> int: ...

    @property
    def deadline_s(self) -> float: ...


class Ended(Protocol):
    """What a call came to; without usage the worst case stands."""

    @property
    def call_id(self) -> UUID: ...

    @property
    def outcome(self) -> str: ...

    @property
    def usage(self) -> Used | None: ...

    @property
    def ms(self) -> float: ...

    @property
    def first_token_ms(self) -> float | None: ...

    @property
    def error(self) -> str: ...
