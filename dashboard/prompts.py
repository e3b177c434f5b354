"""What a prompt's page shows below its lists: one version, a difference, a preview."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from orchestration.errors import SwitchyardError
from orchestration.prompts.errors import UnknownPrompt
from orchestration.prompts.records import Prompt, PromptVersion
from orchestration.prompts.selectors import difference, get_version, versions_of
from orchestration.prompts.use import render_prompt

LONGEST_VALUES = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference.

    Attributes:
        text: The line, with its mark.
        sort: ``added``, ``removed``, ``place`` or ``same``.
    """

    text: str
    sort: str


def reading(prompt: Prompt, request: HttpRequest) -> dict[str, Any]:
    """Return what was asked for: `version`, `old` and `new`, or a preview of posted values.

    Queries: up to five.
    """
    version = _version(prompt, request.GET.get("version")) or versions_of(prompt).first()
    if version is None:
        return {}
    new = _version(prompt, request.GET.get("new"))
    old = _version(prompt, request.GET.get("old"))
    values = _values(version, request)
    return {
        "version": version,
        "turns": version.template.turns,
        "variables": version.declared.items(),
        "old": old,
        "new": new,
        "lines": lines_of(difference(old, new)) if old and new else None,
        "values": values,
        **(_preview(prompt, version, values) if request.method == "POST" else {}),
    }


def _version(prompt: Prompt, number: str | None) -> PromptVersion | None:
    if number is None or not (number.isascii() and number.isdigit()) or len(number) > 10:  # noqa: PLR2004
        return None
    try:
        return get_version(prompt, int(number))
    except UnknownPrompt:
        return None


def lines_of(diff: str) -> list[Line]:
    """Return the lines of a unified diff with what each is."""
    sorts: Mapping[str, str] = {"+": "added", "-": "removed", "@": "place"}
    return [Line(line, sorts.get(line[:1], "same")) for line in diff.splitlines()]


def _values(version: PromptVersion, request: HttpRequest) -> str:
    """Return what stands in the box of the preview: what was posted, else the examples."""
    if request.method == "POST":
        return request.POST.get("values", "")[:LONGEST_VALUES]
    samples = {
        name: each.default if each.example is None else each.example
        for name, each in version.declared.items()
    }
    return json.dumps(samples, indent=2, ensure_ascii=False)


def _preview(prompt: Prompt, version: PromptVersion, values: str) -> dict[str, Any]:
    try:
        given = json.loads(values or "{}")
    except (ValueError, RecursionError) as error:
        return {"preview_error": f"The variables are no JSON: {error}"}
    if not isinstance(given, dict):
        return {"preview_error": "The variables are no JSON object."}
    try:
        made = render_prompt(
            prompt.name,
            given,
            tenant_id=prompt.tenant_id,
            version=version.number,
            examples=True,
        )
    except SwitchyardError as error:
        return {"preview_error": str(error)}
    return {"preview": made}
