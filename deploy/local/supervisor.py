"""Starts everything in order, keeps it alive, and ends it in order.

One thread and one loop: it passes on the processes' output, notices who died and starts
him again, and stops at the first Ctrl-C or SIGTERM. A second one stops at once.

Start: Postgres, Redis, migrations, seed, then Switchyard's processes.
End: gateway, web, dispatcher, workers, beat and Flower, Redis, Postgres.
"""

import contextlib
import itertools
import selectors
import signal
import time
from collections.abc import Mapping
from types import FrameType

from deploy.local import environment
from deploy.local.child import Child, describe
from deploy.local.console import Console
from deploy.local.credentials import Credentials
from deploy.local.embedded import EmbeddedServer
from deploy.local.errors import LocalError
from deploy.local.options import Options
from deploy.local.parent import has_given_up
from deploy.local.probe import Probe
from deploy.local.reaper import Reaper
from deploy.local.servers import Servers
from deploy.local.services import Plan, Service

TICK_SECONDS = 0.1
PATIENCE_SECONDS = 60.0
SERVER_PAUSE = 1.0
SERVER_ENDINGS = {"postgres": signal.SIGINT, "redis": signal.SIGTERM}


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked us to stop
    """Unwinds a start that was interrupted."""


class Supervisor:
    """Everything that runs on this machine for one `var` folder."""

    def __init__(
        self,
        options: Options,
        credentials: Credentials,
        servers: Servers,
        plan: Plan,
        *,
        environ: Mapping[str, str],
        console: Console,
    ) -> None:
        self._options = options
        self._credentials = credentials
        self._servers = servers
        self._plan = plan
        self._console = console
        self._base = environment.child_environment(options, credentials, environ)
        self._env: dict[str, str] = {}
        self._selector = selectors.DefaultSelector()
        self._children: list[Child] = []
        self._asked = 0
        self._greeted = False
        self._probes = [
            Probe((options.near_host, port), path, self._selector)
            for port, path in (each.answers for each in plan.services if each.answers)
        ]
        self._patience = 0.0
        self._reaper = Reaper()

    def run(self) -> None:
        """Run until asked to stop; a plan without services ends after its steps.

        Raises:
            LocalError: something could not start; everything has been stopped again.
        """
        self._listen_to_signals()
        try:
            self._start_servers()
            self._prepare()
            self._start_services()
            while self._children and not self._shall_stop():
                self._tick()
        except Stopped:
            self._console.say("Interrupted while starting.")
        finally:
            self._end_everything()

    # --- Being asked to stop ---------------------------------------------------------------

    def _listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants us to stay
            signal.signal(signal.SIGHUP, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1

    def _shall_stop(self) -> bool:
        return self._asked > 0 or self._console.closed or has_given_up()

    def _check(self) -> None:
        if self._shall_stop():
            raise Stopped

    # --- Starting --------------------------------------------------------------------------

    def _start_servers(self) -> None:
        for name, server in self._servers.embedded.items():
            self._check()
            self._start_server(name, server)
        self._env = environment.with_servers(
            self._base, self._servers.database_url, self._servers.redis_url
        )

    def _start_server(self, name: str, server: EmbeddedServer) -> None:
        server.start()
        self._reaper.watch(server.pid, SERVER_ENDINGS[name])
        self._console.say(
            f"{name} runs (pid {server.pid}, data in {server.data_dir}, log {server.log_path})"
        )

    def _prepare(self) -> None:
        """Run what must have succeeded before anything serves.

        Raises:
            LocalError: a step failed; its output has been shown.
        """
        for step in self._plan.steps:
            self._check()
            self._run_to_end(step)

    def _run_to_end(self, step: Service) -> None:
        self._console.say(f"{step.name} …")
        child = Child(step, self._console, self._selector)
        self._children = [child]
        self._launch(child)
        while (ended := self._reap(child)) is None:
            self._check()
            self._relay(TICK_SECONDS)
        self._children = []
        if ended != describe(0):
            raise LocalError(f"`{step.name}` failed ({ended}); its output above says why.")

    def _start_services(self) -> None:
        self._children = [
            Child(service, self._console, self._selector) for service in self._plan.services
        ]
        self._patience = time.monotonic() + PATIENCE_SECONDS
        for child in self._children:
            self._check()
            self._launch(child)

    def _launch(self, child: Child) -> None:
        child.start(self._env, self._options.root)
        if child.pid is not None:
            self._reaper.watch(child.pid)

    # --- Running ---------------------------------------------------------------------------

    def _tick(self) -> None:
        self._relay(TICK_SECONDS)
        self._revive_servers()
        for child in self._children:
            if (ended := self._reap(child)) is not None:
                pause = child.next_start - time.monotonic()
                self._console.say(f"{child.name} died: {ended}. It starts again in {pause:.1f} s.")
            if child.process is None and time.monotonic() >= child.next_start:
                self._launch(child)
                self._console.say(f"{child.name} started again (pid {child.pid})")
        if not self._greeted:
            self._greet()

    def _relay(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            key.data.relay()

    def _reap(self, child: Child) -> str | None:
        pid = child.pid
        ended = child.reap()
        if ended is not None and pid is not None:
            self._reaper.forget(pid)
        return ended

    def _revive_servers(self) -> None:
        for name, server in self._servers.embedded.items():
            if server.runs:
                continue
            if (code := server.has_ended()) is not None:
                self._console.say(f"{name} died: {describe(code)}. It starts again now.")
                self._reaper.forget(server.pid)
            try:
                server.stop()
                self._start_server(name, server)
            except LocalError as error:
                self._console.say(f"{name} cannot start: {error}")
                time.sleep(SERVER_PAUSE)

    def _greet(self) -> None:
        """Say that it is ready, once; or, now and then, why it is not."""
        for probe in self._probes:
            probe.tick()
        missing = [probe for probe in self._probes if not probe.is_ready]
        if not missing:
            self._greeted = True
            self._welcome()
        elif time.monotonic() > self._patience:
            self._patience = time.monotonic() + PATIENCE_SECONDS
            self._console.say(f"Not ready yet: {missing[0].answer}")

    def _welcome(self) -> None:
        options, path = self._options, environment.write_dev_env(self._options, self._credentials)
        self._console.say(
            f"""
Switchyard is ready.

  Admin, REST   {options.url(options.port)}/admin/   {options.url(options.port)}/api/v1/
  Gateway       {options.url(options.gateway_port)}
  Flower        {options.url(options.flower_port)}
  Sign in as    {self._credentials.admin_user}; password and API key are in {path}

Ctrl-C stops everything; nothing is lost.
"""
        )

    # --- Ending ----------------------------------------------------------------------------

    def _end_everything(self) -> None:
        started, asked = time.monotonic(), self._asked
        self._console.say("Stopping …")
        for probe in self._probes:
            probe.close()
        ordered = sorted(self._children, key=lambda child: child.service.stage)
        for _, stage in itertools.groupby(ordered, key=lambda child: child.service.stage):
            self._end_stage(list(stage), asked)
        for name, server in reversed(self._servers.embedded.items()):
            self._end_server(name, server, asked)
        self._reaper.dismiss()
        self._console.say(f"Stopped in {time.monotonic() - started:.1f} s.")

    def _end_stage(self, children: list[Child], asked: int) -> None:
        """Ask all of a stage to stop; kill those whose time is over, with what they started."""
        for child in children:
            child.signal(signal.SIGTERM)
        asked_at = time.monotonic()
        while any(child.process is not None for child in children):
            self._relay(TICK_SECONDS / 2)
            for child in children:
                is_late = time.monotonic() > asked_at + child.service.stop_seconds
                if is_late or self._is_forced(asked):
                    child.signal_group(signal.SIGKILL)
                ended = self._reap(child)
                if ended is not None and ended not in (describe(0), describe(-signal.SIGTERM)):
                    self._console.say(f"{child.name} ended with {ended}")

    def _end_server(self, name: str, server: EmbeddedServer, asked: int) -> None:
        with contextlib.suppress(LocalError):  # It may not have started.
            self._reaper.forget(server.pid)
        if self._is_forced(asked) and name != "postgres":
            server.kill()
        else:  # Postgres always stops in order; that takes a moment and saves a recovery.
            server.stop()

    def _is_forced(self, asked: int) -> bool:
        """Whether somebody asked once more while we were already stopping."""
        return self._asked > max(asked, 1)
