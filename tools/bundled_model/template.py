"""The chat template: turns between marks, functions in a turn of their own, calls as JSON."""

from __future__ import annotations

from functools import cache
from typing import Final

from jinja2 import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tools.bundled_model.sample import Sample

TURN, END = "<|im_start|>", "<|im_end|>"
CALL, CALL_END = "<tool_call>", "</tool_call>"

CHAT_TEMPLATE: Final = """\
{%- if tools %}
{{- '<|im_start|>tools\\n' }}
{%- for tool in tools %}
    {%- set each = tool.function if tool.function is defined else tool %}
    {{- each.name }}
    {%- if each.description %}{{ ': ' + each.description }}{% endif %}
    {{- '\\n' }}
    {%- set parameters = each.parameters or {} %}
    {%- for name, value in (parameters.properties or {}).items() %}
        {{- '- ' + name + ' (' }}
        {{- value.enum | join('|') if value.enum else value.type or 'any' }}
        {{- ')' if name in (parameters.required or []) else ', optional)' }}
        {%- if value.description %}{{ ': ' + value.description }}{% endif %}
        {{- '\\n' }}
    {%- endfor %}
{%- endfor %}
{{- '<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {{- '<|im_start|>' + message.role + '\\n' + (message.content or '') }}
    {%- for call in message.tool_calls or [] %}
        {%- set said = call.function.arguments %}
        {{- '<tool_call>\\n{"name": "' + call.function.name + '", "arguments": ' }}
        {{- said if said is string else said | tojson }}
        {{- '}\\n</tool_call>' }}
    {%- endfor %}
    {{- '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""


def prompt(sample: Sample) -> str:
    """Return what the model reads before it answers."""
    return _template().render(
        messages=sample.messages, tools=list(sample.tools) or None, add_generation_prompt=True
    )


@cache
def _template() -> Template:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment.from_string(CHAT_TEMPLATE)
