"""What llama.cpp's own grammar says of texts; run as a program, because it is native.

Reads ``[[grammar, [text, …]], …]`` from standard input; writes one list of verdicts
(true, false, or null for a grammar that is not accepted) per grammar.
"""

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

from llama_cpp import llama_cpp as native

MODEL = Path(__file__).resolve().parents[1] / "models" / "tiny-random.gguf"
REJECTED = -1e30


class Judge:
    """Feeds texts to the grammar sampler, token by token."""

    def __init__(self) -> None:
        """Load the shipped model's vocabulary."""
        parameters = native.llama_model_default_params()
        parameters.vocab_only = True
        model = native.llama_model_load_from_file(str(MODEL).encode(), parameters)
        self._vocabulary = native.llama_model_get_vocab(model)
        self._end = native.llama_vocab_eos(self._vocabulary)

    def verdict(self, grammar: str, text: str) -> bool | None:
        """Say whether the grammar takes all of a text, and then lets it end."""
        sampler = native.llama_sampler_init_grammar(self._vocabulary, grammar.encode(), b"root")
        if not sampler:
            return None
        taken = True
        for token in [*self._tokens(text), self._end]:
            taken = taken and self._allowed(sampler, token)
            if taken and token != self._end:
                native.llama_sampler_accept(sampler, token)
        native.llama_sampler_free(sampler)
        return taken

    def _tokens(self, text: str) -> list[int]:
        encoded = text.encode()
        room = (native.llama_token * (4 * len(encoded) + 8))()
        count = native.llama_tokenize(
            self._vocabulary, encoded, len(encoded), room, len(room), False, False
        )
        return list(room[:count])

    def _allowed(self, sampler: Any, token: int) -> bool:
        only = (native.llama_token_data * 1)(native.llama_token_data(token, 1.0, 0.0))
        array = native.llama_token_data_array(only, 1, -1, False)
        native.llama_sampler_apply(sampler, ctypes.byref(array))
        return bool(only[0].logit > REJECTED)


def main() -> None:
    """Judge what stands on standard input."""
    judge = Judge()
    cases = json.load(sys.stdin)
    json.dump(
        [[judge.verdict(grammar, each) for each in texts] for grammar, texts in cases], sys.stdout
    )


if __name__ == "__main__":
    main()
