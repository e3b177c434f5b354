"""What becomes a segment next."""

import pytest

from orchestration.memory.ranges import LEAST, RATIO, next_range, worn_range
from orchestration.memory.segments import SegmentView, tail_start


def row(*sizes: int) -> list[SegmentView]:
    """Return segments of so many entries, one behind the other."""
    found: list[SegmentView] = []
    start = 1
    for number, size in enumerate(sizes, 1):
        found.append(SegmentView(number, start, start + size, size))
        start += size
    return found


@pytest.mark.parametrize(
    ("sizes", "tail", "start", "replaced"),
    [
        ([], LEAST, 1, []),
        ([LEAST], LEAST, 1, [1]),
        ([RATIO * LEAST], LEAST, RATIO * LEAST + 1, []),
        ([RATIO * LEAST - 1], LEAST, 1, [1]),
        ([100 * LEAST, 10 * LEAST, LEAST], LEAST, 110 * LEAST + 1, [3]),
        ([100 * LEAST, 10 * LEAST, 2 * LEAST], LEAST, 100 * LEAST + 1, [2, 3]),
        ([40 * LEAST, 10 * LEAST, 2 * LEAST], LEAST, 1, [1, 2, 3]),
        ([0, 0], LEAST, 1, [1, 2]),
        ([1000 * LEAST, 1], LEAST, 1000 * LEAST + 1, [2]),
    ],
)
def test_the_tail_takes_in_what_is_not_much_larger(
    sizes: list[int], tail: int, start: int, replaced: list[int]
) -> None:
    segments = row(*sizes)
    stop = tail_start(segments) + tail
    planned = next_range(segments, tail, stop)
    assert planned is not None
    assert (planned.start, planned.stop) == (start, stop)
    assert [each.id for each in planned.replaced] == replaced


MOST = 20 * LEAST


@pytest.mark.parametrize(
    ("sizes", "tail", "stop", "replaced"),
    [
        ([], MOST, MOST, []),
        ([], MOST + 1, MOST, []),
        ([LEAST], MOST, LEAST + MOST, []),
        ([LEAST], MOST - LEAST, MOST, [1]),
        ([MOST], MOST // 2, MOST + MOST // 2, []),
        ([MOST, MOST // 2, LEAST], MOST // 2 - LEAST, 2 * MOST, [2, 3]),
        ([MOST, MOST // 2, LEAST], MOST // 2, 2 * MOST + LEAST, [3]),
    ],
)
def test_no_segment_is_larger_than_may_be(
    sizes: list[int], tail: int, stop: int, replaced: list[int]
) -> None:
    segments = row(*sizes)
    planned = next_range(segments, tail, tail_start(segments) + tail, MOST)
    assert planned is not None
    assert planned.stop == stop + 1
    assert [each.id for each in planned.replaced] == replaced
    assert planned.rows <= MOST


def test_what_is_left_of_a_worn_segment_takes_nothing_in_beyond_what_a_segment_may_be() -> None:
    segments = row(MOST, MOST, LEAST)
    planned = worn_range(segments, {1: LEAST, 2: MOST, 3: LEAST}, MOST)
    assert planned is not None
    assert [each.id for each in planned.replaced] == [1]
    emptied = worn_range(segments, {2: 2 * MOST, 3: LEAST}, MOST)
    assert emptied is not None
    assert [each.id for each in emptied.replaced] == [1, 2], "nothing is left out of segments"


@pytest.mark.parametrize("sizes", [[], [1], [10 * LEAST]])
def test_a_short_tail_stays_one(sizes: list[int]) -> None:
    segments = row(*sizes)
    assert next_range(segments, LEAST - 1, tail_start(segments) + LEAST - 1) is None


@pytest.mark.parametrize(
    ("sizes", "left", "replaced"),
    [
        ([100, 20], [100, 20], []),
        ([100, 20], [70, 14], []),
        ([100, 20], [69, 20], [1, 2]),
        ([100, 20], [100, 13], [2]),
        ([0, 20], [0, 20], []),
        ([100, 20, 4], [100, 0, 4], [2, 3]),
        ([100, 20, 4], [100, 0, 0], [2, 3]),
        ([100, 400, 4], [20, 400, 4], [1]),
        ([100, 400, 4], [1, 400, 4], [1, 2, 3]),
        ([100, 100, 20], [60, 100, 20], [1, 2, 3]),
    ],
)
def test_a_segment_that_has_lost_much_takes_in_what_is_not_much_larger_behind_it(
    sizes: list[int], left: list[int], replaced: list[int]
) -> None:
    """Sizes are tenths of the least that the tail has."""
    unit = LEAST // 10
    segments = row(*(size * unit for size in sizes))
    kept = {number: rows * unit for number, rows in enumerate(left, 1) if rows}
    planned = worn_range(segments, kept)
    if not replaced:
        assert planned is None
        return
    assert planned is not None
    assert [each.id for each in planned.replaced] == replaced
    assert planned.start == segments[replaced[0] - 1].start
    assert planned.stop == segments[replaced[-1] - 1].stop
    assert planned.rows == sum(kept.get(each, 0) for each in replaced)


def test_segments_are_few_and_entries_are_indexed_again_a_few_times() -> None:
    segments: list[SegmentView] = []
    indexed = total = most = 0
    for turn in range(1, 513):
        total += LEAST
        planned = next_range(segments, LEAST, total + 1)
        assert planned is not None
        rows = planned.stop - planned.start
        indexed += rows
        kept = segments[: len(segments) - len(planned.replaced)]
        segments = [*kept, SegmentView(turn, planned.start, planned.stop, rows)]
        assert [each.start for each in segments] == [1, *[each.stop for each in segments[:-1]]]
        most = max(most, len(segments))
    assert most <= 6
    assert indexed / total < 12
