"""The peer: `llama_cpp.Llama` as one would use it without us, one request after the other.

Reads `{"model", "context", "threads"}`, then lists of `[prompt, max_tokens]` from standard input,
each as a line of JSON; answers each list with the seconds that it took, the tokens of each answer
and the seconds to its first one.
"""

import json
import sys
import time

from llama_cpp import Llama, llama_model_get_vocab, llama_vocab_is_eog


def main() -> None:
    """Serve until standard input ends."""
    options = json.loads(sys.stdin.readline())
    model = Llama(
        options["model"],
        n_ctx=options["context"],
        n_threads=options["threads"],
        n_threads_batch=options["threads"],
        verbose=False,
    )
    for line in sys.stdin:
        began = time.perf_counter()
        answers = [answer(model, prompt, length) for prompt, length in json.loads(line)]
        print(
            json.dumps(
                {
                    "seconds": time.perf_counter() - began,
                    "tokens": [tokens for tokens, _ in answers],
                    "first": [first for _, first in answers],
                }
            ),
            flush=True,
        )


def answer(model: Llama, prompt: str, length: int) -> tuple[list[int], float]:
    """Return the greedy answer's tokens and the seconds to the first one."""
    began, first, tokens = time.perf_counter(), 0.0, []
    asked = model.tokenize(prompt.encode(), add_bos=True, special=True)
    vocabulary = llama_model_get_vocab(model.model)
    model.reset()  # type: ignore[no-untyped-call]
    for token in model.generate(asked, temp=0.0, repeat_penalty=1.0):
        first = first or time.perf_counter() - began
        tokens.append(int(token))
        if llama_vocab_is_eog(vocabulary, token) or len(tokens) == length:
            break
    return tokens, first


if __name__ == "__main__":
    main()
