"""Draws one token after the other for one sequence.

What is drawn depends on the scores, the parameters, the seed and the tokens before; on no state of
chance. So an answer that was begun elsewhere goes on as it would have.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from orchestration.errors import ModelError
from orchestration.inference.batching.candidates import Filters, Scores, Tokens, chance_of
from orchestration.inference.batching.grammar import Grammar
from orchestration.inference.batching.native import Logits, Native
from orchestration.inference.constraints.automaton import Automaton
from orchestration.inference.messages import GenerateBody
from orchestration.inference.ports import Logprob, TokenScore

LAST_TOKENS = 64
"""How far back repetition is punished, in tokens."""
LIKELIEST = (256, 4096)
"""So many are tried before all, when the one that was drawn does not fit a grammar."""
NEUTRAL = 1.0
LEAST_SCORE = -9999.0
"""What a token is told to have that a model rules out: JSON has no infinity."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A token, and its score where it was asked for."""

    token: int
    logprob: Logprob | None = None


class Sampler:
    """Draws the tokens of one answer.

    Args:
        native: Whose tokens are drawn.
        body: The parameters.
        seed: Of chance.
        automaton: Of the request's grammar; None where it has none.
    """

    def __init__(
        self, native: Native, body: GenerateBody, seed: int, automaton: Automaton | None = None
    ) -> None:
        self._native = native
        self._seed = seed
        self._values = body.sampling
        self._told = body.logprobs
        self._bias = {token: bias for token, bias in body.logit_bias if 0 <= token < native.tokens}
        self._grammar = None if automaton is None else Grammar(native, automaton)
        self._filters = Filters(body.sampling) if body.sampling["temperature"] > 0 else None
        self._plain = not self._bias and all(
            self._values[name] == neutral
            for name, neutral in (
                ("repeat_penalty", NEUTRAL),
                ("frequency_penalty", 0.0),
                ("presence_penalty", 0.0),
            )
        )
        self._greedy = self._plain and self._filters is None and self._grammar is None

    def draw(self, row: int, tokens: Sequence[int], prompt: int) -> Draw:
        """Return the token that follows a row's.

        Args:
            row: Of the last decode call.
            tokens: All until now.
            prompt: How many of them are the prompt's.

        Raises:
            InvalidGrammar: The grammar takes too much.
            ModelError: No token of this model fits the grammar here, or scores are no numbers.
        """
        logits = self._native.logits(row)
        likeliest = int(logits.argmax())
        if not math.isfinite(logits[likeliest]):
            raise ModelError(
                "The model computed scores that are no numbers.",
                mend="Check the model's file; it may be damaged or need more precision.",
            )
        if self._greedy:
            token = likeliest
        else:
            scores = logits if self._plain else self._changed(logits, tokens, prompt)
            token = self._drawn(scores, len(tokens) - prompt)
        return Draw(token, None if self._told is None else self._logprob(logits, token))

    def accept(self, token: int) -> bool:
        """Go on with a token that another process has drawn; False when it does not fit.

        Raises:
            InvalidGrammar: The grammar takes too much.
        """
        if self._grammar is None or self._native.ends(token):
            return True
        if not self._grammar.allows(token):
            return False
        self._grammar.accept(token)
        return True

    def close(self) -> None:
        """Free what is native, before its model."""
        if self._filters is not None:
            self._filters.close()

    def _changed(self, logits: Logits, tokens: Sequence[int], prompt: int) -> Scores:
        scores = logits.copy()
        for token, bias in self._bias.items():
            scores[token] += bias
        self._punish_repetition(scores, tokens[-LAST_TOKENS:])
        self._punish_frequency(scores, tokens[prompt:])
        return scores

    def _punish_repetition(self, scores: Scores, lately: Sequence[int]) -> None:
        penalty = self._values["repeat_penalty"]
        if penalty == NEUTRAL or not lately:
            return
        seen = np.unique(np.asarray(lately, dtype=np.int32))
        seen = seen[seen >= 0]  # what stands for images is no token
        scores[seen] = np.where(scores[seen] > 0, scores[seen] / penalty, scores[seen] * penalty)

    def _punish_frequency(self, scores: Scores, drawn: Sequence[int]) -> None:
        frequency, presence = self._values["frequency_penalty"], self._values["presence_penalty"]
        if not drawn or (frequency == 0 and presence == 0):
            return
        seen, counts = np.unique(np.asarray(drawn, dtype=np.int32), return_counts=True)
        scores[seen] -= (frequency * counts + presence).astype(np.float32)

    def _drawn(self, scores: Scores, position: int) -> int:
        everything = self._native.every_token
        token = self._picked(everything, scores, position, 0)
        if self._grammar is None:
            return token
        if not self._grammar.allows(token):
            token = self._fitting(scores, position)
        if not self._native.ends(token):
            self._grammar.accept(token)
        return token

    def _picked(self, tokens: Tokens, scores: Scores, position: int, attempt: int) -> int:
        if self._filters is None:
            return int(tokens[np.argmax(scores)])
        return self._filters.draw(tokens, scores, chance_of(self._seed, position, attempt))

    def _fitting(self, scores: Scores, position: int) -> int:
        """Draw among the tokens that fit."""
        if self._grammar is None:
            raise ValueError("there is no grammar to fit")
        for tokens in self._ever_more(scores):
            left = tokens[self._grammar.fitting(tokens)]
            if len(left):
                return self._picked(left, scores[left], position, 1)
        raise ModelError(
            "No token of this model fits the grammar after what was drawn so far.",
            field="grammar",
            mend="Allow more characters in the grammar or schema, or use another model.",
        )

    def _ever_more(self, scores: Scores) -> Iterator[Tokens]:
        """Give the likeliest tokens, then all."""
        for count in LIKELIEST:
            if len(scores) > count:
                yield np.sort(np.argpartition(scores, -count)[-count:]).astype(np.int32)
        yield self._native.every_token

    def _logprob(self, logits: Logits, token: int) -> Logprob:
        raw = logits.astype(np.float64)
        total = float(raw.max()) + float(np.log(np.exp(raw - raw.max()).sum()))
        count = min(self._told or 0, len(raw))
        likeliest = np.argpartition(raw, -count)[-count:] if count else np.empty(0, dtype=int)
        ordered = sorted(likeliest.tolist(), key=lambda each: (-raw[each], each))

        def scored(each: int) -> TokenScore:
            score = max(LEAST_SCORE, float(raw[each]) - total)
            return TokenScore(each, self._native.piece(each), score)

        return Logprob(scored(token), tuple(scored(each) for each in ordered))
