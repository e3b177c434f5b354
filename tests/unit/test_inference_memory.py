"""What models take, what a device has, and who makes room: the parts that load nothing."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.errors import EngineUnavailable, ModelUnavailable, OverBudget
from orchestration.inference.memory.budget import Budget, Room
from orchestration.inference.memory.footprint import Footprint, Setting, estimate, estimate_of
from orchestration.inference.memory.ledger import Ledger
from orchestration.inference.memory.meters import GpuMeter, HostMeter, Reading, meter_for
from orchestration.inference.messages import Refused
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.gguf import GgufHeader, read_header
from orchestration.registry.places import SHIPPED_MODELS

MIB = 1024**2
KIB = 1024
PROJECT = Path(__file__).resolve().parents[2]
LLAMA = {
    "general.architecture": "llama",
    "general.file_type": 7,
    "llama.block_count": 12,
    "llama.embedding_length": 768,
    "llama.attention.head_count": 12,
    "llama.feed_forward_length": 2048,
    "llama.vocab_size": 8192,
}


def header(**changes: Any) -> GgufHeader:
    named = {f"llama.{name}".replace("__", "."): value for name, value in changes.items()}
    return GgufHeader(3, LLAMA | named)


@pytest.mark.parametrize(
    ("changes", "setting", "mib"),
    [
        ({}, Setting(1024, 8), 288),
        ({}, Setting(4096, 8), 1152),
        ({}, Setting(1000, 2), 72),
        ({"attention__head_count_kv": 4}, Setting(1024, 8), 96),
        ({"attention__head_count_kv": [12, *[0] * 11]}, Setting(1024, 8), 24),
        ({"attention__key_length": 128, "attention__value_length": 64}, Setting(1024, 8), 432),
    ],
)
def test_the_cache_is_as_large_as_llama_cpp_says_when_it_makes_one(
    changes: dict[str, Any], setting: Setting, mib: int
) -> None:
    assert estimate_of(header(**changes), 0, setting).cache == mib * MIB


@pytest.mark.parametrize(
    ("setting", "logged_mib"),
    [
        (Setting(1024, 8, gpu=True), 36.51 + 0.25),
        (Setting(4096, 8, gpu=True), 114.51 + 0.25),
        (Setting(1024, 8, flash=True, gpu=True), 19.01 + 0.25),
    ],
)
def test_buffers_are_as_large_as_llama_cpp_logs_them(setting: Setting, logged_mib: float) -> None:
    assert estimate_of(header(), 0, setting).buffers / MIB == pytest.approx(logged_mib, rel=0.01)


def test_weights_that_a_cpu_copies_into_another_order_count_twice() -> None:
    setting = Setting(1024, 8)
    plain = estimate_of(header(), 50 * MIB, setting)
    copied = estimate_of(GgufHeader(3, LLAMA | {"general.file_type": 2}), 50 * MIB, setting)
    assert copied.weights - plain.weights == 50 * MIB


def test_only_the_layers_that_go_to_a_gpu_count_there() -> None:
    whole, some, none = (
        estimate_of(header(), 130 * MIB, Setting(1024, 8, gpu=True, layers=layers))
        for layers in (-1, 6, 0)
    )
    assert whole.weights == 130 * MIB
    assert some.weights == 60 * MIB
    assert none.total == 0


def test_recurrent_layers_have_a_state_for_each_slot_whatever_the_context() -> None:
    changes = {"ssm__inner_size": 1536, "ssm__state_size": 16, "ssm__conv_kernel": 4}
    recurrent = header(attention__head_count_kv=0, **changes)
    short, long = (estimate_of(recurrent, 0, Setting(context, 4)) for context in (256, 65536))
    assert short.cache == long.cache == 4 * 12 * (3 * 1536 + 16 * 1536) * 4


@pytest.mark.parametrize("context", [256, 65536])
def test_models_without_attention_say_that_they_have_no_heads(context: int) -> None:
    changes = {"ssm__inner_size": 1536, "ssm__state_size": 16, "ssm__conv_kernel": 4}
    mamba = header(attention__head_count=0, feed_forward_length=0, **changes)
    found = estimate_of(mamba, 0, Setting(context, 4))
    assert found.cache == 4 * 12 * (3 * 1536 + 16 * 1536) * 4


@pytest.mark.parametrize("layers", [513, 2**32 - 1, 2**63])
def test_a_header_that_claims_too_many_layers_is_refused_and_takes_no_memory(layers: int) -> None:
    with pytest.raises(ModelUnavailable, match=f"claims {layers} layers"):
        estimate_of(header(block_count=layers), 0, Setting(1024, 8))


def test_a_header_whose_values_are_of_other_types_is_guessed_at() -> None:
    odd = GgufHeader(3, LLAMA | {"general.file_type": [7], "llama.vocab_size": "many"})
    assert estimate_of(odd, 50 * MIB, Setting(1024, 8)).weights > 100 * MIB


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, 13_000), raw=st.binary(min_size=1, max_size=16))
def test_no_damage_of_a_header_makes_the_estimate_fail_otherwise(
    tmp_path_factory: pytest.TempPathFactory, at: int, raw: bytes
) -> None:
    content = bytearray((SHIPPED_MODELS / TINY_RANDOM.location).read_bytes())
    content[at : at + len(raw)] = raw
    path = tmp_path_factory.getbasetemp() / "fuzzed.gguf"
    path.write_bytes(content)
    with contextlib.suppress(ModelUnavailable):
        assert estimate_of(read_header(path), len(content), Setting(1024, 8)).total > 0


MEASURE = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from orchestration.inference.batching.native import Native, Row, Shape
from orchestration.inference.memory.meters import HostMeter
meter = HostMeter()
context = int(sys.argv[3])
before = meter.read().own
native = Native(sys.argv[2], Shape(slots=8, context=context, threads=1))
native.decode([Row(5, 0, at, at == 511) for at in range(512)])
native.decode([Row(5, 0, at, at == 1023) for at in range(512, 1024)])
print(meter.read().own - before)
native.close()
"""


