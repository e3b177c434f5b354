"""The providers: one row each. Adding one is a row, and a module where its format is new.

Addresses, names of variables and limits are those of each provider's own documents. What only
some models of a provider lack is no part of a profile: those requests the provider refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from orchestration.providers.openai_compatible import Dialect
from orchestration.providers.profile import COMMON, EVERYTHING, PENALTIES, Profile

_OPENAI: Final = "orchestration.providers.openai_compatible.OpenAICompatible"
_ANTHROPIC: Final = "orchestration.providers.anthropic.Anthropic"

_SAMPLERS: Final = frozenset({"top_k", "min_p"})
_ALL: Final = Profile(sampling=EVERYTHING, choices=128, pictures=True, embeddings=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One provider.

    Attributes:
        wire: Dotted path of the class that speaks its format.
        profile: What it can do.
        base_url: Where it is; None where that must be said.
        key_variable: The variable that usually holds its key; `config.py` alone reads it.
        key_needed: Whether it answers nobody without a key.
        options: Further arguments of the class.
    """

    wire: str
    profile: Profile
    base_url: str | None
    key_variable: str
    key_needed: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)


def _remote(url: str, key: str, profile: Profile, dialect: Dialect | None = None) -> Row:
    return Row(_OPENAI, profile, url, key, options={"dialect": dialect or Dialect()})


def _local(port: int, key: str, profile: Profile) -> Row:
    return Row(_OPENAI, profile, f"http://127.0.0.1:{port}/v1", key, key_needed=False)


_COMPLETION: Final = Dialect(max_tokens="max_completion_tokens")
_SEEDED: Final = COMMON | {"seed"}

PROVIDERS: Final[Mapping[str, Row]] = {
    "openai": _remote(
        "https://api.openai.com/v1",
        "OPENAI_API_KEY",
        replace(_ALL, sampling=EVERYTHING - _SAMPLERS),
        _COMPLETION,
    ),
    "anthropic": Row(
        _ANTHROPIC,
        Profile(
            sampling=COMMON | {"top_k"},
            formats=frozenset({"text", "json_schema"}),
            pictures=True,
            late_system=False,
        ),
        "https://api.anthropic.com/v1",
        "ANTHROPIC_API_KEY",
    ),
    "cerebras": _remote(
        "https://api.cerebras.ai/v1",
        "CEREBRAS_API_KEY",
        Profile(sampling=_SEEDED | {"logprobs"}),
        _COMPLETION,
    ),
    "gemini": _remote(
        "https://generativelanguage.googleapis.com/v1beta/openai",
        "GEMINI_API_KEY",
        Profile(choices=8, pictures=True, users=False, embeddings=True),
    ),
    "grok": _remote(
        "https://api.x.ai/v1",
        "XAI_API_KEY",
        Profile(sampling=_SEEDED | PENALTIES | {"logprobs"}, choices=128, pictures=True),
    ),
    "groq": _remote(
        "https://api.groq.com/openai/v1",
        "GROQ_API_KEY",
        Profile(sampling=_SEEDED, pictures=True),
        _COMPLETION,
    ),
    "nvidia": _remote(
        "https://integrate.api.nvidia.com/v1",
        "NVIDIA_API_KEY",
        Profile(
            sampling=_SEEDED | PENALTIES | {"logprobs"},
            pictures=True,
            users=False,
            embeddings=True,
        ),
        Dialect(input_types={"query": "query", "document": "passage"}),
    ),
    "ollama": _local(
        11434,
        "OLLAMA_API_KEY",
        Profile(
            sampling=_SEEDED | PENALTIES,
            tool_choices=frozenset({"auto"}),
            pictures=True,
            users=False,
            embeddings=True,
        ),
    ),
    "lmstudio": _local(
        1234,
        "LMSTUDIO_API_KEY",
        Profile(
            sampling=_SEEDED | PENALTIES | {"top_k", "logit_bias"},
            tool_choices=frozenset({"auto", "none", "required"}),
            formats=frozenset({"text", "json_schema"}),
            pictures=True,
            embeddings=True,
            dimensions=False,
        ),
    ),
    "mlx": _local(
        8080,
        "MLX_API_KEY",
        Profile(
            sampling=_SEEDED | _SAMPLERS | {"logprobs", "logit_bias"},
            tool_choices=frozenset({"auto"}),
            formats=frozenset({"text"}),
        ),
    ),
    "vllm": _local(8000, "VLLM_API_KEY", _ALL),
    "llama_server": _local(8080, "LLAMA_API_KEY", replace(_ALL, choices=1, dimensions=False)),
    "openai_compatible": Row(_OPENAI, _ALL, None, "OPENAI_COMPATIBLE_API_KEY", key_needed=False),
}
