"""Signatures of webhooks, as Standard Webhooks 1.0 has them; pure.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

from orchestration.secrettext import SecretText

PREFIX: Final = "whsec_"
_KEY_BYTES: Final = 32


def new_secret() -> SecretText:
    """Return a new signing secret: `whsec_` and 32 random bytes in base64."""
    return SecretText(PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())


def signature(secret: SecretText, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message, with the version before it."""
    key = base64.b64decode(secret.expose().removeprefix(PREFIX))
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(
    signers: Sequence[SecretText], message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the headers that a receiver checks.

    Args:
        signers: the secret, and while it is being rotated the one before.
        message_id: the same for each sending of a message.
        timestamp: seconds since 1970, the time of this sending.
        body: what is sent, byte for byte.
    """
    signatures = [signature(secret, message_id, timestamp, body) for secret in signers]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
