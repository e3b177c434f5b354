"""What a worker is pinned to, what native libraries then see, and what of a model goes there."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from orchestration.errors import OperatorError
from orchestration.inference.device import (
    ALL_LAYERS,
    CPU,
    Device,
    InvalidDevice,
    Placement,
    placement_of,
)
from orchestration.inference.messages import EngineOptions
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.spec import ModelSpec


@pytest.mark.parametrize(
    ("text", "gpus", "written", "name"),
    [
        ("cpu", (), "cpu", "cpu"),
        ("gpu:0", (0,), "gpu:0", "gpu-0"),
        ("gpu:12", (12,), "gpu:12", "gpu-12"),
        ("gpu:0,1", (0, 1), "gpu:0,1", "gpu-0-1"),
        ("gpu:1+0", (1, 0), "gpu:1,0", "gpu-1-0"),
    ],
)
def test_a_device_is_read_and_written(
    text: str, gpus: tuple[int, ...], written: str, name: str
) -> None:
    device = Device.parse(text)
    assert (device.gpus, str(device), device.worker_name) == (gpus, written, name)
    assert Device.parse(str(device)) == device


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no device"),
        ("cuda:0", "is no device"),
        ("cpu:0", "is no device"),
        ("CPU", "is no device"),
        ("gpu", "names no GPU"),
        ("gpu:", "something else than numbers"),
        ("gpu:x", "something else than numbers"),
        ("gpu:-1", "something else than numbers"),
        ("gpu:0,", "something else than numbers"),
        ("gpu:0, 1", "something else than numbers"),
        ("gpu:1000", "something else than numbers"),
        ("gpu:²", "something else than numbers"),
        ("gpu:0,1,0", "names a GPU twice"),
        ("gpu:" + ",".join(map(str, range(17))), "more than 16"),
    ],
)
def test_what_is_no_device_is_refused_with_the_way_out(text: str, why: str) -> None:
    with pytest.raises(InvalidDevice, match=why) as caught:
        Device.parse(text)
    problem = caught.value.problem()
    assert problem["field"] == "device"
    assert problem["mend"]


def seen(text: str, **given: str) -> str:
    return Device.parse(text).environment(given)["CUDA_VISIBLE_DEVICES"]


def test_a_worker_sees_its_gpus_only_and_those_of_the_cpu_see_none() -> None:
    assert [seen("cpu"), seen("gpu:1"), seen("gpu:2,0")] == ["", "1", "2,0"]
    assert Device.parse("gpu:1").environment({})["HIP_VISIBLE_DEVICES"] == "1"


def test_gpus_are_counted_as_they_sit_on_the_bus_whatever_the_environment_says() -> None:
    given = {"CUDA_DEVICE_ORDER": "FASTEST_FIRST"}
    assert Device.parse("gpu:1").environment(given)["CUDA_DEVICE_ORDER"] == "PCI_BUS_ID"


def test_numbers_count_within_what_the_machine_was_limited_to_before() -> None:
    assert seen("gpu:1", CUDA_VISIBLE_DEVICES="4,7") == "7"
    assert seen("gpu:0", CUDA_VISIBLE_DEVICES="GPU-8932f937, GPU-1") == "GPU-8932f937"
    assert seen("cpu", CUDA_VISIBLE_DEVICES="4,7") == ""


@pytest.mark.parametrize("visible", ["", "4", "4,"])
def test_a_gpu_that_is_not_visible_is_refused(visible: str) -> None:
    with pytest.raises(InvalidDevice, match="is not visible here: CUDA_VISIBLE_DEVICES"):
        seen("gpu:1", CUDA_VISIBLE_DEVICES=visible)


@pytest.mark.parametrize("visible", ["-1", "NoDevFiles", "none", "-1,0"])
def test_a_list_that_hides_all_gpus_shows_none_to_be_pinned_to(visible: str) -> None:
    with pytest.raises(InvalidDevice, match="shows 0 GPUs"):
        seen("gpu:0", CUDA_VISIBLE_DEVICES=visible)
    assert seen("cpu", CUDA_VISIBLE_DEVICES=visible) == ""


def test_what_stands_behind_a_number_that_is_none_is_not_visible() -> None:
    assert seen("gpu:0", CUDA_VISIBLE_DEVICES="3,-1,5") == "3"
    with pytest.raises(InvalidDevice, match="shows 1 GPUs"):
        seen("gpu:1", CUDA_VISIBLE_DEVICES="3,-1,5")


def model(**parameters: Any) -> ModelSpec:
    return replace(TINY_RANDOM, parameters=parameters)


def test_all_of_a_model_goes_to_the_gpu_unless_its_record_says_otherwise() -> None:
    assert placement_of(model(), 1) == Placement(ALL_LAYERS)
    assert placement_of(model(gpu_layers="all"), 1) == Placement(ALL_LAYERS)
    assert placement_of(model(gpu_layers=12), 1) == Placement(12)
    assert placement_of(model(gpu_layers=0), 1) == Placement(0)


def test_nothing_goes_to_a_gpu_at_a_worker_of_the_cpu() -> None:
    assert placement_of(model(gpu_layers=12, main_gpu=1, tensor_split=[1, 1]), 0) == CPU


def test_a_model_is_split_only_where_a_worker_has_several_gpus() -> None:
    assert not placement_of(model(tensor_split=[3, 1]), 1).split
    assert placement_of(model(tensor_split=[3, 1]), 1).shares == ()
    two = placement_of(model(tensor_split=[3, 1], main_gpu=1), 2)
    assert two == Placement(ALL_LAYERS, main=1, split=True, shares=(3.0, 1.0))
    assert placement_of(model(), 2).shares == ()


@pytest.mark.parametrize(
    "parameters",
    [
        {"gpu_layers": -1},
        {"gpu_layers": True},
        {"gpu_layers": "most"},
        {"gpu_layers": 1.5},
        {"main_gpu": -1},
        {"main_gpu": 2},
        {"main_gpu": "0"},
        {"tensor_split": [1]},
        {"tensor_split": [0, 0]},
        {"tensor_split": [1, -1]},
        {"tensor_split": [1, float("inf")]},
        {"tensor_split": "1,1"},
    ],
    ids=str,
)
def test_parameters_that_cannot_be_are_refused(parameters: dict[str, Any]) -> None:
    (name,) = parameters
    with pytest.raises(OperatorError, match=name) as caught:
        placement_of(model(**parameters), 2)
    assert caught.value.problem()["field"] == f"parameters.{name}"


def test_engines_are_told_how_many_gpus_they_see() -> None:
    assert EngineOptions().visible_gpus == 0
    assert EngineOptions(device="gpu", gpus=2).visible_gpus == 2


OFFLOAD = """
import llama_cpp
from orchestration.inference.batching.offloading import offload
from orchestration.inference.device import ALL_LAYERS, Placement
plain = llama_cpp.llama_model_default_params()
one, two = (llama_cpp.llama_model_default_params() for _ in range(2))
offload(plain, Placement())
assert (plain.n_gpu_layers, plain.split_mode) == (0, llama_cpp.LLAMA_SPLIT_MODE_LAYER)
offload(one, Placement(ALL_LAYERS))
assert (one.n_gpu_layers, one.main_gpu, one.split_mode) == (-1, 0, llama_cpp.LLAMA_SPLIT_MODE_NONE)
shares = offload(two, Placement(12, main=1, split=True, shares=(3.0, 1.0)))
assert (two.n_gpu_layers, two.main_gpu, two.split_mode) == (12, 1, llama_cpp.LLAMA_SPLIT_MODE_LAYER)
assert [two.tensor_split[i] for i in range(3)] == [3.0, 1.0, 0.0]
"""


def test_a_placement_is_told_to_llama_cpp() -> None:
    subprocess.run([sys.executable, "-c", OFFLOAD], check=True, timeout=60)
