"""What `llama_cpp.Llama` says, in a process of its own: what engines are held to."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

PROGRAM = """
import json, sys
from llama_cpp import Llama
path, prompts, length, context = json.load(sys.stdin)
model = Llama(path, n_ctx=context, n_threads=1, n_threads_batch=1, verbose=False)
for prompt in prompts:
    model.reset()
    tokens = []
    for token in model.generate(
        model.tokenize(prompt.encode(), add_bos=True, special=True), temp=0.0, repeat_penalty=1.0
    ):
        tokens.append(int(token))
        if len(tokens) == length or token in (2, 4):
            break
    print(json.dumps(tokens))
"""


def greedy_tokens(
    path: str, prompts: Sequence[str], *, length: int, context: int
) -> list[list[int]]:
    """Return the likeliest tokens after each prompt, by the library's own loop.

    Args:
        path: The model's file, whose tokens 2 and 4 end an answer.
        prompts: Texts to continue.
        length: Most tokens of an answer.
        context: Tokens of prompt and answer.
    """
    asked = json.dumps([path, list(prompts), length, context])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=asked, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
