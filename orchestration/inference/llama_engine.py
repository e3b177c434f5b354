"""llama.cpp, one sequence at a time. Runs in the child process only.

Everything that native code would die of is checked before: tokens come from the
model's own tokenizer, prompts and answers fit the context, batches fit their size.
Cancelling works between tokens, and inside a long prompt through llama.cpp's abort
callback (CPU only; on a GPU a chunk of 512 tokens is over before it matters).
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import llama_cpp
from jinja2 import TemplateError
from llama_cpp import Llama
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from orchestration.errors import ContextOverflow, EngineUnavailable, ModelUnavailable, UserError
from orchestration.inference.child import Control, StopAsked, thread_count
from orchestration.inference.messages import EngineOptions, GenerateBody
from orchestration.inference.ports import FinishReason, Generation, Message, Timings
from orchestration.inference.resident import Residents
from orchestration.inference.text import AnswerText
from orchestration.registry.gguf import GgufHeader, read_header
from orchestration.registry.spec import ModelSpec

CHUNK = 512
ALL_LAYERS = -1
PIECE_BYTES = 256
CONTROL_PIECES = False
LOOK_EVERY_S = 0.05


@dataclass
class Loaded:
    """A model in memory with what is asked of it for each request."""

    llama: Llama
    context: int
    template: Jinja2ChatFormatter | None
    vocabulary: Any

    def ends(self, token: int) -> bool:
        """Tell whether this token ends an answer."""
        return bool(llama_cpp.llama_vocab_is_eog(self.vocabulary, token))

    def piece(self, token: int) -> bytes:
        """Return a token's bytes; control tokens have none."""
        size = PIECE_BYTES
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama_cpp.llama_token_to_piece(
                self.vocabulary, token, buffer, size, 0, CONTROL_PIECES
            )
            if length >= 0:
                return buffer.raw[:length]
            size = -length


@dataclass
class Clock:
    """Measures the parts of one request, in milliseconds."""

    marks: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Add the block's duration to `name`."""
        started = time.monotonic()
        yield
        spent = (time.monotonic() - started) * 1000
        self.marks[name] = round(self.marks.get(name, 0.0) + spent, 3)


class LlamaEngine:
    """Loads GGUF models on demand and generates with them."""

    def __init__(self, options: EngineOptions) -> None:
        """Check the device.

        Raises:
            EngineUnavailable: A GPU is asked for and llama.cpp was built without.
        """
        if options.device == "gpu" and not llama_cpp.llama_supports_gpu_offload():
            raise EngineUnavailable(
                "llama.cpp was built without support for GPUs.",
                field="device",
                value=options.device,
                mend="Install llama-cpp-python built for your GPU, or start the worker on the CPU.",
            )
        self._options = options
        self._residents: Residents[Loaded] = Residents(
            options.resident_models, lambda loaded: loaded.llama.close()
        )

    def serve(self, body: GenerateBody, control: Control) -> Generation:
        """Generate one answer; see `Engine`."""
        clock = Clock()
        with clock.measure("load_ms"):
            loaded = self._loaded(body, control)
        prompt = prompt_tokens(loaded, body)
        room = answer_room(loaded, body, len(prompt))
        with clock.measure("prefill_ms"):
            prefill(loaded.llama, prompt, control)
        with clock.measure("decode_ms"):
            text, count, reason = draw(loaded, prompt[-1], body, room, control)
        return Generation(text, reason, len(prompt), count, body.seed, Timings(**clock.marks))

    def _loaded(self, body: GenerateBody, control: Control) -> Loaded:
        model = body.model
        context = context_length(model, self._options)
        key = f"{body.path}:{model.checksum}:{context}"
        return self._residents.get(key, lambda: self._load(model, body.path, context, control))

    def _load(self, model: ModelSpec, path: str, context: int, control: Control) -> Loaded:
        header = read_header(Path(path))
        threads = thread_count(self._options)
        with control.busy():
            try:
                llama = Llama(
                    path,
                    n_ctx=context,
                    n_batch=CHUNK,
                    n_ubatch=CHUNK,
                    n_threads=threads,
                    n_threads_batch=threads,
                    n_gpu_layers=ALL_LAYERS if self._options.device == "gpu" else 0,
                    flash_attn=bool(model.parameters.get("flash_attention", False)),
                    verbose=False,
                )
            except (ValueError, RuntimeError, AssertionError) as error:
                raise not_loadable(model, path, error) from error
        return Loaded(llama, context, chat_formatter(llama, header), vocabulary_of(llama))


def not_loadable(model: ModelSpec, path: str, error: Exception) -> ModelUnavailable:
    """Return the error for files that llama.cpp refuses."""
    return ModelUnavailable(
        f"llama.cpp cannot load the model {model.name}: {error}.",
        field="location",
        value=path,
        mend="Check that the file is complete, that this version of llama.cpp knows its "
        "architecture, and that memory suffices.",
    )


def vocabulary_of(llama: Llama) -> Any:
    """Return llama.cpp's handle of the model's vocabulary."""
    return llama_cpp.llama_model_get_vocab(llama.model)


def context_length(model: ModelSpec, options: EngineOptions) -> int:
    """Return the context to allocate: the model's, within the worker's limit."""
    limit = options.context_length
    return min(model.context_length, limit) if limit else model.context_length


