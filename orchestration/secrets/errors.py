"""What can go wrong with secrets; none of these texts holds a value."""
# ruff: noqa: N818 - they are named for what happened, as those of `orchestration.errors`

from __future__ import annotations

from http import HTTPStatus

from orchestration.errors import OperatorError, UserError, shorten

SETTING = "SWITCHYARD_ENCRYPTION_KEYS"


class NoEncryptionKey(OperatorError):
    """A secret is to be kept or read, and no key is configured."""

    slug = "no-encryption-key"
    title = "No encryption key is configured"

    def __init__(self) -> None:
        """Say how to make one."""
        super().__init__(
            f"Secrets cannot be kept or read: {SETTING} is not set.",
            field=SETTING,
            mend="Set it to the output of `manage.py secrets newkey`, the same for all processes, "
            "and keep a copy apart from the database's backups; `make run` makes one by itself.",
        )


class SecretLocked(OperatorError):
    """The key that a secret was sealed with is not among the configured ones."""

    slug = "secret-locked"
    title = "A secret's key is missing"

    def __init__(self, name: str, key_id: str) -> None:
        """Name the secret and its key's id."""
        super().__init__(
            f"The secret {name} was encrypted with the key {key_id}, which is not configured.",
            field=SETTING,
            value=key_id,
            mend=f"Add the old key at the end of {SETTING}, or set the secret anew: "
            "`manage.py secrets set`.",
        )


class SecretDamaged(OperatorError):
    """What is stored was changed, or copied from another row."""

    slug = "secret-damaged"
    title = "A stored secret is damaged"

    def __init__(self, name: str) -> None:
        """Name the secret."""
        super().__init__(
            f"The secret {name} does not open: what is stored was changed or belongs elsewhere.",
            field="name",
            value=name,
            mend="Set it anew: `manage.py secrets set`. Find out who changed the row.",
        )


class UnknownSecret(UserError):
    """No secret of that name and owner."""

    slug = "unknown-secret"
    title = "There is no such secret"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str) -> None:
        """Name it."""
        super().__init__(
            f"There is no secret {shorten(name)}.",
            field="name",
            value=name,
            mend="See which there are: `manage.py secrets list`.",
        )


class UnusableSecret(UserError):
    """A name or value that cannot be kept."""

    slug = "unusable-secret"
    title = "The secret cannot be kept"
