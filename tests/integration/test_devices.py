"""Workers pinned to devices, as processes: what each sees, and several GPUs on one host."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tasks.models import Worker
from tests.chaos.members import Member, Role
from tests.factories import ensure_queues
from tests.gateways import database_url
from tests.patience import until

PINNED = """
import subprocess, sys
from orchestration.management.commands.worker import pinned
pinned(sys.argv[1])
native = {"llama_cpp", "torch", "sentence_transformers", "pynvml"} & set(sys.modules)
assert not native, native
show = "import os; print(os.environ['CUDA_VISIBLE_DEVICES'], os.environ['HIP_VISIBLE_DEVICES'])"
subprocess.run([sys.executable, "-c", show], check=True)
"""


@pytest.mark.parametrize(
    ("device", "seen"), [("gpu:1", "1 1"), ("gpu:2,0", "2,0 2,0"), ("cpu", ""), ("io", "")]
)
def test_children_see_the_workers_gpus_only_and_nothing_native_was_loaded_before(
    device: str, seen: str
) -> None:
    plain = {k: v for k, v in os.environ.items() if not k.endswith("VISIBLE_DEVICES")}
    code = f"import django; django.setup()\n{PINNED}"
    said = subprocess.run(
        [sys.executable, "-c", code, device],
        env=plain, check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert said.stdout.strip() == seen


@pytest.mark.parametrize("device", ["gpu", "gpu:x", "gpu:0,0", "tpu:0"])
def test_a_device_that_cannot_be_is_refused_at_start(device: str) -> None:
    with pytest.raises(CommandError, match="--device"):
        call_command("worker", "--device", device)


def test_a_gpu_that_is_not_there_is_refused_at_start() -> None:
    code = """
import django
django.setup()
from orchestration.inference.device import Device
from orchestration.management.commands.worker import check_device
check_device(Device.parse("gpu:0"))
"""
    hidden = os.environ | {"CUDA_VISIBLE_DEVICES": "999"}
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=hidden, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert said.returncode == 1
    assert "--device gpu:0: The memory of the GPU cannot be read" in said.stderr
    assert "MEMORY_BUDGET" in said.stderr


@contextmanager
def running(device: str, folder: Path) -> Iterator[Member]:
    role = Role(device, ("worker", "--device", device, "--slots", "2"))
    more = {"DATABASE_URL": database_url(name=device.replace(":", "-"))}
    if device.startswith("gpu"):  # without a card, which there may be none of here
        more["SWITCHYARD_INFERENCE__MEMORY_BUDGET"] = str(2**30)
    member = Member(role, os.environ | more, folder / f"{device}.log")
    member.start()
    try:
        yield member
    finally:
        member.stop()


@pytest.mark.django_db(transaction=True)
def test_gpu_workers_of_one_host_have_their_own_names_and_records(tmp_path: Path) -> None:
    ensure_queues()
    devices = ["gpu:0", "gpu:1", "gpu:2,3"]
    with ExitStack() as stack:
        members = [stack.enter_context(running(device, tmp_path)) for device in devices]
        until(lambda: Worker.objects.filter(state="live").count() == len(devices), "for all three")
        found = {worker.name: worker for worker in Worker.objects.filter(state="live")}
        assert {name: each.device for name, each in found.items()} == {
            "gpu-0": "gpu:0", "gpu-1": "gpu:1", "gpu-2-3": "gpu:2,3",
        }  # fmt: skip
        assert {each.slots for each in found.values()} == {2}
        assert all("chat" in each.kinds for each in found.values())
        assert all(member.is_running for member in members)
