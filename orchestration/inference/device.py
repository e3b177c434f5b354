"""The device that a worker is pinned to, and what of a model goes there. Pure.

`cpu` hides every GPU. `gpu:1` shows one, which native code then knows as number 0. `gpu:0,1` shows
two and spreads each model's layers over them; without a comma nothing is ever split. Which GPUs are
seen is decided by the environment, which must be set before a native library is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from orchestration.errors import OperatorError
from orchestration.registry.spec import ModelSpec

ALL_LAYERS = -1
MOST_GPUS = 16
"""As many as llama.cpp knows."""
HIGHEST = 999
VISIBLE = ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES")
"""What NVIDIA's and AMD's libraries read when they are loaded."""
GPU_NAME = re.compile(r"[0-9]+|(GPU|MIG)-.+")
"""What such a list may name; the libraries end it at anything else, as in -1 or none."""


class InvalidDevice(OperatorError):  # noqa: N818 - named for what happened, like its tree
    """A worker cannot be pinned to what it was told."""

    slug = "invalid-device"
    title = "There is no such device"


@dataclass(frozen=True, slots=True)
class Device:
    """What a worker is pinned to.

    Attributes:
        gpus: Numbers of its GPUs, in the order in which it counts them; none for the CPU.
    """

    gpus: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Device:
        """Read `cpu`, `gpu:0`, or `gpu:0,1` (also written `gpu:0+1`).

        Raises:
            InvalidDevice: It is none of these.
        """
        family, colon, numbers = text.partition(":")
        if text == "cpu":
            return cls()
        if family != "gpu":
            raise _invalid(text, "is no device", "Use cpu, gpu:N, or gpu:N,M for several GPUs.")
        if not colon:
            raise _invalid(text, "names no GPU", "Say which, the first is gpu:0.")
        parts = numbers.replace("+", ",").split(",")
        if not all(part.isascii() and part.isdigit() and int(part) <= HIGHEST for part in parts):
            mend = f"Use whole numbers from 0 to {HIGHEST}, separated by commas: gpu:0,1."
            raise _invalid(text, "has something else than numbers of GPUs", mend)
        gpus = tuple(int(part) for part in parts)
        if len(set(gpus)) < len(gpus):
            raise _invalid(text, "names a GPU twice", "Name each GPU once.")
        if len(gpus) > MOST_GPUS:
            raise _invalid(text, f"has more than {MOST_GPUS} GPUs", "Start several workers.")
        return cls(gpus)

    def __str__(self) -> str:
        """Return it as workers report it."""
        return "gpu:" + ",".join(map(str, self.gpus)) if self.gpus else "cpu"

    @property
    def family(self) -> str:
        """Return ``cpu`` or ``gpu``."""
        return "gpu" if self.gpus else "cpu"

    @property
    def worker_name(self) -> str:
        """Return a name for the worker that tells it from others on its host."""
        return "-".join(["gpu", *map(str, self.gpus)]) if self.gpus else "cpu"

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the variables that show native libraries these GPUs and no others.

        Where a batch system or an operator has already limited what is visible, numbers count
        within that: `gpu:1` is the second of those.

        Args:
            given: The environment as it is.

        Raises:
            InvalidDevice: Fewer GPUs are visible than the device counts on.
        """
        chosen = {name: self._among(name, given.get(name)) for name in VISIBLE}
        # The driver, which is asked for their memory, counts GPUs as they sit on the bus.
        return {"CUDA_DEVICE_ORDER": "PCI_BUS_ID", **chosen}

    def _among(self, variable: str, visible: str | None) -> str:
        if visible is None or not self.gpus:
            return ",".join(map(str, self.gpus))
        parts = (part.strip() for part in visible.split(","))
        known = list(takewhile(GPU_NAME.fullmatch, parts))
        if max(self.gpus) >= len(known):
            raise InvalidDevice(
                f"The device {self} is not visible here: {variable} shows {len(known)} GPUs.",
                field="device",
                value=str(self),
                mend=f"Change {variable} or unset it; numbers count within what it lists.",
            )
        return ",".join(known[gpu] for gpu in self.gpus)


def _invalid(text: str, what: str, mend: str) -> InvalidDevice:
    return InvalidDevice(f"The device {text!r} {what}.", field="device", value=text, mend=mend)


@dataclass(frozen=True, slots=True)
class Placement:
    """What of a model goes to the GPUs that a process sees.

    Attributes:
        layers: How many layers; `ALL_LAYERS` for all, 0 for none.
        main: The GPU that holds the model where it is not split, counted from 0.
        split: Whether layers are spread over all GPUs.
        shares: How much each GPU gets, in any unit; empty for as much as each has free.
    """

    layers: int = 0
    main: int = 0
    split: bool = False
    shares: tuple[float, ...] = ()


CPU = Placement()
PLACING: Final = ("gpu_layers", "main_gpu", "tensor_split")
"""Parameters of a model that say where it goes."""


def placement_of(spec: ModelSpec, gpus: int) -> Placement:
    """Return where a model goes: its `parameters` may say `gpu_layers`, `main_gpu`, `tensor_split`.

    Args:
        spec: The model.
        gpus: How many GPUs the process sees; 0 puts everything on the CPU.

    Raises:
        OperatorError: One of the parameters cannot be.
    """
    layers = _layers(spec)
    main = _main(spec, gpus)
    shares = _shares(spec, gpus)
    if not gpus:
        return CPU
    return Placement(layers, main, split=gpus > 1, shares=shares if gpus > 1 else ())


def _layers(spec: ModelSpec) -> int:
    asked = spec.parameters.get("gpu_layers", "all")
    if asked == "all":
        return ALL_LAYERS
    if type(asked) is not int or asked < 0:
        raise _unusable(spec, "gpu_layers", "Use a whole number from 0 on, or all.")
    return int(asked)


def _main(spec: ModelSpec, gpus: int) -> int:
    main = spec.parameters.get("main_gpu", 0)
    if type(main) is not int or not 0 <= main < MOST_GPUS:
        raise _unusable(spec, "main_gpu", "Use a whole number from 0 on.")
    if gpus and main >= gpus:
        raise _unusable(
            spec, "main_gpu", f"This worker has {gpus}, counted from 0; use {gpus - 1} at most."
        )
    return int(main)


def _shares(spec: ModelSpec, gpus: int) -> tuple[float, ...]:
    asked: Any = spec.parameters.get("tensor_split", [])
    sound = isinstance(asked, list | tuple) and all(
        type(each) in (int, float) and 0 <= each < float("inf") for each in asked
    )
    if not sound or (asked and not any(asked)):
        raise _unusable(spec, "tensor_split", "Use a list of numbers, one per GPU, as in [3, 1].")
    if asked and gpus > 1 and len(asked) != gpus:
        raise _unusable(spec, "tensor_split", f"This worker has {gpus} GPUs: name {gpus} numbers.")
    return tuple(float(each) for each in asked)


def _unusable(spec: ModelSpec, name: str, mend: str) -> OperatorError:
    return OperatorError(
        f"The parameter {name} of the model {spec.name} cannot be used here.",
        field=f"parameters.{name}",
        value=spec.parameters[name],
        mend=mend,
    )