def test_the_estimate_of_a_real_model_is_close_to_what_its_process_grows_by() -> None:
    path = SHIPPED_MODELS / TINY_RANDOM.location
    command = [sys.executable, "-c", MEASURE, str(PROJECT), str(path), "16384"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = estimate(path, Setting(16384, 8))
    grown = int(done.stdout)
    assert expected.cache < grown < expected.total - expected.kept + 8 * MIB


def lay(root: Path, files: dict[str, str]) -> Path:
    """Write files as a kernel shows them."""
    meminfo = "MemTotal: 1000 kB\nMemFree: 5 kB\nMemAvailable: 600 kB\nHugePages_Total: 0\n"
    status = "Name:\tpython\nVmRSS:\t 150 kB\nRssAnon:\t 100 kB\nRssFile:\t 50 kB\n"
    common = {"proc/meminfo": meminfo, "proc/self/status": status, "proc/self/cgroup": "0::/\n"}
    for name, text in (common | files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_without_control_groups_the_machine_is_the_limit(tmp_path: Path) -> None:
    reading = HostMeter(lay(tmp_path, {})).read()
    assert reading == Reading(capacity=1000 * KIB, others=300 * KIB, own=150 * KIB)


def test_a_control_group_of_version_2_limits_all_who_are_in_it(tmp_path: Path) -> None:
    group = "sys/fs/cgroup/apps"
    files = {
        "proc/self/cgroup": "0::/apps/worker\n",
        f"{group}/memory.max": f"{500 * KIB}\n",
        f"{group}/memory.current": f"{450 * KIB}\n",
        f"{group}/memory.stat": f"anon {200 * KIB}\nfile {250 * KIB}\nshmem {50 * KIB}\n",
        f"{group}/worker/memory.max": "max\n",
    }
    reading = HostMeter(lay(tmp_path, files)).read()
    assert reading == Reading(capacity=500 * KIB, others=150 * KIB, own=150 * KIB)


def test_a_control_group_of_version_1_is_read_where_a_container_shows_it(tmp_path: Path) -> None:
    group = "sys/fs/cgroup/memory"
    files = {
        "proc/self/cgroup": "5:devices:/\n4:memory:/docker/abc\n0::/\n",
        f"{group}/memory.limit_in_bytes": f"{400 * KIB}\n",
        f"{group}/memory.usage_in_bytes": f"{300 * KIB}\n",
        f"{group}/memory.stat": f"total_cache {40 * KIB}\ntotal_shmem 0\n",
    }
    reading = HostMeter(lay(tmp_path, files)).read()
    assert reading == Reading(capacity=400 * KIB, others=160 * KIB, own=150 * KIB)


def test_a_group_without_a_limit_limits_nothing(tmp_path: Path) -> None:
    unlimited = {
        "proc/self/cgroup": "4:memory:/\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    }
    reading = HostMeter(lay(tmp_path, unlimited)).read()
    assert reading.capacity == 1000 * KIB


def test_a_limit_may_come_and_go_while_a_worker_runs(tmp_path: Path) -> None:
    group = "sys/fs/cgroup/apps"
    limited = {
        "proc/self/cgroup": "0::/apps\n",
        f"{group}/memory.max": f"{500 * KIB}\n",
        f"{group}/memory.current": f"{100 * KIB}\n",
    }
    meter = HostMeter(lay(tmp_path, limited))
    for most, capacity in [("max", 1000), (f"{400 * KIB}", 400), ("max", 1000)]:
        (tmp_path / group / "memory.max").write_text(f"{most}\n")
        assert meter.read().capacity == capacity * KIB


class NvmlError(Exception):
    """As NVIDIA's library raises it."""


@dataclass
class FakeNvml:
    """NVIDIA's management library with GPUs that a test sets up."""

    used: dict[str, int]
    total: int = 1000
    hidden: bool = False
    silent: bool = False
    own: dict[str, int] = field(default_factory=dict)
    broken: bool = False
    NVMLError = NvmlError

    def nvmlInit(self) -> None:  # noqa: N802
        if self.broken:
            raise NvmlError("Driver Not Loaded")

    def nvmlDeviceGetHandleByIndex(self, index: int) -> str:  # noqa: N802
        return self.nvmlDeviceGetHandleByUUID(str(index))

    def nvmlDeviceGetHandleByUUID(self, name: str) -> str:  # noqa: N802
        if name not in self.used:
            raise NvmlError("Not Found")
        return name

    def nvmlDeviceGetMemoryInfo(self, handle: str) -> Any:  # noqa: N802
        if handle not in self.used:
            raise NvmlError("Unknown Error")
        return SimpleNamespace(total=self.total, used=self.used[handle])

    def nvmlDeviceGetComputeRunningProcesses(self, handle: str) -> list[Any]:  # noqa: N802
        if self.silent:
            raise NvmlError("Not Supported")
        mine = SimpleNamespace(pid=os.getpid(), usedGpuMemory=self.own.get(handle, 0))
        return [] if self.hidden else [SimpleNamespace(pid=1, usedGpuMemory=5), mine]


def test_a_gpus_memory_is_read_with_what_this_process_takes_of_it() -> None:
    nvml = FakeNvml(used={"0": 900, "1": 300}, own={"1": 200})
    assert GpuMeter(nvml, "1").read() == Reading(capacity=1000, others=100, own=200)


def test_several_gpus_that_a_model_is_spread_over_count_together() -> None:
    nvml = FakeNvml(used={"0": 900, "GPU-abc": 300}, own={"0": 500, "GPU-abc": 200})
    assert GpuMeter(nvml, "0,GPU-abc").read() == Reading(capacity=2000, others=500, own=700)


@pytest.mark.parametrize("unknown", [{"hidden": True}, {"silent": True}])
def test_where_nobody_says_who_takes_what_growth_counts_as_our_own(
    unknown: dict[str, Any],
) -> None:
    """A container hides it; old drivers and virtual GPUs cannot be asked."""
    nvml = FakeNvml(used={"0": 100}, **unknown)
    meter = GpuMeter(nvml, "")
    nvml.used["0"] = 450
    assert meter.read() == Reading(capacity=1000, others=100, own=350)


def test_a_driver_that_hiccups_ends_nothing_the_last_figures_serve() -> None:
    nvml = FakeNvml(used={"0": 100}, own={"0": 40})
    budget = Budget(GpuMeter(nvml, "0"))
    nvml.own["0"] = 240
    nvml.used["0"] = 300
    before = budget.room(fresh=True)
    assert before == Room(total=900, taken=200)
    handle = nvml.used.pop("0")
    assert (budget.room(fresh=True), budget.own()) == (before, 240)
    nvml.used["0"] = handle + 100
    nvml.own["0"] = 340
    assert budget.room(fresh=True).taken == 300


@pytest.mark.parametrize("nvml", [FakeNvml({"0": 0}, broken=True), FakeNvml({})])
def test_a_gpu_that_cannot_be_read_is_the_operators_to_mend(nvml: FakeNvml) -> None:
    with pytest.raises(EngineUnavailable) as refused:
        GpuMeter(nvml, "0")
    assert "SWITCHYARD_INFERENCE__MEMORY_BUDGET" in str(refused.value)


def test_with_a_budget_that_somebody_set_a_gpu_need_not_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", FakeNvml({"0": 0}, broken=True))
    with pytest.raises(EngineUnavailable):
        meter_for("gpu")
    assert Budget(meter_for("gpu", 500), 500).room() == Room(total=500, taken=0)


class FakeMeter:
    """A device whose readings a test sets."""

    grows = True
    share = 0.8

    def __init__(self, *readings: Reading) -> None:
        self.readings = list(readings)

    def read(self) -> Reading:
        return self.readings.pop(0) if len(self.readings) > 1 else self.readings[0]


@pytest.mark.parametrize(
    ("wanted", "others", "total"),
    [(0, 0, 800), (0, 500, 470), (300, 0, 300), (300, 900, 70), (300, 990, 0)],
)
def test_a_budget_is_a_share_or_a_setting_but_never_what_others_have_taken(
    wanted: int, others: int, total: int
) -> None:
    first, later = Reading(1000, others, 30), Reading(1000, others, 130)
    budget = Budget(FakeMeter(first, later), wanted)
    assert budget.room(fresh=True) == Room(total, taken=100)


class Fixed:
    """Room that does not change."""

    def __init__(self, total: int, taken: int = 0) -> None:
        self.now = Room(total, taken)

    def room(self, *, fresh: bool = False) -> Room:
        del fresh
        return self.now


def ledger(held: dict[str, int], wanted: int, *, total: int = 100, most: int = 9) -> Ledger[str]:
    made: Ledger[str] = Ledger(Fixed(total), most)
    for key, size in (held | {"new": wanted}).items():
        made.expect(key, Footprint(size))
    for key in held:
        made.reserve(key)
    return made


@pytest.mark.parametrize(
    ("held", "wanted", "movable", "chosen"),
    [
        ({"a": 40, "b": 40}, 20, ["a", "b"], []),
        ({"a": 40, "b": 40}, 50, ["a", "b"], ["a"]),
        ({"a": 40, "b": 40}, 50, ["b", "a"], ["b"]),
        ({"a": 40, "b": 40}, 90, ["a", "b"], ["a", "b"]),
        ({"a": 10, "b": 80}, 60, ["a", "b"], ["b"]),
        ({"a": 40, "b": 40}, 90, ["b"], None),
        ({"a": 40, "b": 40}, 50, [], None),
    ],
)
def test_the_least_recently_used_make_room_and_no_more_than_needed(
    held: dict[str, int], wanted: int, movable: Sequence[str], chosen: list[str] | None
) -> None:
    assert ledger(held, wanted).choose("new", movable) == chosen


def test_the_number_of_models_is_limited_as_well() -> None:
    accounts = ledger({"a": 1, "b": 80}, 2, most=2)
    assert accounts.choose("new", ["a", "b"]) == ["a"]
    assert accounts.choose("new", []) is None


def test_memory_that_was_taken_beyond_the_accounts_counts() -> None:
    accounts: Ledger[str] = Ledger(Fixed(100, taken=70), 9)
    for key, size in {"a": 20, "b": 20, "new": 50}.items():
        accounts.expect(key, Footprint(size))
    accounts.reserve("a")
    accounts.reserve("b")
    assert accounts.taken == 70
    assert accounts.choose("new", ["a", "b"]) == ["a"]


def test_what_was_measured_goes_before_what_was_estimated() -> None:
    accounts = ledger({}, 60)
    accounts.reserve("new")
    accounts.settle("new", 45)
    accounts.release("new")
    accounts.expect("new", Footprint(60))
    accounts.reserve("new")
    assert accounts.taken == 45


def test_a_model_that_grew_is_given_more_the_next_time() -> None:
    accounts = ledger({}, 60)
    accounts.reserve("new")
    accounts.settle("new", 45)
    accounts.release("new")
    accounts.came_back("new", 52)
    accounts.came_back("new", 50)
    accounts.reserve("new")
    assert accounts.taken == 52


def test_a_model_that_was_loaded_is_not_refused_for_what_others_gave_back_with_it() -> None:
    accounts = ledger({}, 60, total=100)
    accounts.reserve("new")
    accounts.settle("new", 60)
    accounts.release("new")
    accounts.came_back("new", 120)
    accounts.check("new", "new")
    assert accounts.choose("new", []) == []


def test_a_model_that_cannot_fit_is_refused_with_the_numbers() -> None:
    accounts = ledger({"a": 30 * MIB}, 3 * 1024 * MIB, total=100 * MIB)
    with pytest.raises(OverBudget) as refused:
        accounts.check("new", "giant")
    error = refused.value
    assert (error.needed, error.available, error.budget) == (3072 * MIB, 70 * MIB, 100 * MIB)
    assert (error.field, error.value) == ("model", "giant")
    assert "needs 3.0 GiB" in str(error)
    assert "SWITCHYARD_INFERENCE__MEMORY_BUDGET" in str(error)


def test_the_numbers_come_out_of_the_engines_process_and_reach_the_caller() -> None:
    error = OverBudget("giant", needed=30, available=10, budget=20)
    again = Refused.of(1, error).error()
    assert isinstance(again, OverBudget)
    assert again.retryable
    assert again.problem() == error.problem()
    assert again.problem()["needed_bytes"] == 30
