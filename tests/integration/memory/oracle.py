"""What a memory must answer, worked out from a list of what it holds, without any index.

Words are made up and nobody's language stems them, so that an entry's words are those of its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log

import numpy as np

from orchestration.memory.drafts import Draft
from orchestration.memory.filters import Filters
from orchestration.memory.lexical import K1, B
from orchestration.memory.owners import Owner, Scope
from orchestration.memory.vectors import Vectors

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LONG_AGO, SOON = NOON - timedelta(days=9000), NOON + timedelta(days=9000)


@dataclass
class Held:
    """An entry as the list knows it."""

    draft: Draft
    vector: Vectors
    number: int = 0
    valid_until: datetime | None = None

    @property
    def words(self) -> Counter[str]:
        return Counter(f"{self.draft.title} {self.draft.text}".split())


def is_wanted(owner: Owner, scope: Scope) -> bool:
    """Return whether an owner's entries are in a scope."""
    if owner.collection is not None:
        return owner.collection in (scope.collections or ())
    if scope.collections is not None and not scope.names_owners:
        return False
    names = (
        (scope.agents, owner.agent),
        (scope.users, owner.user),
        (scope.sessions, owner.session),
    )
    return all(wanted is None or name in wanted for wanted, name in names)


def fits(held: Held, filters: Filters) -> bool:
    """Return whether an entry fits filters; an expired one never does."""
    draft = held.draft
    if draft.expires_at == LONG_AGO:
        return False
    if filters.as_of is None:
        holds = held.valid_until is None
    else:  # all were stored just now
        holds = filters.as_of == SOON and (held.valid_until is None or held.valid_until > SOON)
    at = draft.at or NOON
    return holds and all(
        (
            not filters.kinds or draft.kind in filters.kinds,
            set(filters.tags) <= set(draft.tags),
            not filters.any_tags or set(filters.any_tags) & set(draft.tags),
            not filters.speakers or draft.speaker in filters.speakers,
            filters.since is None or at >= filters.since,
            filters.before is None or at < filters.before,
            draft.importance >= filters.least_importance,
            dict(filters.metadata).items() <= dict(draft.metadata).items(),
            not filters.sources or draft.source in filters.sources,
            filters.task_id is None or draft.task_id == filters.task_id,
        )
    )


def by_words(text: str, mine: Iterable[Held], filters: Filters) -> dict[int, float]:
    """Return the BM25 scores of entries that fit and have a word of the question.

    Args:
        text: The question.
        mine: All entries of the spaces that are searched.
        filters: What is wanted of them.
    """
    mine = list(mine)
    asked = Counter(text.split())
    stands = {word: sum(word in each.words for each in mine) for word in asked}
    average = max(sum(len(each.words) for each in mine) / max(len(mine), 1), 1.0)
    found = {}
    for each in mine:
        score = 0.0
        for word, times in asked.items():
            count = each.words[word]
            idf = log(1 + (len(mine) - stands[word] + 0.5) / (stands[word] + 0.5))
            norm = K1 * (1 - B + B * len(each.words) / average)
            score += times * idf * count * (K1 + 1) / (count + norm) if count else 0.0
        if score and fits(each, filters):
            found[each.number] = score
    return found


def by_meaning(vector: Vectors, mine: Iterable[Held], filters: Filters) -> dict[int, float]:
    """Return the cosines of entries that fit; vectors are kept in half precision."""
    asked = vector.astype(np.float16).astype(np.float64)
    return {
        each.number: float(each.vector.astype(np.float16).astype(np.float64) @ asked)
        for each in mine
        if fits(each, filters)
    }


def agree(found: list[tuple[int, float]], expected: dict[int, float], limit: int) -> None:
    """See that what was found is the best of what was expected, in order."""
    best = sorted(expected.values(), reverse=True)[:limit]
    scores = [score for _, score in found]
    assert len(found) == len(best)
    assert np.allclose(scores, best, atol=2e-3, rtol=1e-6), (scores, best)
    for number, score in found:
        assert number in expected
        assert abs(expected[number] - score) < 2e-3
    assert len({number for number, _ in found}) == len(found)
