"""Begins an answer, or goes on with one that another process has begun."""

from __future__ import annotations

import logging

from orchestration.inference.batching.chat import Prompt
from orchestration.inference.batching.native import Native
from orchestration.inference.batching.sampling import Sampler
from orchestration.inference.batching.sequence import Answers, Sequence
from orchestration.inference.constraints.automaton import Automaton, read_rules

log = logging.getLogger(__name__)


def begin(answers: Answers, choice: int, prompt: Prompt, native: Native) -> Sequence:
    """Return a new answer of a request, with the tokens that an earlier attempt has drawn.

    Where those tokens cannot be this request's, it begins anew.

    Raises:
        InvalidGrammar: The request's grammar takes too much.
    """
    begun = answers.body.begun[choice] if choice < len(answers.body.begun) else ()
    sequence = _made(answers, choice, prompt, native)
    if not _replayed(sequence, begun, native):
        log.warning("the tokens that were begun do not fit; request %d begins anew", answers.number)
        sequence.sampler.close()
        sequence = _made(answers, choice, prompt, native)
    answers.sequences.append(sequence)
    return sequence


def _made(answers: Answers, choice: int, prompt: Prompt, native: Native) -> Sequence:
    body = answers.body
    if body.grammar and answers.automaton is None:
        answers.automaton = Automaton(read_rules(body.grammar))
    return Sequence(
        answers=answers,
        choice=choice,
        tokens=list(prompt.tokens),
        room=prompt.room,
        sampler=Sampler(native, body, body.seed + choice, answers.automaton),
        layout=prompt.layout,
    )


def _replayed(sequence: Sequence, begun: tuple[int, ...], native: Native) -> bool:
    for token in begun:
        known = 0 <= token < native.tokens
        if not known or sequence.reason is not None or not sequence.sampler.accept(token):
            return False
        sequence.take(token, native.piece(token), ends=native.ends(token))
    sequence.resume()
    return True
