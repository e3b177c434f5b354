"""What is typed to change prompts: templates, variables, and where labels point."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from dashboard.admin import forms as fields
from dashboard.admin.entries import plain
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target

_CODE = {"class": "sy-code", "spellcheck": "false"}


class Messages(forms.CharField):
    """A JSON list of messages as text; cleans to a list, or None when it is empty."""

    def __init__(self) -> None:
        """Make the box."""
        super().__init__(
            label="Messages",
            required=False,
            help_text='Instead of a text: [{"role": "system", "content": "…"}, …]',
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 8, **_CODE}),
        )

    def clean(self, value: Any) -> Any:
        """Return the list that the text describes."""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(f"This is no JSON: {error}", code="json") from None
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise forms.ValidationError("Send a list of objects with role and content.")
        return found


class OptionalObject(fields.JsonObject):
    """A JSON object as text; cleans to an empty one when nothing was typed."""

    def clean(self, value: Any) -> Any:
        """Return the mapping that the text describes."""
        return super().clean(value or "{}")


class Targets(forms.CharField):
    """Versions with weights, such as `3` or `3:90 4:10`; cleans to targets."""

    def __init__(self) -> None:
        """Make the box."""
        super().__init__(
            label="Versions",
            help_text="One version, or several with weights: 3:90 4:10",
            widget=UnfoldAdminTextInputWidget(),
        )

    def clean(self, value: Any) -> Any:
        """Return the targets."""
        try:
            return [_target(part) for part in super().clean(value).replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError("Write it as 3, or as 3:90 4:10.") from None


def _target(part: str) -> Target:
    version, _, weight = part.partition(":")
    return Target(int(version), float(weight or 1))


def targets_text(targets: Sequence[Mapping[str, Any]]) -> str:
    """Return where a label points, as people write it."""
    if len(targets) == 1:
        return str(targets[0]["version"])
    return " ".join(f"{each['version']}:{each['weight']:g}" for each in targets)


class VersionForm(forms.Form):
    """What a new version says."""

    text = forms.CharField(
        label="Text", required=False, strip=False, help_text="A Jinja2 template.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14, **_CODE}),
    )  # fmt: skip
    messages = Messages()
    variables = OptionalObject(
        required=False,
        help_text='{"name": {"type": "string", "example": "Ada"}}; empty for whatever it uses.',
    )
    notes = fields.text("Notes", required=False, max_length=5000, help_text="What is new.")
    label = fields.text(
        "Point this label to it", required=False, max_length=63, help_text="Empty to move none."
    )


class NewPromptForm(VersionForm):
    """A new prompt with its first version."""

    name = fields.text("Name", max_length=100)
    description = fields.text("Description", required=False, max_length=2000)
    field_order = ("name", "description")


class PointForm(forms.Form):
    """Where a label shall point."""

    label = fields.text("Label", max_length=63)
    targets = Targets()


class DropForm(forms.Form):
    """Which label goes."""

    label = fields.text("Label", max_length=63)


class DescriptionForm(forms.Form):
    """What a prompt is for."""

    description = fields.text("Description", required=False, max_length=2000)


def draft_of(data: Mapping[str, Any]) -> Draft:
    """Return what a form wants a version to say."""
    return Draft(
        text=plain(data["text"]) or None,
        messages=data["messages"],
        variables=data["variables"] or None,
        notes=data["notes"],
    )
