"""`manage.py models apply` and `export`: the catalogue as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings
from django.core.management import CommandError

from orchestration.registry.services import seed_bundled
from orchestration.specialists.applying import Action, Change, Order, apply
from orchestration.specialists.errors import InvalidCatalogue
from orchestration.specialists.exporting import exported, to_yaml
from orchestration.specialists.reading import read_files
from orchestration.specialists.selectors import list_specialists, usability_of

SHIPPED = Path(__file__).resolve().parent.parent / "specialists" / "shipped"
BY = "command:models"
_ACTIONS: Final[tuple[Action, ...]] = ("created", "changed", "unchanged", "removed")
_WIDTH = max(map(len, _ACTIONS))


class Out(Protocol):
    """Where lines are written."""

    def write(self, msg: str) -> Any:
        """Write one."""


def add_arguments(commands: Any) -> None:
    """Describe the sub-commands."""
    applying = commands.add_parser(
        "apply", help="store providers, models outside, prompts and specialists as YAML files say"
    )
    applying.add_argument(
        "files", nargs="*", type=Path, help="files, or folders for all their .yaml files"
    )
    applying.add_argument("--shipped", action="store_true", help="the catalogue that ships, first")
    applying.add_argument("--dry-run", action="store_true", help="only say what would be done")
    applying.add_argument(
        "--prune", action="store_true", help="remove what the files' lists do not name"
    )
    applying.add_argument(
        "--keep", action="store_true", help="make what is missing, change nothing that is there"
    )
    exporting = commands.add_parser("export", help="write the catalogue as YAML")
    exporting.add_argument("--output", type=Path, help="a file; standard output by default")


def apply_files(options: dict[str, Any], out: Out) -> None:
    """Apply files and say what came of it.

    Raises:
        CommandError: They are wrong, with a line for each mistake; nothing was stored.
    """
    if options["shipped"] and not options["dry_run"]:
        seed_bundled()  # specialists that ship name a model that does
    paths = [SHIPPED] if options["shipped"] else []
    paths += options["files"]
    if not paths:
        raise CommandError("Name a file, or use --shipped.")
    order = Order(
        by=BY,
        rules=settings.SWITCHYARD.outgoing.rules,
        overwrite=not options["keep"],
        prune=options["prune"],
        dry_run=options["dry_run"],
    )
    try:
        changes = apply(read_files(paths), order)
    except InvalidCatalogue as error:
        lines = "\n  ".join(error.lines())
        raise CommandError(f"The catalogue is not valid; nothing was stored.\n  {lines}") from None
    _tell(changes, out, dry=order.dry_run)
    if not order.dry_run:
        _tell_unusable(out)


def _tell(changes: Iterable[Change], out: Out, *, dry: bool) -> None:
    counts = Counter(each.action for each in changes)
    for each in changes:
        if each.action != "unchanged":
            named = each.fields if each.action == "changed" else ()
            fields = f" ({', '.join(named)})" if named else ""
            out.write(f"{each.action:<{_WIDTH}}  {each.sort} {each.name}{fields}")
    told = ", ".join(f"{counts[action]} {action}" for action in _ACTIONS)
    out.write(f"{told}.{' Nothing was stored: this was a dry run.' if dry else ''}")


def _tell_unusable(out: Out) -> None:
    """Say how many shared specialists cannot answer yet, and where it stands why."""
    records = list_specialists(tenant_id=None, limit=1_000)
    idle = sum(not usability_of(each).usable for each in records)
    if idle:
        where = "the admin (Catalogue > Specialists) and GET /api/v1/specialists say why"
        out.write(f"{idle} of {len(records)} specialists cannot answer yet; {where}.")


def export(options: dict[str, Any], out: Out) -> None:
    """Write the catalogue as YAML.

    Raises:
        CommandError: The file cannot be written.
    """
    text = to_yaml(exported())
    if options["output"] is None:
        out.write(text)
        return
    try:
        options["output"].write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--output: {error}") from error
    out.write(f"Written: {options['output']}.")


def seed_shipped() -> int:
    """Store the catalogue that ships, and the models that do, where there is none yet.

    Returns:
        How many entries of the catalogue were made.

    Raises:
        SwitchyardError: What ships does not fit this installation.
    """
    if exported().providers:
        return 0
    seed_bundled()
    rules = settings.SWITCHYARD.outgoing.rules
    changes = apply(read_files([SHIPPED]), Order(by="system:seed", rules=rules, overwrite=False))
    return sum(each.action == "created" for each in changes)
