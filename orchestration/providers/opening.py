"""Opens a provider of the table."""

from __future__ import annotations

from importlib import import_module

import httpx

from orchestration.errors import shorten
from orchestration.providers.endpoint import Endpoint
from orchestration.providers.errors import AuthFailed, BadRequest
from orchestration.providers.profile import Profile
from orchestration.providers.provider import Bounds, Patience, Provider
from orchestration.providers.table import PROVIDERS, Row
from orchestration.secrettext import SecretText


def open_provider(
    row_name: str,
    *,
    called: str = "",
    key: SecretText | None = None,
    base_url: str | None = None,
    profile: Profile | None = None,
    patience: Patience | None = None,
    bounds: Bounds | None = None,
    carrier: httpx.AsyncBaseTransport | None = None,
) -> Provider:
    """Return a provider, ready to be asked; close it when it is no longer needed.

    Nothing is sent yet. A base URL that users may choose needs a `carrier` that guards it.

    Args:
        row_name: Of its row.
        called: Its name in errors, where several providers share a row; the row's by default.
        key: Shown with each request.
        base_url: Instead of the row's.
        profile: Instead of the row's, where an installation can do more or less.
        patience: How long it may take.
        bounds: How much is read.
        carrier: Carries the requests, instead of a pool of the provider's own.

    Raises:
        BadRequest: There is no such row, or no usable address.
        AuthFailed: The provider needs a key, or the key is none.
    """
    row = _row(row_name)
    name = called or row_name
    endpoint = Endpoint(
        name,
        _address(name, base_url or row.base_url),
        profile or row.profile,
        key or None,
        patience or Patience(),
        bounds or Bounds(),
        carrier,
    )
    if row.key_needed and endpoint.key is None:
        mend = f"Set one; its usual variable is {row.key_variable}."
        raise AuthFailed(f"The provider {name} needs a key.", provider=name, mend=mend)
    endpoint.check()
    module, _, noun = row.wire.rpartition(".")
    provider: Provider = getattr(import_module(module), noun)(endpoint, **row.options)
    return provider


def _row(name: str) -> Row:
    row = PROVIDERS.get(name)
    if row is None:
        raise BadRequest(
            f"There is no provider {shorten(name)}.",
            provider=name,
            field="provider",
            mend=f"Use one of: {', '.join(sorted(PROVIDERS))}.",
        )
    return row


def _address(name: str, base_url: str | None) -> str:
    if base_url is None:
        raise BadRequest(
            f"The provider {name} has no address of its own.",
            provider=name,
            field="base_url",
            mend="Name one, such as http://127.0.0.1:8080/v1.",
        )
    return base_url
