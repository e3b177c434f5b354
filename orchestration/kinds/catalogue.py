"""The table of kinds, and the two questions that are asked of it.

Adding a kind means: an input in `inputs.py`, a row here, a handler in
`orchestration.execution`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from orchestration.errors import FieldProblem, InvalidInput, UnknownKind, shorten
from orchestration.kinds import encoding, generation, inputs, retrieval

Scopes = Callable[[Mapping[str, Any]], frozenset[str]]
WorkerFamily = Literal["local", "io", "ingest", "any"]
ModelNeed = Literal["text", "embedding", "rerank", "any"]
PROBLEMS_SHOWN = 20


def _nothing(_: Mapping[str, Any]) -> frozenset[str]:
    """Of kinds that reach nothing but what their input holds."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One kind of task.

    Attributes:
        name: How tasks ask for it.
        input: The model that its input must satisfy.
        queue: Where its tasks go unless told otherwise.
        worker: Which family of workers runs it.
        model_task: Which sort of model it needs; None for no model.
        diagnostic: Whether it is hidden from normal keys.
        timeout_s: Longest attempt, in seconds, unless told otherwise.
        cheap: Whether it finishes in about a millisecond.
        outside: Whether models outside can serve it, too.
        images: Whether its input is a conversation, which may have images.
        scopes: What a valid input asks of the key that submits it, beside `tasks:write`.
        description: One line for people.
    """

    name: str
    input: type[BaseModel]
    queue: str
    worker: WorkerFamily
    model_task: ModelNeed | None
    diagnostic: bool
    timeout_s: float
    cheap: bool
    description: str
    outside: bool = False
    images: bool = False
    scopes: Scopes = _nothing


def _served(
    name: str,
    input_model: type[BaseModel],
    model_task: ModelNeed,
    text: str,
    *,
    timeout_s: float = 120,
    outside: bool = False,
    images: bool = False,
    scopes: Scopes = _nothing,
) -> KindSpec:
    return KindSpec(
        name=name,
        input=input_model,
        queue="local",
        worker="local",
        model_task=model_task,
        diagnostic=False,
        timeout_s=timeout_s,
        cheap=False,
        description=text,
        outside=outside,
        images=images,
        scopes=scopes,
    )


def _diagnostic(
    name: str, input_model: type[BaseModel], text: str, *, timeout_s: float = 30, cheap: bool = True
) -> KindSpec:
    return KindSpec(
        name=name,
        input=input_model,
        queue="local",
        worker="any",
        model_task=None,
        diagnostic=True,
        timeout_s=timeout_s,
        cheap=cheap,
        description=text,
    )


_ALL = (
    _served(
        "chat",
        generation.ChatInput,
        "text",
        "Answer a conversation",
        timeout_s=600,
        outside=True,
        images=True,
    ),
    _served(
        "rag",
        retrieval.RagInput,
        "text",
        "Answer from documents and memories, with citations",
        timeout_s=600,
        outside=True,
        images=True,
        scopes=retrieval.scopes_of,
    ),
    _served("completion", generation.CompletionInput, "text", "Continue a prompt", timeout_s=600),
    _served(
        "embedding", encoding.EmbeddingInput, "embedding", "Turn texts into vectors", outside=True
    ),
    _served("rerank", encoding.RerankInput, "rerank", "Order documents by a query"),
    _served("tokenize", encoding.TokenizeInput, "any", "Split texts into a model's tokens"),
    KindSpec(
        name="ingest",
        input=inputs.IngestInput,
        queue="ingest",
        worker="ingest",
        model_task=None,
        diagnostic=False,
        timeout_s=900,
        cheap=False,
        description="Read a document into its collection",
        scopes=lambda _: frozenset({"documents:write"}),
    ),
    _diagnostic("echo", inputs.EchoInput, "Return the input, after its children if it has any"),
    _diagnostic("fail", inputs.FailInput, "Fail on purpose"),
    _diagnostic("ledger", inputs.LedgerInput, "Return rows that are committed with the result"),
    _diagnostic(
        "sleep", inputs.SleepInput, "Hold a worker's slot for a while", timeout_s=3700, cheap=False
    ),
)

KINDS: Mapping[str, KindSpec] = MappingProxyType({kind.name: kind for kind in _ALL})


def get_kind(name: object, *, diagnostics: bool = True) -> KindSpec:
    """Return the kind of that name.

    Args:
        name: What the task asks for.
        diagnostics: Whether an error may name diagnostic kinds, too.

    Raises:
        UnknownKind: There is none; the error names those there are.
    """
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        known = (each.name for each in KINDS.values() if diagnostics or not each.diagnostic)
        raise UnknownKind(name, sorted(known))
    return kind


def validate_input(kind: KindSpec, value: object) -> dict[str, Any]:
    """Return the input in its stored form: JSON-able, checked, without empty options.

    Raises:
        InvalidInput: With a `FieldProblem` for each field, at most 20 of them.
    """
    return _validated(kind, value, path="input")


def _validated(kind: KindSpec, value: object, path: str) -> dict[str, Any]:
    try:
        checked = kind.input.model_validate(value)
    except ValidationError as error:
        raise _invalid(kind, error, path, value) from None
    normal = _dump(checked)
    children = normal.get("children") if kind.input is inputs.EchoInput else None
    if children:
        normal["children"] = [
            _validated_child(child, f"{path}.children.{at}") for at, child in enumerate(children)
        ]
    return normal


def scopes_of(kind: KindSpec, stored: Mapping[str, Any]) -> frozenset[str]:
    """Return what an input asks of the key that submits it, beside `tasks:write`; with what its
    children do.

    Args:
        kind: Of the task.
        stored: The input, as `validate_input` returned it.
    """
    children = (stored.get("children") or ()) if kind.input is inputs.EchoInput else ()
    asked = [scopes_of(KINDS[child["kind"]], child["input"]) for child in children]
    return kind.scopes(stored).union(*asked)


def _dump(checked: BaseModel) -> dict[str, Any]:
    """Return the values; fields that are None are left out, a caller's own nulls are kept."""
    values = checked.model_dump(mode="json", by_alias=True)
    empty = [name for name in type(checked).model_fields if values.get(name) is None]
    return {name: part for name, part in values.items() if name not in empty}


