"""Ranks entries by their words: BM25, from postings of segments and from the entries of the tail.

A word's weight and an entry's score are those of Robertson and Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond" (2009), with the idf of Lucene, which is never negative:

    score = sum over words of  idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average))
    idf   = ln(1 + (N - n + 0.5) / (n + 0.5))

with f how often the word stands in the entry, n in how many of N entries it stands. The length of
an entry is the number of its distinct words, which Postgres knows without reading it; on our own
collections that ranks as well as the number of all words. N, n and the average are those of the
spaces that are searched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final

from orchestration import sql
from orchestration.memory.filters import Filters, condition
from orchestration.memory.wanted import Wanted

K1: Final = 1.2
B: Final = 0.4
"""Entries are short, and the longer of them seldom say less to the point."""
MOST_TERMS: Final = 64
"""So many words of a question are looked up, the rarest first."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question, as the index spells it.

    Attributes:
        word: The word.
        entries: In how many entries it stands.
        weight: The most that it can add to a score: that of endless repetition.
    """

    word: str
    entries: int
    weight: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 knows of the spaces that are searched.

    Attributes:
        entries: How many they have.
        average: Their mean length in distinct words.
        terms: The question's words that stand in any, by their spelling, the rarest first.
        most: What no entry's score can reach.
    """

    entries: int
    average: float
    terms: Mapping[str, Term]
    most: float

    def score(self, counts: Mapping[str, int], length: int) -> float:
        """Return an entry's score from how often it has each of the words."""
        norm = K1 * (1 - B + B * length / self.average)
        return sum(
            self.terms[word].weight * count / (count + norm) for word, count in counts.items()
        )


def _term(word: str, times: int, entries: int, total: int) -> Term:
    """Return a word with its weight; `times` is how often it stands in the question."""
    idf = log(1 + (total - entries + 0.5) / (entries + 0.5))
    return Term(word, entries, times * idf * (K1 + 1))


NOTHING: Final = Statistics(0, 1.0, {}, 0.0)
"""What is known where nothing was asked in words."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best entries by their words, with scores, and what they were scored by."""

    found: list[tuple[int, float]]
    statistics: Statistics


READ: Final = 20_000
"""So many postings are read for candidates; words that are more common only add to their scores."""

# As the words of entries are made (migration 0025), what stands unbroken is cut into pieces: the
# parser would take time with the square of its length.
_ASKED: Final = r"""
SELECT t.lexeme, cardinality(t.positions)
  FROM unnest(to_tsvector(%(language)s::regconfig,
                          regexp_replace(%(text)s, '(\S{100})(?=\S)', '\1 ', 'g'))) t
"""
# Asked in the same statement as what they hold: a segment that another one takes in goes at once.
_SEGMENTS: Final = "(SELECT id FROM memory_segment WHERE embedder_id IS NULL AND state = 'ready')"
_TAIL: Final = """(SELECT coalesce(max(stop), 1) FROM memory_segment
                    WHERE embedder_id IS NULL AND state = 'ready')"""

