"""`python -m deploy.local`: run everything, or one command in the same environment.

python -m deploy.local                      run Switchyard (what `make run` does)
python -m deploy.local migrate              only migrate and seed
python -m deploy.local env -- COMMAND …     run a command with Switchyard's environment
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial

from deploy.local import environment, ports
from deploy.local.console import Console
from deploy.local.credentials import Credentials, load_credentials
from deploy.local.errors import AlreadyRunningError, LocalError
from deploy.local.locks import FileLock
from deploy.local.options import Options, read_options
from deploy.local.parent import end_with_make
from deploy.local.processes import wait_until
from deploy.local.servers import choose_servers
from deploy.local.services import Plan, plan_all, plan_migration
from deploy.local.supervisor import Supervisor

LEFTOVER_SECONDS = 10.0

Planner = Callable[[Options, Credentials], Plan]


def main(arguments: list[str], plan: Planner = plan_all) -> int:
    """Do what the command line says; problems become one message and exit code 1.

    `plan` says what `run` keeps alive; tests of the supervisor have another one.
    """
    try:
        options = read_options(os.environ)
        (options.var / "static").mkdir(parents=True, exist_ok=True)
        match arguments:
            case []:
                return run(options, plan)
            case ["migrate"]:
                return run_migrations(options)
            case ["env", "--", *command] if command:
                replace_by(command, options, os.environ)
        print(__doc__, file=sys.stderr)
    except LocalError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 2


def run(options: Options, plan: Planner) -> int:
    """Run everything until Ctrl-C.

    Raises:
        LocalError: another one runs here, a port is taken, or something cannot start.
    """
    lock = take_lock(options)
    try:
        end_with_make()
        environment.record_settings(options, os.environ)
        raise_file_limit()
        check_ports(options, patience=LEFTOVER_SECONDS if lock.was_abandoned else 0)
        supervisor_for(options, plan).run()
    finally:
        lock.release()
    return 0


def run_migrations(options: Options) -> int:
    """Migrate and seed, on the running system when there is one."""
    try:
        lock = take_lock(options)
    except AlreadyRunningError:
        return migrate_running(options)
    try:
        supervisor_for(options, plan_migration).run()
    finally:
        lock.release()
    return 0


def migrate_running(options: Options) -> int:
    """Migrate and seed through the addresses that the running system recorded."""
    credentials = load_credentials(options.var, os.environ)
    env = recorded_environment(options, os.environ)
    for step in plan_migration(options, credentials).steps:
        ended = subprocess.run(step.argv, env=env, cwd=options.root, check=False)
        if ended.returncode:
            return ended.returncode
    return 0


def take_lock(options: Options) -> FileLock:
    """Make sure that nobody else supervises this `var` folder.

    Raises:
        AlreadyRunningError: somebody does.
    """
    lock = FileLock(options.var / "supervisor.lock")
    lock.acquire(f"Switchyard's folder {options.var}")
    return lock


def supervisor_for(options: Options, plan: Planner) -> Supervisor:
    """Everything put together."""
    credentials = load_credentials(options.var, os.environ)
    servers = choose_servers(options)
    chosen = plan(options, credentials)
    return Supervisor(options, credentials, servers, chosen, environ=os.environ, console=Console())


def check_ports(options: Options, patience: float) -> None:
    """Fail early when a port is taken; a killed predecessor's leftovers get `patience` seconds.

    Raises:
        LocalError: names the port, its purpose and what to set.
    """
    for number, name in enumerate(("web", "the gateway", "Flower")):
        port = options.port + number
        if not wait_until(partial(ports.is_free, port, options.host), patience):
            raise LocalError(
                f"Port {port}, which {name} needs (SWITCHYARD_PORT + {number}), is in use. "
                f"End what listens there, or choose others: "
                f"SWITCHYARD_PORT={options.port + 100} make run"
            )


def raise_file_limit() -> None:
    """Allow as many open files as we may: each waiting client of the gateway is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else 65_536
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def recorded_environment(options: Options, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of the running (or last) system of this folder, with what it was started
    with; what `environ` sets goes before that."""
    environ = {**environment.recorded_settings(options), **environ}
    options = read_options({**environ, "SWITCHYARD_VAR_DIR": str(options.var)})
    credentials = load_credentials(options.var, environ)
    base = environment.child_environment(options, credentials, environ)
    database_url, redis_url = choose_servers(options).recorded_urls()
    known = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    return {**base, **{name: url for name, url in known.items() if url}}


def replace_by(command: list[str], options: Options, environ: Mapping[str, str]) -> None:
    """Become `command`.

    Raises:
        LocalError: there is no such program.
    """
    env = recorded_environment(options, environ)
    try:
        os.execvpe(command[0], command, env)  # noqa: S606 - becoming it is the purpose
    except OSError as error:
        raise LocalError(f"cannot run {command[0]!r}: {error.strerror}") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
