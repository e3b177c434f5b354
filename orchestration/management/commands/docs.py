"""Make the pages of docs/reference that come from the code, or check that they are fresh."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.rest.openapi import document
from orchestration.config import ROOT
from orchestration.management.reference import kinds, options, problems, states


def _openapi() -> str:
    return json.dumps(json.loads(document()), indent=2, ensure_ascii=False) + "\n"


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "states.md": states.render,
    "settings.md": options.render,
    "kinds.md": kinds.render,
    "errors.md": problems.render,
    "openapi.json": _openapi,
}


class Command(BaseCommand):
    """`manage.py docs`."""

    help = "Make the pages of docs/reference that come from the code."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--check", action="store_true", help="only fail when one is stale")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write what differs, or name it.

        Raises:
            CommandError: with --check, a page is stale.
        """
        folder = ROOT / "docs" / "reference"
        made = {folder / name: render() for name, render in PAGES.items()}
        stale = [path for path, text in made.items() if _read(path) != text]
        names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
        if stale and options["check"]:
            raise CommandError(f"Stale: {names}. Run `make docs` and commit what changed.")
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
        self.stdout.write(f"Written: {names}." if names else "All pages are fresh.")


def _read(path: Any) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