_ENTRIES: Final = f"""
SELECT word, sum(entries)::bigint FROM (
    SELECT p.term AS word, cardinality(p.entries) AS entries
      FROM memory_posting p
     WHERE p.realm_id = %(realm)s AND p.term = ANY(%(words)s) AND p.space_id = ANY(%(spaces)s)
       AND p.segment_id IN {_SEGMENTS}
    UNION ALL
    SELECT t.lexeme, 1 FROM memory_entry e, unnest(e.terms) t
     WHERE e.space_id = ANY(%(spaces)s) AND e.id >= {_TAIL} AND e.terms @@ %(pattern)s::tsquery
       AND t.lexeme = ANY(%(words)s)) parts
 GROUP BY 1 ORDER BY 2, 1 LIMIT %(most)s
"""
_EXTENT: Final = f"""
SELECT coalesce(sum(entries), 0)::bigint, coalesce(sum(terms), 0)::bigint FROM (
    SELECT entries, terms FROM memory_tally
     WHERE segment_id IN {_SEGMENTS} AND space_id = ANY(%(spaces)s)
    UNION ALL
    SELECT count(*), sum(length(e.terms)) FROM memory_entry e
     WHERE e.space_id = ANY(%(spaces)s) AND e.id >= {_TAIL}) parts
"""
_SCORES: Final = f"""
WITH asked AS (
    SELECT * FROM unnest(%(words)s::text[], %(weights)s::float8[]) AS w(word, weight)
), stands AS (
    SELECT s.start + u.entry AS id, a.weight, u.count, u.length
      FROM asked a
      JOIN memory_posting p
        ON p.realm_id = %(realm)s AND p.term = a.word AND p.space_id = ANY(%(spaces)s)
       AND p.segment_id IN {_SEGMENTS}
      JOIN memory_segment s ON s.id = p.segment_id,
           unnest(p.entries, p.counts, p.lengths) AS u(entry, count, length)
    UNION ALL
    SELECT e.id, a.weight, cardinality(t.positions), length(e.terms)
      FROM memory_entry e, unnest(e.terms) t JOIN asked a ON a.word = t.lexeme
     WHERE e.space_id = ANY(%(spaces)s) AND e.id >= {_TAIL}
       AND e.terms @@ %(pattern)s::tsquery
), ranked AS (
    SELECT id, sum(weight * count / (count + %(flat)s + %(slope)s * length)) AS score
      FROM stands {{narrowed}} GROUP BY id ORDER BY 2 DESC, 1 DESC LIMIT %(limit)s
)
SELECT ranked.id, ranked.score, e.id IS NOT NULL
  FROM ranked LEFT JOIN memory_entry e ON e.id = ranked.id AND {{condition}}
 ORDER BY 2 DESC, 1 DESC
"""
_NARROWED: Final = """
     WHERE id IN (SELECT e.id FROM memory_entry e
                   WHERE e.space_id = ANY(%(spaces)s) AND {condition})
"""


def rank(text: str, wanted: Wanted, limit: int) -> Ranked:
    """Return the entries that fit a question best by their words.

    Scores are of the words that were read for candidates; `Statistics.score` gives whole ones.

    Queries: four; one or two more where many of the best do not hold.
    """
    where = {"realm": wanted.realm.id, "spaces": list(wanted.spaces)}
    statistics = _statistics(text, wanted.realm.language, where)
    if not statistics.terms:
        return Ranked([], statistics)
    best = _best(_read(statistics), statistics, where, wanted.filters, limit)
    return Ranked(best, statistics)


def _statistics(text: str, language: str, where: dict[str, Any]) -> Statistics:
    times: dict[str, int] = dict(sql.fetch(_ASKED, {"language": language, "text": text}))
    if not times:
        return NOTHING
    words = list(times)
    asked = {**where, "words": words, "pattern": _any_of(words), "most": MOST_TERMS}
    found = sql.fetch_planned(_ENTRIES, asked)
    ((total, length),) = sql.fetch_planned(_EXTENT, where)
    terms = {word: _term(word, times[word], entries, total) for word, entries in found}
    average = max(float(length) / max(total, 1), 1.0)
    return Statistics(total, average, terms, sum(each.weight for each in terms.values()))


def _read(statistics: Statistics) -> list[Term]:
    """Return the words that bring candidates: the rarest, at least one."""
    taken: list[Term] = []
    total = 0
    for each in statistics.terms.values():
        total += each.entries
        if taken and total > READ:
            break
        taken.append(each)
    return taken


def _best(
    terms: Sequence[Term],
    statistics: Statistics,
    where: dict[str, Any],
    filters: Filters,
    limit: int,
) -> list[tuple[int, float]]:
    holds, params = condition(filters)
    narrowed = _NARROWED.format(condition=holds) if filters.narrow else ""
    query = _SCORES.format(condition=holds, narrowed=narrowed)
    params |= where | {
        "words": [each.word for each in terms],
        "weights": [each.weight for each in terms],
        "pattern": _any_of([each.word for each in terms]),
        "flat": K1 * (1 - B),
        "slope": K1 * B / statistics.average,
    }
    looked = limit + limit // 4 + 8
    while True:
        rows = sql.fetch_planned(query, params | {"limit": looked})
        found = [(number, score) for number, score, there in rows if there]
        if len(found) >= limit or len(rows) < looked:
            return found[:limit]
        looked *= 4


def _any_of(words: Sequence[str]) -> str:
    """Return a text search query that any of these words fits."""
    return " | ".join("'" + each.replace("\\", "\\\\").replace("'", "''") + "'" for each in words)
