"""From nothing: start everything as `make run` does, then do what a newcomer and the docs do."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.options import ROOT
from deploy.local.processes import is_alive, wait_until
from tests.architecture.test_docs import blocks

pytestmark = [pytest.mark.slow, pytest.mark.native, pytest.mark.timeout(400)]

READY_S = 150.0
STOP_S = 30.0
HOW_TO = ("schedules", "batches", "operate-queues")


class System:
    """Everything that `make run` starts, in a folder and on ports of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.lines: list[str] = []
        self.port = ports.free_port(following=2)
        self.start()

    def start(self) -> None:
        """Type `make run`, and wait until it says that all is ready."""
        self.lines.clear()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local"],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        wait_until(lambda: "is ready" in self.text or self.process.poll() is not None, READY_S)
        if "Switchyard is ready." not in self.text:
            self.stop()
            raise AssertionError(self.text)

    def environment(self) -> dict[str, str]:
        """Return what a newcomer's shell has: nothing of ours but folder and port."""
        names = ("SWITCHYARD_", "DATABASE_URL", "REDIS_URL", "DJANGO_")
        outer = {name: value for name, value in os.environ.items() if not name.startswith(names)}
        return outer | {"SWITCHYARD_PORT": str(self.port), "SWITCHYARD_VAR_DIR": str(self.var)}

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self.lines.extend(iter(stream.readline, ""))

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(STOP_S)
        self._reader.join(STOP_S)
        return code

    @property
    def dev_env(self) -> Path:
        return self.var / "dev.env"


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with tempfile.TemporaryDirectory(prefix="switchyard-newcomer-") as folder:
        Path(folder).chmod(0o755)
        started = System(Path(folder) / "var")
        yield started
        started.stop()


def shell(system: System, script: str, tmp_path: Path) -> str:
    """Run what a page shows; its files go to a folder of the test's own."""
    script = script.replace("/tmp/", f"{tmp_path}/")  # noqa: S108 - what pages name
    script = script.replace("var/dev.env", str(system.dev_env))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env={**system.environment(), "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{system.text[-3000:]}"
    return done.stdout


def page(name: str) -> str:
    return "\n".join(blocks(ROOT / name, "bash"))


def test_a_newcomer_runs_a_task_of_every_kind_and_finds_them_in_admin_and_flower(
    system: System, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tools.newcomer", "--dev-env", str(system.dev_env)]
    done = subprocess.run(
        [*command, "--shots", str(tmp_path)], cwd=ROOT, env=system.environment(),
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{system.text[-3000:]}"
    wanted = {
        "chat", "completion", "embedding", "ingest", "rag", "rerank", "tokenize", "echo", "sleep",
        "ledger",
    }  # fmt: skip
    for kind in wanted:
        assert re.search(rf"^{kind} +succeeded, ", done.stdout, re.MULTILINE)
    assert re.search(r"^fail +failed, ", done.stdout, re.MULTILINE)
    assert re.search(r"Flower shows cpu-0@\S+, ingest-0@\S+, io-0@\S+", done.stdout)
    if "No Chromium here" not in done.stdout:
        assert len(list(tmp_path.glob("newcomer-*.png"))) == len(wanted) + 2


def test_the_first_task_of_the_readme_works_with_curl(system: System, tmp_path: Path) -> None:
    said = shell(system, page("README.md"), tmp_path)
    assert '"state":"succeeded"' in said
    assert '"content":"bullish"' in said.replace(": ", ":")


def test_the_first_task_of_the_readme_works_with_python(system: System, tmp_path: Path) -> None:
    (script,) = blocks(ROOT / "README.md", "python")
    (tmp_path / "first.py").write_text(script, encoding="utf-8")
    said = shell(system, 'set -a; . var/dev.env; "$PYTHON" /tmp/first.py', tmp_path)
    state, answer = said.split(" ", 1)
    assert state == "succeeded"
    assert json.loads(answer) == {
        "payer": "Ingrid Solberg", "amount": "4,250 EUR", "date": "3 May 2027"
    }  # fmt: skip


def test_every_command_of_the_tutorial_works(system: System, tmp_path: Path) -> None:
    said = shell(system, page("docs/tutorial/first-task.md"), tmp_path)
    for words in (
        '"status":"ready"',
        "succeeded with bullish",
        r"\"payer\": \"Ingrid Solberg\"",
        "2 vectors of 384 numbers",
        '"reason": "The queue local is paused."',
        '"type": "urn:switchyard:problem:invalid-input"',
        "as asked",
        "cpu-0@",
    ):
        assert words in said


@pytest.mark.parametrize("name", HOW_TO)
def test_the_commands_of_the_how_tos_work(system: System, tmp_path: Path, name: str) -> None:
    opening = blocks(ROOT / "docs/tutorial/first-task.md", "bash")[0]
    shell(system, f"{opening}\n{page(f'docs/how-to/{name}.md')}", tmp_path)


def test_the_examples_of_openais_clients_work_with_the_model_that_ships(
    system: System, tmp_path: Path
) -> None:
    opening = blocks(ROOT / "docs/tutorial/first-task.md", "bash")[0]
    assert "bullish" in shell(system, f"{opening}\n{page('docs/how-to/openai.md')}", tmp_path)
    point = (
        'export OPENAI_BASE_URL="$SWITCHYARD_GATEWAY_URL/v1" OPENAI_API_KEY="$SWITCHYARD_API_KEY"'
    )
    for number, text in enumerate(blocks(ROOT / "docs/how-to/openai.md", "python")):
        (tmp_path / f"{number}.py").write_text(text, encoding="utf-8")
        run = f'{opening}\n{point}\n"$PYTHON" /tmp/{number}.py'
        assert shell(system, run, tmp_path).strip(), text


def test_commands_beside_the_system_see_its_settings(system: System, tmp_path: Path) -> None:
    assert "switchyard-mini" in shell(system, "./manage models list", tmp_path)


def test_ctrl_c_ends_everything_and_the_next_start_has_the_same_tasks_and_key(
    system: System, tmp_path: Path
) -> None:
    opening = blocks(ROOT / "docs/tutorial/first-task.md", "bash")[0]
    submit = 'call "$SWITCHYARD_URL/api/v1/tasks" -d \'{"kind": "echo", "input": {"n": 1}}\''
    stored = shell(system, f"{opening}\n{submit}", tmp_path)
    task = re.findall(r'"id":"([0-9a-f-]{36})"', stored)[0]
    pids = [int(pid) for pid in re.findall(r"runs \(pid (\d+)", system.text)]
    assert pids
    assert system.stop() == 0
    assert "died" not in system.text
    assert [pid for pid in pids if is_alive(pid)] == []
    system.start()
    look = f'call "$SWITCHYARD_GATEWAY_URL/api/v1/tasks/{task}?wait=30"'
    assert '"state":"succeeded"' in shell(system, f"{opening}\n{look}", tmp_path)
