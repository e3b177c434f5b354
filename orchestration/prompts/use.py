"""Rendering what a name and a label mean, with what must be stored beside a call of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orchestration.ids import uuid7
from orchestration.prompts.drafts import Checked, Draft, check
from orchestration.prompts.draws import draw, targets_of
from orchestration.prompts.names import PRODUCTION
from orchestration.prompts.records import Prompt
from orchestration.prompts.renderer import render
from orchestration.prompts.selectors import get_label, get_prompt, get_version
from orchestration.prompts.template import Template
from orchestration.prompts.variables import fill


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt that is ready for a model.

    Attributes:
        prompt: Its name; empty for a draft.
        version: The number of the version; 0 for a draft.
        label: Through which the version was found; empty when it was named itself.
        content: The texts.
        values: What was filled in.
        unused: Variables that were given and that this version does not know.
    """

    prompt: str
    version: int
    label: str
    content: Template
    values: Mapping[str, Any]
    unused: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the text; turns follow each other with blank lines between."""
        return "\n\n".join(self.content.sources)

    @property
    def sha256(self) -> str:
        """Return the digest of what was rendered."""
        return self.content.digest()

    def reference(self) -> dict[str, Any]:
        """Return what is stored with a call, so that anybody can tell later what was sent."""
        return {
            "prompt": self.prompt,
            "version": self.version,
            "label": self.label or None,
            "sha256": self.sha256,
        }


def render_prompt(
    name: str,
    variables: Mapping[str, Any],
    *,
    tenant_id: UUID | None,
    label: str = PRODUCTION,
    version: int | None = None,
    key: str = "",
    examples: bool = False,
) -> Rendered:
    """Render a prompt.

    Queries: three.

    Args:
        name: The prompt's; a tenant's own goes before a shared one.
        variables: What to fill in.
        tenant_id: Who asks; None for the installation itself.
        label: Through which the version is found.
        version: The version itself; the label does not count then.
        key: Who gets the same version again where a label points to several, such as a user's
            name; empty draws anew each time.
        examples: Whether a variable's example stands in for what is not given.

    Raises:
        UnknownPrompt: There is no such prompt, version or label.
        MissingVariables, InvalidInput: The variables are not those that it needs.
        RenderingFailed: The template fails with these values.
        RendererUnavailable: The renderer does not work now.
    """
    prompt = get_prompt(name, tenant_id=tenant_id)
    if version is None:
        version, through = _drawn(prompt, label, key), label
    else:
        through = ""
    found = get_version(prompt, version)
    checked = Checked(found.template, found.declared, found.notes)
    return _made(checked, variables, name=name, version=version, label=through, examples=examples)


def render_draft(draft: Draft, variables: Mapping[str, Any]) -> Rendered:
    """Render what is not stored, with examples for what is not given. Queries: none.

    Raises:
        InvalidTemplate, InvalidInput: The draft cannot be stored as it is.
        MissingVariables, RenderingFailed: As `render_prompt`.
        RendererUnavailable: As `render_prompt`.
    """
    return _made(check(draft), variables, examples=True)


def _made(
    checked: Checked,
    given: Mapping[str, Any],
    *,
    name: str = "",
    version: int = 0,
    label: str = "",
    examples: bool,
) -> Rendered:
    template = checked.template
    filled = fill(checked.variables, given, examples=examples)
    texts = render(template.sources, filled.values, fields=template.fields)
    return Rendered(name, version, label, template.filled(texts), filled.values, filled.unused)


def _drawn(prompt: Prompt, label: str, key: str) -> int:
    targets = targets_of(get_label(prompt, label).targets)
    if len(targets) == 1:
        return targets[0].version
    return draw(targets, key or str(uuid7()), str(prompt.pk), label).version
