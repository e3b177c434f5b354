"""Lists, adds, pulls and removes models; applies and exports the catalogue of those outside."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration.errors import SwitchyardError
from orchestration.management import catalogue
from orchestration.registry import services
from orchestration.registry.describe import describe
from orchestration.registry.hub import HUB
from orchestration.registry.places import candidates
from orchestration.registry.pull import Pull, pull
from orchestration.registry.records import ModelRecord, Replica
from orchestration.registry.spec import MODEL_DEVICES, ModelSpec
from orchestration.registry.vision import with_projector
from tasks.services.replicas import ask_for_copies

BAR = 30
REDRAW_S = 0.2
UNITS = ("B", "KB", "MB", "GB", "TB")
THOUSAND = 1000


_BY = "command:models"
_LOCAL = ("hub", "sha256", "token_file", "name", "default", "device")

Rows = list[tuple[str, ...]]


class Command(BaseCommand):
    """`manage.py models list|add|pull|default|remove|apply|export`."""

    help = "Lists, adds, pulls and removes models; applies and exports the catalogue."
    # The checks import the URLs; where workers run, what those need is not installed.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the sub-commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="show every model and who holds it")
        add = commands.add_parser("add", help="register files that lie on this machine")
        add.add_argument("path", type=Path, help="a GGUF file or a sentence-transformers folder")
        add.add_argument("--mmproj", type=Path, help="the file with which it reads images")
        _naming(add)
        fetch = commands.add_parser(
            "pull", help="download a GGUF model and register it, or let workers pull one"
        )
        fetch.add_argument(
            "source",
            help="org/name[@revision][:file or quantisation], or a URL; with --worker the name of "
            "a registered model",
        )
        whom = fetch.add_mutually_exclusive_group()
        whom.add_argument("--worker", help="name of the live worker that shall pull it")
        whom.add_argument(
            "--all-workers", action="store_true", help="all live workers that may run it pull it"
        )
        fetch.add_argument("--hub", help="address of the model hub or of a mirror")
        fetch.add_argument("--sha256", help="checksum that the file must have")
        fetch.add_argument("--token-file", type=Path, help="file with your access token")
        _naming(fetch)
        default = commands.add_parser("default", help="let a model serve tasks that name none")
        default.add_argument("name")
        remove = commands.add_parser("remove", help="take a model out of the registry")
        remove.add_argument("name")
        remove.add_argument("--files", action="store_true", help="delete its pulled files too")
        catalogue.add_arguments(commands)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; anticipated errors are shown in one line."""
        try:
            getattr(self, options["command"])(options)
        except SwitchyardError as error:
            raise CommandError(str(error)) from error

    def list(self, options: dict[str, Any]) -> None:
        """Show every model in a table. Queries: two."""
        del options
        records = ModelRecord.objects.prefetch_related("replicas").order_by("task", "name")
        rows: Rows = [("NAME", "TASK", "FORMAT", "SIZE", "CONTEXT", "STATE", "HELD BY")]
        rows += [_row(record) for record in records]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())

    def add(self, options: dict[str, Any]) -> None:
        """Register files where they lie."""
        spec = describe(options["path"], options["name"])
        if options["mmproj"] is not None:
            spec = with_projector(spec, options["mmproj"])
        self._register(spec, options)

    def pull(self, options: dict[str, Any]) -> None:
        """Download and register; running it again goes on where it ended. Or let workers do so."""
        if options["worker"] or options["all_workers"]:
            self._ask_workers(options)
            return
        inference = settings.SWITCHYARD.inference
        wanted = Pull(
            source=options["source"],
            folder=inference.models_dir,
            hub=options["hub"] or getattr(inference, "hub_url", HUB),
            name=options["name"],
            checksum=options["sha256"],
            token=_token(options["token_file"]),
        )
        bar = Bar(self.stdout)
        try:
            spec = pull(wanted, bar.show)
        finally:
            bar.end()
        self._register(spec, options)

    def _ask_workers(self, options: dict[str, Any]) -> None:
        refused = [name for name in _LOCAL if options[name]]
        if refused:
            flag = refused[0].replace("_", "-")
            raise CommandError(f"--{flag}: leave it out; workers use the model's own record")
        asked = ask_for_copies(options["source"], worker=options["worker"], by=_BY)
        self.stdout.write(
            f"Asked {', '.join(asked)} for {options['source']}; each begins at its next heartbeat."
        )
        self.stdout.write("  See how far they are: manage.py models list")

    def default(self, options: dict[str, Any]) -> None:
        """Let a model serve the tasks that name none."""
        record = services.make_default(options["name"])
        self.stdout.write(f"{record.name} now serves {record.task} tasks that name no model.")

    def remove(self, options: dict[str, Any]) -> None:
        """Take a model out of the registry, and with --files its pulled files."""
        spec = services.remove(options["name"])
        self.stdout.write(f"Removed {spec.name} from the registry.")
        if not ModelRecord.objects.filter(task=spec.task, is_default=True).exists():
            self.stdout.write(
                f"  No model is the default for {spec.task} now: tasks that name none are refused."
                " Choose one: manage.py models default NAME"
            )
        if options["files"]:
            self._delete_files(spec)

    def apply(self, options: dict[str, Any]) -> None:
        """Store providers, models outside, prompts and specialists as files say."""
        catalogue.apply_files(options, self.stdout)

    def export(self, options: dict[str, Any]) -> None:
        """Write the catalogue as it is stored."""
        catalogue.export(options, self.stdout)

    def _delete_files(self, spec: ModelSpec) -> None:
        folder = settings.SWITCHYARD.inference.models_dir
        others = ModelRecord.objects.filter(location=spec.location).order_by("name")
        names = ", ".join(others.values_list("name", flat=True))
        for path in candidates(spec, [folder])[:1]:
            if names:
                self.stdout.write(f"Kept {path}: {names} needs it, too.")
            elif path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                path.unlink()
                self.stdout.write(f"Deleted {path}.")
            else:
                self.stdout.write(f"Kept {path}: it does not lie in {folder}.")

    def _register(self, spec: ModelSpec, options: dict[str, Any]) -> None:
        spec = services.renewed(spec)
        spec = replace(spec, device=options["device"] or spec.device)
        services.register(spec, default=options["default"])
        self.stdout.write(f"{spec.name} is registered ({spec.task}, {_size(spec.size_bytes)}).")
        self.stdout.write(f"  sha256 {spec.checksum}")
        if not options["default"]:
            self.stdout.write(
                f'  Tasks use it with "model": "{spec.name}"; to serve tasks that name none:'
                f" manage.py models default {spec.name}"
            )


