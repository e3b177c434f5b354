"""Every type of problem document."""

import ast
from collections.abc import Iterator
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Final

from orchestration.config import ROOT
from orchestration.errors import PROBLEM_URN, SwitchyardError
from orchestration.execution import postpones
from orchestration.management.reference.source import one_line, page, table

_PACKAGES: Final = ("orchestration", "tasks", "api", "dashboard")
_INTRODUCTION: Final = f"""
Every error is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with the
media type `application/problem+json`. `type` is `{PROBLEM_URN}` and the name below;
`field`, `value` and `mend` name what is wrong and what to do about it, where that is known.
`errors` lists every wrong field, `lines` every wrong line of a batch.

```json
{{
  "type": "{PROBLEM_URN}invalid-input",
  "title": "The task's input is not valid",
  "status": 400,
  "detail": "The input does not fit the kind embedding: input.texts: Field required.",
  "field": "input.texts",
  "value": "{{}}",
  "mend": "Add this field.",
  "errors": [
    {{
      "field": "input.texts",
      "value": "{{}}",
      "message": "Field required.",
      "mend": "Add this field."
    }}
  ],
  "instance": "/api/v1/tasks"
}}
```
"""
_ANSWERS: Final = """
A request gets these as its answer, a failed task as its `error`. *May help* says whether trying the
same again later may help. *Task* says what becomes of a task whose attempt ends so:

| task | means |
|---|---|
| repeated | it is tried again until `max_attempts` |
| postponed | it goes back to its queue for a while; that is no failed attempt |
| | it fails at once, whatever attempts are left; submit it again when the cause is mended |
"""
_OF_TASKS: Final = "These stand in the `error` of a task only: no request is answered with them."


def render() -> str:
    """Return the page."""
    classes = sorted(set(_classes()), key=lambda each: (int(each.status), each.slug, each.__name__))
    return page(
        "Errors",
        _INTRODUCTION,
        "## Answers and errors of tasks",
        _ANSWERS,
        table(
            ["name", "status", "title", "means", "may help", "task"],
            [_row(each) for each in classes],
        ),
        "## Errors of tasks",
        _OF_TASKS,
        table(["name", "title"], sorted(set(_inline()))),
    )


def _row(kind: type[SwitchyardError]) -> list[str]:
    status = HTTPStatus(kind.status)
    again = kind.retryable or hasattr(kind, "retry_after_s") or status == _LATER
    means = one_line((kind.__doc__ or "").split("\n\n")[0])
    name, number = f"`{kind.slug}`", str(int(status))
    return [name, number, kind.title, means, "yes" if again else "", _of_task(kind)]


def _of_task(kind: type[SwitchyardError]) -> str:
    if postpones(kind):
        return "postponed"
    return "repeated" if kind.retryable else ""


_LATER: Final = HTTPStatus.TOO_MANY_REQUESTS


def _classes() -> Iterator[type[SwitchyardError]]:
    for path in _sources():
        if 'slug = "' in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    yield from _below(SwitchyardError)


def _below(kind: type[SwitchyardError]) -> Iterator[type[SwitchyardError]]:
    for each in kind.__subclasses__():
        if "slug" in vars(each) and each.__module__.partition(".")[0] in _PACKAGES:
            yield each
        yield from _below(each)


def _sources() -> Iterator[Path]:
    for package in _PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def _inline() -> Iterator[tuple[str, str]]:
    """Yield name and title of the documents that are written out in the code."""
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict) and (found := _document(node)):
                yield found


def _document(node: ast.Dict) -> tuple[str, str] | None:
    fields = {key.value: value for key, value in zip(node.keys, node.values, strict=True)
              if isinstance(key, ast.Constant)}  # fmt: skip
    match fields.get("type"), fields.get("title"):
        case (
            ast.BinOp(left=ast.Name(id="PROBLEM_URN"), right=ast.Constant(value=str(slug))),
            ast.Constant(value=str(title)),
        ):
            return f"`{slug}`", title
    return None
