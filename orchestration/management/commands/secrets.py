"""Lists, sets and deletes secrets, and encrypts them anew with the newest key."""

from __future__ import annotations

import base64
import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration.access.records import Tenant
from orchestration.config import KEY_BYTES
from orchestration.errors import SwitchyardError
from orchestration.secrets import services
from orchestration.secrets.records import Secret
from orchestration.secrets.rotation import rotate
from orchestration.secrettext import SecretText

_BY = "command:secrets"


class Command(BaseCommand):
    """`manage.py secrets list|set|delete|rotate|newkey`."""

    help = "Keeps the keys of model providers, encrypted; values are never shown."
    # The checks import the URLs; where workers run, what those need is not installed.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the sub-commands; none takes a value, which other users could see."""
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="show the names, never the values")
        put = commands.add_parser("set", help="keep a value, read from the standard input")
        _naming(put)
        put.add_argument("--from-env", metavar="VARIABLE", help="read it from this variable")
        _naming(commands.add_parser("delete", help="delete a secret"))
        commands.add_parser("rotate", help="encrypt all anew with the newest key")
        commands.add_parser("newkey", help="print a new key for SWITCHYARD_ENCRYPTION_KEYS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; anticipated errors are shown in one line."""
        try:
            getattr(self, f"_{options['command']}")(options)
        except SwitchyardError as error:
            raise CommandError(str(error)) from None

    def _list(self, options: dict[str, Any]) -> None:
        del options
        for secret in Secret.objects.defer("sealed").select_related("tenant"):
            owner = secret.tenant.name if secret.tenant else "-"
            rotated = f"{secret.rotated_at:%Y-%m-%d}" if secret.rotated_at else "-"
            self.stdout.write(
                f"{secret.name}  owner {owner}  set {secret.set_at:%Y-%m-%d}  rotated {rotated}  "
                f"key {bytes(secret.key_id).hex()}"
            )

    def _set(self, options: dict[str, Any]) -> None:
        value = _value(options["from_env"])
        secret = services.put(options["name"], value, actor=_BY, tenant_id=_tenant(options))
        self.stdout.write(f"{secret.name} is kept, encrypted.")

    def _delete(self, options: dict[str, Any]) -> None:
        services.delete(options["name"], actor=_BY, tenant_id=_tenant(options))
        self.stdout.write(f"{options['name']} is deleted.")

    def _rotate(self, options: dict[str, Any]) -> None:
        del options
        done = rotate(actor=_BY)
        self.stdout.write(f"Encrypted {done.count} secrets anew.")
        if done.refused:
            lines = "\n  ".join(str(error) for error in done.refused)
            raise CommandError(f"{len(done.refused)} could not be:\n  {lines}")

    def _newkey(self, options: dict[str, Any]) -> None:
        del options
        self.stdout.write(base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode())


def _naming(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="such as cerebras.api-key")
    parser.add_argument("--tenant", help="the tenant that owns it; the installation by default")


def _tenant(options: dict[str, Any]) -> UUID | None:
    name = options["tenant"]
    if name is None:
        return None
    tenant = Tenant.objects.filter(name=name).first()
    if tenant is None:
        raise CommandError(f"--tenant: there is no tenant {name!r}; see the admin for their names")
    return tenant.pk


def _value(variable: str | None) -> SecretText:
    if variable is None:
        return SecretText(getpass("Value: ") if sys.stdin.isatty() else sys.stdin.read())
    if variable not in os.environ:
        raise CommandError(f"--from-env: {variable} is not set; export it first")
    return SecretText(os.environ[variable])
