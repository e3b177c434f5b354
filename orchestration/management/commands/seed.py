"""Put the rows there that a first use needs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from orchestration.access.records import Tenant
from orchestration.access.seeding import ensure_admin, ensure_key, ensure_tenant
from orchestration.classifying.applying import seed_shipped as seed_examples
from orchestration.management.catalogue import seed_shipped
from orchestration.registry.services import seed_bundled


class Command(BaseCommand):
    """Make the default tenant, a superuser, an API key, and what ships; safe to repeat.

    That is the models that ship and, where there is no provider yet, the catalogue that does; where
    there is no routing example yet, those that ship.

    Secrets are read from files, so that they show neither in a process list nor in a log.
    """

    # `migrate` has just run the same checks.
    requires_system_checks = ()
    help = "Make the default tenant, a superuser, an API key and the shipped models, if missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what can be chosen."""
        parser.add_argument("--tenant", default="default", help="name of the first tenant")
        parser.add_argument("--admin-user", default="admin", help="name of the superuser")
        parser.add_argument("--admin-password-file", type=Path, help="file with his password")
        parser.add_argument("--api-key-file", type=Path, help="file with the first key's token")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing.

        Raises:
            CommandError: a file cannot be read, or its content is not safe to use.
        """
        tenant = ensure_tenant(options["tenant"])
        seed_bundled()
        seed_shipped()
        seed_examples()
        if (path := options["admin_password_file"]) is not None:
            self._make_admin(options["admin_user"], _read(path))
        if (path := options["api_key_file"]) is not None:
            self._make_key(tenant, _read(path))

    def _make_admin(self, user: str, password: str) -> None:
        if not ensure_admin(user, password):
            self.stdout.write(
                f"The user {user!r} exists with another password, which stays. "
                f"To change it: manage.py changepassword {user}"
            )

    def _make_key(self, tenant: Tenant, token: str) -> None:
        try:
            ensure_key(tenant, token)
        except ValueError as error:
            raise CommandError(f"--api-key-file: {error}") from error


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from error
    if not text:
        raise CommandError(f"{path} is empty; write the secret into it")
    return text
