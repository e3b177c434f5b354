"""What llama.cpp is told of GPUs, and whether it can use any."""

from __future__ import annotations

import ctypes
from typing import Any

import llama_cpp

from orchestration.errors import EngineUnavailable
from orchestration.inference.device import Placement
from orchestration.inference.messages import EngineOptions


def check_device(options: EngineOptions) -> None:
    """Refuse a GPU that llama.cpp cannot use.

    Raises:
        EngineUnavailable: It was built without support for GPUs, or sees none.
    """
    if options.device == "gpu" and not llama_cpp.llama_supports_gpu_offload():
        raise EngineUnavailable(
            "llama.cpp finds no GPU: it was built without support for GPUs, or sees none here.",
            field="device",
            value=options.device,
            mend="See whether `nvidia-smi` lists the card where the worker runs, install "
            "llama-cpp-python built for your GPU, or start the worker on the CPU.",
        )


def offload(wanted: Any, placement: Placement) -> Any:
    """Say in a model's parameters what goes to GPUs; what is returned must live as long as they.

    llama.cpp refuses to load without a split where there is no GPU.
    """
    wanted.n_gpu_layers = placement.layers
    shares = (ctypes.c_float * llama_cpp.llama_max_devices())(*placement.shares)
    if placement.layers:
        wanted.main_gpu = placement.main
        split, whole = llama_cpp.LLAMA_SPLIT_MODE_LAYER, llama_cpp.LLAMA_SPLIT_MODE_NONE
        wanted.split_mode = split if placement.split else whole
    if placement.shares:
        wanted.tensor_split = shares
    return shares
