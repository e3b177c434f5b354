"""Where one provider is, and as whom it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx

from orchestration.providers.chat import ChatRequest
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.errors import AuthFailed, BadRequest, Unsupported
from orchestration.providers.profile import Profile
from orchestration.providers.provider import Bounds, Patience
from orchestration.secrettext import SecretText


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a wire format needs to speak to one provider.

    Attributes:
        name: The provider's.
        base_url: What paths such as ``chat/completions`` are appended to.
        profile: What it can do.
        key: Shown with each request; None for servers that want none.
        patience: How long it may take.
        bounds: How much is read.
        carrier: Carries the requests instead of a pool of our own, such as the guard of
            addresses that users set; what it raises besides httpx's errors passes unchanged.
    """

    name: str
    base_url: str
    profile: Profile
    key: SecretText | None = None
    patience: Patience = field(default_factory=Patience)
    bounds: Bounds = field(default_factory=Bounds)
    carrier: httpx.AsyncBaseTransport | None = None

    @property
    def secret(self) -> str:
        """Return the key itself; empty when there is none."""
        return self.key.expose() if self.key else ""

    def check(self) -> None:
        """Refuse what no request can be sent with.

        Raises:
            AuthFailed: The key cannot stand in a header.
            BadRequest: The address is none, or holds a password.
        """
        secret = self.secret
        if secret and not (secret.isascii() and secret.isprintable() and " " not in secret):
            raise AuthFailed(
                f"The key of the provider {self.name} holds characters that no key has.",
                provider=self.name,
                mend="Enter it again, without spaces and line ends.",
            )
        url = httpx.URL(self.base_url)
        if url.scheme not in {"http", "https"} or not url.host or url.userinfo or url.query:
            raise BadRequest(
                f"The address of the provider {self.name} cannot be used.",
                provider=self.name,
                field="base_url",
                mend="Give http:// or https://, a host and a path; keys are set apart from it.",
            )

    def admit(self, request: ChatRequest | EmbeddingRequest) -> None:
        """Refuse what the profile lacks, before anything is sent.

        Raises:
            Unsupported: With a problem for each field.
        """
        if isinstance(request, ChatRequest):
            lacks = self.profile.lacks(request)
        else:
            lacks = self.profile.lacks_for_embeddings(request)
        if lacks:
            raise Unsupported(
                f"The provider {self.name} cannot do what is asked: {lacks[0].message}",
                provider=self.name,
                field=lacks[0].field,
                mend=lacks[0].mend,
                problems=lacks,
            )
