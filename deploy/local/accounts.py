"""The user that Postgres runs as.

Postgres refuses to run as root. A plain user just runs it; root runs it as an
unprivileged system user, which must be able to reach the programs and the data. Both may
lie below a folder that only root may enter (`/root`), and we change nobody's permissions:
then they go to a folder of ours that everyone can reach.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from deploy.local.errors import ServerFailedError
from deploy.local.processes import Account

ACCOUNT_NAME = "switchyard"
REACHABLE_ROOT = Path("/var/lib/switchyard")


def unprivileged_account() -> Account | None:
    """None where we are not root; otherwise our system user, made when it is missing.

    Raises:
        ServerFailedError: no usable account exists and none could be made.
    """
    if os.geteuid() != 0:
        return None
    account = _find(ACCOUNT_NAME) or _create() or _find("nobody")
    if account is None:
        raise ServerFailedError(
            "Postgres cannot run as root and there is no unprivileged user to run it as. "
            f"Create one with `useradd --system {ACCOUNT_NAME}`, run as a plain user, or set "
            "DATABASE_URL to a Postgres server that you run yourself."
        )
    return account


def _find(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid) if entry.pw_uid != 0 else None


def _create() -> Account | None:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = [program, *options, "--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
    subprocess.run(command, check=False, capture_output=True)
    return _find(ACCOUNT_NAME)


def can_reach(folder: Path, account: Account | None) -> bool:
    """Whether `account` can enter `folder`, asked of the kernel rather than computed."""
    if account is None:
        return True
    test = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    answer = subprocess.run(
        test,
        check=False,
        capture_output=True,
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=[],
    )
    return answer.returncode == 0


def reachable_folder(name: str) -> Path:
    """A folder `name` below our own root, where any user may pass through.

    Raises:
        ServerFailedError: it cannot be made.
    """
    folder = REACHABLE_ROOT / name
    try:
        for part in (REACHABLE_ROOT, folder):
            part.mkdir(mode=0o755, exist_ok=True)
    except OSError as error:
        raise ServerFailedError(
            f"cannot create {folder} ({error.strerror}), which the database's user needs because "
            "it cannot enter this folder. Move the project below a folder that everyone can "
            "enter, such as /srv or /opt, or set DATABASE_URL to your own Postgres."
        ) from error
    return folder
