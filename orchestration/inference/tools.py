"""Functions that a model may call: how it must write a call, and what it wrote.

Models write calls in one of a few forms, and their chat templates show which. What is written in
another form stays text. Pure, but for the compiler of constraints.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from orchestration.errors import InvalidGrammar, UnsupportedSchema, UserError
from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.constraints.limited import compile_constraint
from orchestration.inference.ports import Choice, Generation, GenerationRequest, ToolCall
from orchestration.kinds.fields import storable_json
from orchestration.registry.gguf import read_header

ROOT: Final = "root ::= "


@dataclass(frozen=True, slots=True)
class Form:
    """How calls are written: marks around a JSON object, or a list of them, and its keys.

    Attributes:
        mark: What a template that teaches this form contains.
        begin: What stands before the JSON.
        end: What stands behind it; empty when nothing does.
        arguments: The key of the arguments.
    """

    mark: str
    begin: str
    end: str
    arguments: str = "arguments"


HERMES: Final = Form("<tool_call>", "<tool_call>\n", "\n</tool_call>")
MISTRAL: Final = Form("[TOOL_CALLS]", "[TOOL_CALLS]", "")
LLAMA: Final = Form('"parameters"', "", "", "parameters")
BARE: Final = Form("", "", "")
FORMS: Final = (HERMES, MISTRAL, LLAMA, BARE)


def grammar_of(request: GenerationRequest, path: Path) -> str:
    """Return the checked GBNF that an answer is held to; empty when it is free.

    Where tools may be called, an answer that begins like a call is held to be one; if the tools'
    parameters cannot be enforced, it is free, for nobody asked that it be held.

    Args:
        request: What is asked.
        path: The model's file, whose template shows how it writes calls.

    Raises:
        UserError: A tool must be called that is not among the tools, or a constraint was given too.
        InvalidGrammar: The constraint is a grammar that cannot be enforced.
        UnsupportedSchema: It is a schema that cannot, or parameters of a tool that must be called.
    """
    if not request.tools or request.tool_choice == "none":
        return compile_constraint(request.constraint) if request.constraint else ""
    if request.tool_choice != "auto":
        return _grammar_of_call(request, path)
    if request.constraint:
        return compile_constraint(request.constraint)
    try:
        return _grammar_where_called(request, path)
    except (InvalidGrammar, UnsupportedSchema):
        return ""


def _grammar_of_call(request: GenerationRequest, path: Path) -> str:
    if request.constraint is not None:
        raise UserError(
            "An answer cannot be held to a form and to a tool's call at once.",
            field="input.response_format",
            mend="Leave response_format out, or let tool_choice be auto or none.",
        )
    form = form_of(read_header(path).chat_template or "")
    call, rules = _call(_callable(request), form)
    return compile_constraint(Constraint(grammar=f"{ROOT}{call}\n{rules}"))


def _grammar_where_called(request: GenerationRequest, path: Path) -> str:
    """Return the grammar of calls, and of all texts that do not begin like one."""
    form = form_of(read_header(path).chat_template or "")
    if not form.begin:
        return ""
    call, rules = _call([each["function"] for each in request.tools], form)
    calls = f'{call} ("\\n" {call})*' if form.end else call
    grammar = f"{ROOT}{calls} | unlike-a-call-0\n{rules}\n{_other_texts(form.begin.strip())}"
    return compile_constraint(Constraint(grammar=grammar))


def _call(functions: Sequence[Mapping[str, Any]], form: Form) -> tuple[str, str]:
    """Return a call of one of the functions, as GBNF, and the rules that it refers to."""
    gbnf = compile_constraint(
        Constraint(schema={"anyOf": [_call_schema(each, form) for each in functions]})
    )
    first, _, rules = gbnf.partition("\n")
    inner = first.removeprefix(ROOT)
    if form is MISTRAL:
        inner = f'"[" {inner} "]"'
    parts = [json.dumps(form.begin), f"({inner})", json.dumps(form.end)]
    return " ".join(part for part in parts if part != '""'), rules


def _other_texts(mark: str) -> str:
    """Return rules for the texts that do not begin with a mark."""
    rules = ["any-text ::= .*"]
    for at, sign in enumerate(mark):
        longer = f" | {json.dumps(sign)} unlike-a-call-{at + 1}" if at + 1 < len(mark) else ""
        rules.append(f'unlike-a-call-{at} ::= "" | [^{_escaped(sign)}] any-text{longer}')
    return "\n".join(rules)


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in "[]^-\\" else sign


def _callable(request: GenerationRequest) -> list[Mapping[str, Any]]:
    """Return the functions of which one must be called."""
    functions = [each["function"] for each in request.tools]
    if request.tool_choice == "required":
        return functions
    chosen = [each for each in functions if each["name"] == request.tool_choice]
    if not chosen:
        raise UserError(
            f"There is no tool {request.tool_choice}.",
            field="input.tool_choice",
            value=request.tool_choice,
            mend=f"Name one of: {', '.join(each['name'] for each in functions)}.",
        )
    return chosen


def _call_schema(function: Mapping[str, Any], form: Form) -> dict[str, Any]:
    parameters = function.get("parameters") or {"type": "object", "properties": {}}
    return {
        "type": "object",
        "properties": {
            "name": {"const": function["name"]},
            form.arguments: {"additionalProperties": False, **parameters},
        },
        "required": ["name", form.arguments],
        "additionalProperties": False,
    }


def form_of(template: str) -> Form:
    """Return how a model with this chat template writes calls."""
    return next(form for form in FORMS if form.mark in template)


def with_calls(generation: Generation, request: GenerationRequest) -> Generation:
    """Return the answers with the calls that are written in their texts."""
    if not request.tools or request.tool_choice == "none":
        return generation
    names = frozenset(each["function"]["name"] for each in request.tools)
    choices = tuple(_with_calls(each, names) for each in generation.choices)
    return replace(generation, choices=choices)


def _with_calls(choice: Choice, names: frozenset[str]) -> Choice:
    text, found = read_calls(choice.text, names)
    if not found or choice.finish_reason != "stop":
        return choice
    calls = tuple(
        ToolCall(_identity(choice, at), name, arguments)
        for at, (name, arguments) in enumerate(found)
    )
    return replace(choice, text=text, tool_calls=calls, finish_reason="tool_calls")


def _identity(choice: Choice, at: int) -> str:
    """Name a call; the same answer gets the same names."""
    said = f"{choice.seed}:{choice.text}:{at}".encode()
    return f"call_{hashlib.blake2b(said, digest_size=9).hexdigest()}"


def read_calls(text: str, names: frozenset[str]) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """Return a text without the calls in it, and these: names and arguments.

    What is said keeps the blanks before it: it begins as it was streamed. Those behind it go.

    Args:
        text: What a model wrote.
        names: Of the functions that there are; what looks like a call of another is text.
    """
    said: list[str] = []
    calls: list[tuple[str, dict[str, Any]]] = []
    for part, marked in _parts(text):
        found = _calls_in(part, names) if marked or not said else []
        calls += found
        if not found:
            said.append(part)
    return "".join(said).rstrip() if calls else text, calls


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text at the marks of calls; True tells that a part stands in marks."""
    if MISTRAL.begin in text:
        before, _, after = text.partition(MISTRAL.begin)
        yield before, False
        yield after, True
        return
    begin, end = HERMES.begin.strip(), HERMES.end.strip()
    while begin in text:
        before, _, text = text.partition(begin)
        inside, _, text = text.partition(end)
        yield before, False
        yield inside, True
    yield text, False


def _calls_in(part: str, names: frozenset[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return the calls that a part consists of; none when it is anything else."""
    value = read_json(part)
    if value is None:
        return []
    values: Sequence[Any] = value if isinstance(value, list) else [value]
    calls = [_call_in(each, names) for each in values]
    return [] if None in calls else [call for call in calls if call is not None]


def _call_in(value: Any, names: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
    name = value.get("name") if isinstance(value, dict) else None
    if not isinstance(name, str) or name not in names:
        return None
    arguments = value.get("arguments", value.get("parameters", {}))
    if isinstance(arguments, str):
        arguments = read_json(arguments)
    return (name, arguments) if isinstance(arguments, dict) else None


def read_json(text: str) -> Any:
    """Return what a text says in JSON; None when it is none, or what cannot be stored."""
    try:
        return storable_json(json.loads(text))
    except (ValueError, RecursionError):
        return None
