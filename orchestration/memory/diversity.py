"""Leaves out what says the same again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from orchestration.memory.fusing import Scored


def diverse(scored: Sequence[Scored], limit: int, diversity: float) -> list[Scored]:
    """Return the best `limit`, each as unlike those before it as is wanted.

    Maximal marginal relevance (Carbonell and Goldstein, 1998): the next one is that whose score,
    less what it has in common with the nearest one that was chosen, is highest.

    Args:
        scored: Candidates, the best first.
        limit: How many.
        diversity: 0 leaves out only what the same speaker says in the same words, for vectors tell
            nothing of figures; 1 looks at nothing but how unlike they are.
    """
    if diversity <= 0:
        return _unlike(scored, limit)
    left = list(scored)
    chosen: list[Scored] = []
    top = max((each.score for each in left), default=0.0) or 1.0
    while left and len(chosen) < limit:
        at = max(
            range(len(left)),
            key=lambda i: (
                (1 - diversity) * left[i].score / top - diversity * _closest(left[i], chosen)
            ),
        )
        chosen.append(left.pop(at))
    return chosen


def _unlike(scored: Sequence[Scored], limit: int) -> list[Scored]:
    chosen: dict[tuple[str, str], Scored] = {}
    for each in scored:
        if len(chosen) == limit:
            break
        chosen.setdefault((each.candidate.speaker, each.candidate.said), each)
    return list(chosen.values())


def _closest(one: Scored, others: Sequence[Scored]) -> float:
    vectors = [each.candidate.vector for each in others if each.candidate.vector is not None]
    if one.candidate.vector is None or not vectors:
        return 0.0
    return float(np.max(np.stack(vectors) @ one.candidate.vector))
