"""Prompts and texts as OpenAI's clients send them, as inputs of the kinds. Pure."""

from typing import Any

from api.gateway.openai.bodies import (
    CompletionBody,
    EmbeddingBody,
    generation,
    given,
    unsupported,
)


def completion_input(body: CompletionBody) -> dict[str, Any]:
    """Return the input of a task of the kind completion.

    Raises:
        InvalidBody, UnsupportedParameter: what is asked for contradicts itself, or cannot be done.
    """
    if body.best_of not in (None, body.n or 1):
        raise unsupported("best_of", f"{body.best_of}.", "Leave it out, or let it equal n.")
    return given({**generation(body), "prompt": _prompt(body.prompt), "logprobs": body.logprobs})


def _prompt(prompt: str | list[Any]) -> str:
    if isinstance(prompt, list) and len(prompt) == 1 and isinstance(prompt[0], str):
        return prompt[0]
    if isinstance(prompt, list):
        raise unsupported("prompt", "a list.", "Send one text; send a request for each prompt.")
    return prompt


def embedding_input(body: EmbeddingBody) -> dict[str, Any]:
    """Return the input of a task of the kind embedding.

    Raises:
        UnsupportedParameter: it has lists of tokens.
    """
    texts = [body.input] if isinstance(body.input, str) else body.input
    if texts and not isinstance(texts[0], str):
        raise unsupported(
            "input",
            "tokens; their numbers are another model's.",
            "Send texts (with LangChain: check_embedding_ctx_length=False).",
        )
    return given(
        {
            "texts": texts,
            "dimensions": body.dimensions,
            "normalize": body.normalize,
            "input_type": body.input_type,
            # OpenAI refuses what is too long, too: a cut text nobody knows of is worse.
            "truncate": body.truncate or "error",
        }
    )