def _validated_child(child: dict[str, Any], path: str) -> dict[str, Any]:
    kind = KINDS.get(child["kind"])
    if kind is None:
        problem = FieldProblem(
            field=f"{path}.kind",
            value=shorten(child["kind"]),
            message="There is no such kind.",
            mend=f"Use one of: {', '.join(sorted(KINDS))}.",
        )
        raise InvalidInput(
            "A child has an unknown kind.",
            field=problem.field,
            value=child["kind"],
            mend=problem.mend,
            problems=[problem],
        )
    return {**child, "input": _validated(kind, child["input"], f"{path}.input")}


def _invalid(kind: KindSpec, error: ValidationError, path: str, sent: Any) -> InvalidInput:
    found = error.errors(include_url=False, include_context=True)
    problems = [_problem(each, path, sent) for each in found[:PROBLEMS_SHOWN]]
    first = problems[0]
    return InvalidInput(
        f"The input does not fit the kind {kind.name}: {first.field}: {first.message}",
        field=first.field,
        value=found[0]["input"],
        mend=first.mend,
        problems=problems,
    )


def _problem(error: ErrorDetails, path: str, sent: Any) -> FieldProblem:
    return FieldProblem(
        field=".".join([path, *map(shorten_key, _place(error, sent))]),
        value=shorten(error["input"]),
        message=_sentence(error["msg"]),
        mend=_mend(error),
    )


def _place(error: ErrorDetails, sent: Any) -> Iterator[int | str]:
    """Yield the parts of a field's path that stand in what was sent, and a missing field's name.

    Pydantic's path names also which member of a union it has tried.
    """
    parts = error["loc"]
    for at, part in enumerate(parts, start=1):
        if _holds(sent, part):
            yield part
            sent = sent[part]
        elif at == len(parts) and error["type"] == "missing":
            yield part


def _holds(sent: Any, part: int | str) -> bool:
    if isinstance(sent, list):
        return isinstance(part, int) and part < len(sent)
    return isinstance(sent, dict) and part in sent


def shorten_key(part: int | str) -> str:
    """Return one part of a field's path, cut and safe to store."""
    return shorten(str(part)).strip("'\"")


def _sentence(message: str) -> str:
    text = message[:1].upper() + message[1:]
    return text if text.endswith(".") else text + "."


_MENDS = {
    "missing": "Add this field.",
    "extra_forbidden": "Leave this field out; the kind does not know it.",
    "nul": "Remove the NUL characters.",
    "surrogate": "Send valid Unicode.",
    "string_unicode": "Send valid Unicode.",
    "model_type": "Send a JSON object.",
    "dict_type": "Send a JSON object.",
    "list_type": "Send a JSON list.",
    "string_type": "Send text.",
    "int_type": "Send an integer, without quotes.",
    "float_type": "Send a number, without quotes.",
    "bool_type": "Send true or false.",
    "too_long": "Send fewer of them, or several tasks.",
    "string_too_long": "Send less text, or several tasks.",
    "string_too_short": "Send some text.",
    "total_length": "Send less text, or several tasks.",
}


def _mend(error: ErrorDetails) -> str:
    known = _MENDS.get(error["type"])
    if known:
        return known
    context = error.get("ctx", {})
    expected = context.get("expected") or context.get("expected_tags")
    return f"Use {expected}." if expected else "Send a value that meets this."