def _naming(parser: ArgumentParser) -> None:
    parser.add_argument("--name", help="how tasks ask for it; made from the file's name by default")
    parser.add_argument("--default", action="store_true", help="serve tasks that name no model")
    parser.add_argument(
        "--device",
        choices=MODEL_DEVICES,
        help="where it may run; as before or anywhere by default",
    )


def _token(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--token-file: {path} cannot be read: {error}") from error


def _row(record: ModelRecord) -> tuple[str, ...]:
    state = "default" if record.is_default else "enabled" if record.enabled else "disabled"
    holders = [_holder(replica, record) for replica in record.replicas.all()]
    return (
        record.name,
        record.task,
        record.format,
        _size(record.size_bytes),
        str(record.context_length),
        state,
        ", ".join(holders) or "-",
    )


def _holder(replica: Replica, record: ModelRecord) -> str:
    state = replica.state
    if replica.have_bytes is not None and record.size_bytes:
        state += f" {replica.have_bytes / record.size_bytes:.0%}"
    elif replica.wanted_at is not None:
        state = "asked to pull it"
    return f"{replica.worker_name or replica.host} ({state})"


def _size(count: float) -> str:
    for unit in UNITS:
        if count < THOUSAND or unit == UNITS[-1]:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= THOUSAND
    raise AssertionError("the last unit fits everything")


class Bar:
    """A progress bar on a terminal; a line each ten per cent elsewhere."""

    def __init__(self, out: Any) -> None:
        """Write to `out`."""
        self._out = out
        self._terminal = sys.stdout.isatty()
        self._started = time.monotonic()
        self._drawn = float("-inf")
        self._tenth = -1
        self._first: int | None = None

    def show(self, have: int, total: int | None) -> None:
        """Say how far it is, not too often."""
        self._first = have if self._first is None else self._first
        now = time.monotonic()
        complete = total is not None and have >= total
        if self._terminal and (complete or now - self._drawn >= REDRAW_S):
            self._drawn = now
            self._out.write(f"\r{self._line(have, total, now)}\x1b[K", ending="")
        elif not self._terminal and total and have * 10 // total > self._tenth:
            self._tenth = have * 10 // total
            self._out.write(self._line(have, total, now))

    def end(self) -> None:
        """Leave the bar's line."""
        if self._terminal and self._first is not None:
            self._out.write("")

    def _line(self, have: int, total: int | None, now: float) -> str:
        rate = (have - (self._first or 0)) / max(now - self._started, 0.001)
        if not total:
            return f"{_size(have)}  {_size(rate)}/s"
        filled = min(BAR, have * BAR // total)
        bar = "#" * filled + "." * (BAR - filled)
        return f"[{bar}] {_size(have)} of {_size(total)}  {_size(rate)}/s"
