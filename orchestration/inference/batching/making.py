"""Makes a loaded model of a request: weights, context, chat template, projector."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import llama_cpp

from orchestration.errors import ModelUnavailable
from orchestration.inference.batching.batcher import Batcher
from orchestration.inference.batching.chat import Prompts
from orchestration.inference.batching.native import (
    DecodeFailed,
    Native,
    NotLoaded,
    Row,
    Shape,
)
from orchestration.inference.batching.offloading import check_device
from orchestration.inference.batching.residents import Resident
from orchestration.inference.batching.sequence import Sequence
from orchestration.inference.batching.vision import Eyes, Sight
from orchestration.inference.child import thread_count
from orchestration.inference.device import PLACING, placement_of
from orchestration.inference.memory.footprint import Footprint, Setting, estimate, kept_bytes
from orchestration.inference.messages import EngineOptions, GenerateBody
from orchestration.registry.gguf import read_header


def key_of(body: GenerateBody, options: EngineOptions) -> str:
    """Return what two requests share that are served by the same loaded model."""
    context = context_length(body, options)
    eyes = f"{body.projector}:{body.projector_checksum}:{body.image_rows}"
    placed = [body.model.parameters.get(name) for name in PLACING]
    return f"{body.path}:{body.model.checksum}:{context}:{reproducible(body)}:{eyes}:{placed}"


def context_length(body: GenerateBody, options: EngineOptions) -> int:
    """Return the context of each slot: the model's, within the worker's limit."""
    model, limit = body.model, options.context_length
    return min(model.context_length, limit) if limit else model.context_length


def reproducible(body: GenerateBody) -> bool:
    """Tell whether results must not depend on neighbours."""
    return bool(body.model.parameters.get("reproducible", True))


def footprint_of(body: GenerateBody, options: EngineOptions) -> Footprint:
    """Estimate what a model will take.

    Raises:
        SwitchyardError: It cannot be loaded here, whatever it takes.
    """
    check_device(options)
    placement = placement_of(body.model, options.visible_gpus)
    setting = Setting(
        context=context_length(body, options),
        slots=options.slots,
        flash=not reproducible(body),
        gpu=options.visible_gpus > 0,
        layers=placement.layers,
    )
    others = [Path(body.projector)] if body.projector else []
    return estimate(Path(body.path), setting, *others)


def make(
    body: GenerateBody, options: EngineOptions, aborts: Callable[[Sequence], bool]
) -> Resident:
    """Load a model; takes seconds.

    Args:
        body: A request for it.
        options: How the process was set up.
        aborts: Tells whether a prompt is read for nobody any more.

    Raises:
        SwitchyardError: It is not possible here.
    """
    check_device(options)
    header = read_header(Path(body.path))
    kept = kept_bytes(footprint_of(body, options).cache)
    shape = Shape(
        slots=options.slots,
        context=context_length(body, options),
        threads=thread_count(options),
        placement=placement_of(body.model, options.visible_gpus),
        flash=not reproducible(body),
    )
    native = _native(body, shape)
    try:
        _warm_up(native)
        prompts = Prompts(native, header.chat_template)
        eyes = _eyes(body, native)
    except BaseException:
        native.close()
        raise
    batcher = Batcher(
        native,
        aborts,
        reproducible=reproducible(body),
        preempt=options.preempt,
        eyes=eyes,
        kept=kept,
    )
    return Resident(body.model.name, batcher, prompts, shape.context, time.monotonic())


def _native(body: GenerateBody, shape: Shape) -> Native:
    try:
        return Native(body.path, shape)
    except NotLoaded as error:
        raise ModelUnavailable(
            f"llama.cpp cannot load the model {body.model.name}: {error}.",
            field="location",
            value=body.path,
            mend="Check that the file is complete, that this version of llama.cpp knows its "
            "architecture, and that memory suffices.",
        ) from error


def _warm_up(native: Native) -> None:
    """Read a token and forget it: all weights are touched, kernels are chosen.

    Raises:
        ModelUnavailable: The model cannot even do that.
    """
    begin = llama_cpp.llama_vocab_bos(native.vocabulary)
    llama_cpp.llama_set_warmup(native.context, True)  # noqa: FBT003 - all experts, where there are
    try:
        native.decode([Row(max(0, begin), 0, 0, draw=True)])
    except DecodeFailed as error:
        raise ModelUnavailable(
            f"The model decodes nothing: {error}.",
            field="location",
            mend="Check that memory suffices and that this version of llama.cpp knows its kind.",
        ) from error
    finally:
        llama_cpp.llama_set_warmup(native.context, False)  # noqa: FBT003
    native.cut(0, 0)


def _eyes(body: GenerateBody, native: Native) -> Eyes | None:
    if not body.projector:
        return None
    read_header(Path(body.projector))
    try:
        return Eyes(native, Sight(body.projector, body.image_rows, body.projector_checksum))
    except NotLoaded as error:
        raise ModelUnavailable(
            f"llama.cpp cannot load the projector of {body.model.name}: {error}.",
            field="parameters.mmproj",
            value=body.projector,
            mend="Use the mmproj file that belongs to this model.",
        ) from error
