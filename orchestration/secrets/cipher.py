"""Encrypts small texts with AES-256-GCM (NIST SP 800-38D) under the newest of several keys.

A sealed text is `version (1 byte) · key id (8) · nonce (12) · ciphertext with tag (16 more)`.
The key's id tells which key opens it; the place it belongs to (`Place`) is authenticated with it,
so that what is copied to another row does not open there. Nonces are random: one key is good for
2^32 texts, which a few keys of providers never reach.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from orchestration.config import KEY_BYTES, decode_key
from orchestration.secrets.errors import NoEncryptionKey, SecretDamaged, SecretLocked
from orchestration.secrettext import SecretText

KEY_ID_BYTES = 8
_NONCE_BYTES = 12
_VERSION = b"\x01"
_DOMAIN = b"switchyard secret 1\x00"
_HEAD = len(_VERSION) + KEY_ID_BYTES


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text belongs: who owns it, and its name.

    Attributes:
        tenant_id: The owner; None for the installation itself.
        name: Unique for the owner.
    """

    tenant_id: UUID | None
    name: str

    def __str__(self) -> str:
        return self.name if self.tenant_id is None else f"{self.name} of {self.tenant_id}"

    @property
    def bound(self) -> bytes:
        """What is authenticated with the text; no two places have the same."""
        owner = b"\x00" if self.tenant_id is None else b"\x01" + self.tenant_id.bytes
        return _DOMAIN + owner + self.name.encode()


class Key:
    """One key with its id; it shows only the id."""

    __slots__ = ("_cipher", "id")

    def __init__(self, text: SecretText) -> None:
        """Read a key: 32 bytes in URL-safe base64 or hex.

        Raises:
            ValueError: It is none; the text does not say what it is.
        """
        raw = decode_key(text.expose())
        if raw is None:
            raise ValueError(f"a key is {KEY_BYTES} bytes in URL-safe base64 or hex")
        self.id = hashlib.blake2b(raw, digest_size=KEY_ID_BYTES, person=b"switchyard key").digest()
        self._cipher = AESGCM(raw)

    def __repr__(self) -> str:
        return f"<Key {self.id.hex()}>"

    def seal(self, text: SecretText, place: Place) -> bytes:
        """Encrypt a text for one place."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, text.expose().encode(), place.bound)
        return _VERSION + self.id + nonce + sealed

    def open(self, sealed: bytes, place: Place) -> SecretText:
        """Decrypt what was sealed with this key for this place.

        Raises:
            InvalidTag: It was changed, or belongs elsewhere.
        """
        nonce, body = sealed[_HEAD : _HEAD + _NONCE_BYTES], sealed[_HEAD + _NONCE_BYTES :]
        return SecretText(self._cipher.decrypt(nonce, body, place.bound).decode())


class Keyring:
    """Keys, newest first: the first one seals, all of them open."""

    def __init__(self, keys: Sequence[Key]) -> None:
        """Take the keys; none are allowed, for those who keep no secrets."""
        self._newest = keys[0] if keys else None
        self._keys = {key.id: key for key in keys}

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._keys)}>"

    @property
    def newest(self) -> Key:
        """The key that seals.

        Raises:
            NoEncryptionKey: None is configured.
        """
        if self._newest is None:
            raise NoEncryptionKey
        return self._newest

    def seal(self, text: SecretText, place: Place) -> bytes:
        """Encrypt a text for one place with the newest key.

        Raises:
            NoEncryptionKey: None is configured.
        """
        return self.newest.seal(text, place)

    def open(self, sealed: bytes, place: Place) -> SecretText:
        """Decrypt a text that was sealed for this place.

        Raises:
            SecretLocked: Its key is not among the configured ones.
            SecretDamaged: It was changed, or sealed for another place.
        """
        if sealed[: len(_VERSION)] != _VERSION or len(sealed) < _HEAD + _NONCE_BYTES:
            raise SecretDamaged(str(place))
        key = self._keys.get(key_id_of(sealed))
        if key is None:
            raise SecretLocked(str(place), key_id_of(sealed).hex())
        try:
            return key.open(sealed, place)
        except InvalidTag:
            raise SecretDamaged(str(place)) from None


def key_id_of(sealed: bytes) -> bytes:
    """Return the id of the key that a text was sealed with."""
    return sealed[len(_VERSION) : _HEAD]