def chat_formatter(llama: Llama, header: GgufHeader) -> Jinja2ChatFormatter | None:
    """Return what turns a conversation into a prompt, or None without a template.

    Raises:
        ModelUnavailable: The template in the file is not valid.
    """
    if header.chat_template is None:
        return None
    vocabulary = vocabulary_of(llama)

    def text(token: int) -> str:
        raw = llama_cpp.llama_vocab_get_text(vocabulary, token) if token >= 0 else b""
        return raw.decode(errors="replace")

    try:
        return Jinja2ChatFormatter(
            header.chat_template,
            eos_token=text(llama.token_eos()),
            bos_token=text(llama.token_bos()),
        )
    except TemplateError as error:
        llama.close()
        raise ModelUnavailable(
            f"The model's chat template is not valid: {error}.",
            field="model",
            mend="Pull a corrected file of this model.",
        ) from error


def prompt_tokens(loaded: Loaded, body: GenerateBody) -> list[int]:
    """Return the prompt's tokens, at least one.

    Raises:
        UserError: The conversation does not fit the model's template.
    """
    if isinstance(body.prompt, str):
        tokens = loaded.llama.tokenize(body.prompt.encode(), add_bos=True, special=True)
    else:
        rendered = render(loaded, body.model.name, body.prompt)
        tokens = loaded.llama.tokenize(rendered.encode(), add_bos=False, special=True)
    if not tokens:
        raise UserError("The prompt has no tokens.", field="input", mend="Send some text.")
    return tokens


def render(loaded: Loaded, name: str, messages: tuple[Message, ...]) -> str:
    """Return the conversation as the model was trained to read it.

    Raises:
        UserError: The model has no template, or its template refuses the roles.
    """
    if loaded.template is None:
        raise UserError(
            f"The model {name} has no chat template.",
            field="model",
            value=name,
            mend="Use the kind completion, or a model made for chat.",
        )
    turns: Any = [{"role": each.role, "content": each.content} for each in messages]
    try:
        return str(loaded.template(messages=turns).prompt)
    except (TemplateError, ValueError, TypeError) as error:
        raise UserError(
            f"The chat template of {name} refuses these messages: {error}.",
            field="input.messages",
            mend="Check the order of the roles; many models want user and assistant in turns.",
        ) from error


def answer_room(loaded: Loaded, body: GenerateBody, prompt: int) -> int:
    """Return how many tokens the answer may have.

    Raises:
        ContextOverflow: The prompt, or prompt and asked length, do not fit.
    """
    context = loaded.context  # llama.cpp rounds its own up
    room = context - prompt
    if body.max_tokens is None and room > 0:
        return min(body.model.default_max_tokens, room)
    if body.max_tokens is not None and room >= body.max_tokens:
        return body.max_tokens
    asked = body.max_tokens or 1
    raise ContextOverflow(
        f"The prompt has {prompt} tokens and the answer {asked}, but the context of "
        f"{body.model.name} holds {context}.",
        field="input",
        value=prompt + asked,
        mend=f"Shorten the prompt or ask for {room} tokens at most."
        if room > 0
        else f"Shorten the prompt to fewer than {context} tokens.",
    )


def prefill(llama: Llama, prompt: list[int], control: Control) -> None:
    """Read the prompt but for its last token, in chunks.

    Raises:
        StopAsked: The parent has no more use for it.
    """
    llama.reset()  # type: ignore[no-untyped-call]
    with abortable(llama, control):
        for start in range(0, len(prompt) - 1, CHUNK):
            control.check()
            try:
                llama.eval(prompt[start : min(start + CHUNK, len(prompt) - 1)])
            except RuntimeError:
                control.check()
                raise
            control.moved()


@contextmanager
def abortable(llama: Llama, control: Control) -> Iterator[None]:
    """Let a stop interrupt a decode, and report that it moves, each 50 ms."""
    looked = time.monotonic()

    def abort(_data: Any) -> bool:
        nonlocal looked
        if time.monotonic() - looked < LOOK_EVERY_S:
            return False
        looked = time.monotonic()
        control.moved()
        return control.stopping()

    callback = llama_cpp.ggml_abort_callback(abort)
    llama_cpp.llama_set_abort_callback(llama.ctx, callback, None)
    try:
        yield
    finally:
        llama_cpp.llama_set_abort_callback(llama.ctx, llama_cpp.ggml_abort_callback(), None)


def draw(
    loaded: Loaded, last: int, body: GenerateBody, room: int, control: Control
) -> tuple[str, int, FinishReason]:
    """Draw tokens until the model, a stop text or the length ends the answer.

    Returns:
        The text, how many tokens were drawn, and what ended it.

    Raises:
        StopAsked: The parent has no more use for it.
    """
    answer = AnswerText(body.stop)
    count = 0
    for token in drawn(loaded.llama, last, body):
        count += 1
        control.moved()
        if loaded.ends(token) or answer.add(loaded.piece(token)):
            return answer.finish(), count, "stop"
        if count >= room:
            break
        control.check()
    return answer.finish(), count, "stop" if answer.stopped else "length"


def drawn(llama: Llama, last: int, body: GenerateBody) -> Iterator[int]:
    """Yield tokens without end; the prompt's last token is read here."""
    chosen = body.sampling
    llama.set_seed(body.seed)
    tokens: Iterator[int] = llama.generate(
        [last],
        reset=False,
        temp=float(chosen["temperature"]),
        top_p=float(chosen["top_p"]),
        top_k=int(chosen["top_k"]),
        min_p=float(chosen["min_p"]),
        repeat_penalty=float(chosen["repeat_penalty"]),
    )
    return tokens


__all__ = ["LlamaEngine", "StopAsked"]
