"""When a cron line fires: time zones, changes of clocks, and what is made up for after a pause."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestration.errors import InvalidInput
from tasks.models import Schedule
from tasks.services.schedules import MAKE_UP_AT_MOST, due_times, next_time, times_to_fire

VIENNA = "Europe/Vienna"
GRACE = timedelta(seconds=30)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def firings(cron: str, zone: str, after: str, count: int) -> list[str]:
    """Return the next local times with their offsets."""
    at, found = utc(after), []
    for _ in range(count):
        at = next_time(cron, zone, at)
        found.append(at.isoformat(timespec="minutes"))
    return found


def test_a_local_time_that_is_skipped_fires_at_the_first_moment_after_it() -> None:
    assert firings("30 2 * * *", VIENNA, "2026-03-28T12:00", 2) == [
        "2026-03-29T03:00+02:00",
        "2026-03-30T02:30+02:00",
    ]


def test_a_daily_time_that_comes_twice_fires_once() -> None:
    assert firings("30 2 * * *", VIENNA, "2026-10-24T12:00", 2) == [
        "2026-10-25T02:30+02:00",
        "2026-10-26T02:30+01:00",
    ]


def test_a_list_of_hours_does_not_repeat_one_either() -> None:
    assert firings("0 1-3 * * *", VIENNA, "2026-10-24T22:30", 4) == [
        "2026-10-25T01:00+02:00",
        "2026-10-25T02:00+02:00",
        "2026-10-25T03:00+01:00",
        "2026-10-26T01:00+01:00",
    ]


def test_what_fires_each_half_hour_does_so_through_both_changes() -> None:
    night = firings("*/30 * * * *", VIENNA, "2026-10-24T23:40", 5)
    assert night == [
        "2026-10-25T02:00+02:00",
        "2026-10-25T02:30+02:00",
        "2026-10-25T02:00+01:00",
        "2026-10-25T02:30+01:00",
        "2026-10-25T03:00+01:00",
    ]
    assert firings("*/30 * * * *", VIENNA, "2026-03-29T00:10", 2) == [
        "2026-03-29T01:30+01:00",
        "2026-03-29T03:00+02:00",
    ]


def test_a_day_that_starts_at_one_still_has_its_midnight_run() -> None:
    assert firings("0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00", 2) == [
        "2018-11-04T01:00-02:00",
        "2018-11-05T00:00-02:00",
    ]


def test_a_change_of_half_an_hour_is_no_different() -> None:
    assert firings("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T00:00", 2) == [
        "2026-04-05T01:45+11:00",
        "2026-04-06T01:45+10:30",
    ]


def test_the_zone_decides_what_morning_is() -> None:
    assert next_time("0 6 * * *", VIENNA, utc("2026-07-01T00:00")) == utc("2026-07-01T04:00")
    assert next_time("0 6 * * *", VIENNA, utc("2026-01-01T00:00")) == utc("2026-01-01T05:00")
    assert next_time("0 6 * * *", "UTC", utc("2026-07-01T00:00")) == utc("2026-07-01T06:00")


@pytest.mark.parametrize(
    ("cron", "zone", "field"),
    [
        ("", "UTC", "cron"),
        ("* * * *", "UTC", "cron"),
        ("* * * * * *", "UTC", "cron"),
        ("@daily", "UTC", "cron"),
        ("99 * * * *", "UTC", "cron"),
        ("*/0 * * * *", "UTC", "cron"),
        ("0 0 31 2 *", "UTC", "cron"),
        ("a b c d e", "UTC", "cron"),
        ("\x00 * * * *", "UTC", "cron"),
        (",".join(map(str, range(60))) + " * * * *", "UTC", "cron"),
        ("0 6 * * *", "Mars/Olympus", "time_zone"),
        ("0 6 * * *", "", "time_zone"),
        ("0 6 * * *", "Europe", "time_zone"),
        ("0 6 * * *", "../../etc/passwd", "time_zone"),
        ("0 6 * * *", "UTC\x00", "time_zone"),
    ],
)
def test_a_line_or_zone_that_is_none_is_refused_with_the_field(
    cron: str, zone: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        next_time(cron, zone, utc("2026-01-01T00:00"))
    assert refused.value.field == field
    assert refused.value.mend


def schedule(cron: str, next_at: datetime, **fields: Any) -> Schedule:
    return Schedule(**{"cron": cron, "time_zone": "UTC", "next_at": next_at, **fields})


NOW = utc("2026-06-01T12:00:05")


@pytest.mark.parametrize(
    ("missed", "down", "fired"),
    [
        ("skip", timedelta(0), ["12:00"]),
        ("once", timedelta(0), ["12:00"]),
        ("all", timedelta(0), ["12:00"]),
        ("skip", timedelta(hours=2), ["12:00"]),
        ("once", timedelta(hours=2), ["12:00"]),
        ("all", timedelta(hours=2), ["10:00", "11:00", "12:00"]),
    ],
)
def test_what_is_due_now_fires_under_every_policy(
    missed: str, down: timedelta, fired: list[str]
) -> None:
    hourly = schedule("0 * * * *", utc("2026-06-01T12:00") - down, missed=missed)
    assert [f"{at:%H:%M}" for at in times_to_fire(hourly, NOW, grace=GRACE)] == fired


@pytest.mark.parametrize(
    ("missed", "fired"), [("skip", []), ("once", ["11:00"]), ("all", ["09:00", "10:00", "11:00"])]
)
def test_what_was_missed_follows_the_policy(missed: str, fired: list[str]) -> None:
    hourly = schedule("0 * * * *", utc("2026-06-01T09:00"), missed=missed)
    found = times_to_fire(hourly, utc("2026-06-01T11:30"), grace=GRACE)
    assert [f"{at:%H:%M}" for at in found] == fired


def test_nothing_is_due_before_its_time() -> None:
    assert times_to_fire(schedule("* * * * *", NOW + GRACE), NOW, grace=GRACE) == []


@pytest.mark.parametrize("missed", list(Schedule.Missed))
def test_a_minutely_schedule_that_was_down_for_a_year_is_dealt_with_at_once(missed: str) -> None:
    each_minute = schedule("* * * * *", NOW - timedelta(days=365), missed=missed)
    started = time.process_time()
    found = times_to_fire(each_minute, NOW, grace=GRACE)
    assert time.process_time() - started < 1
    assert found[-1] == utc("2026-06-01T12:00")
    assert len(found) == (MAKE_UP_AT_MOST if missed == Schedule.Missed.ALL else 1)


def test_the_latest_hundred_are_made_up_for_oldest_first() -> None:
    found = due_times(schedule("* * * * *", NOW - timedelta(days=2)), NOW)
    assert len(found) == MAKE_UP_AT_MOST
    assert found == sorted(found)
    assert found[0] == utc("2026-06-01T12:00") - timedelta(minutes=99)


def test_rare_times_are_found_however_far_back_they_lie() -> None:
    leap = schedule("0 0 29 2 *", utc("2000-02-29T00:00"))
    assert [at.year for at in due_times(leap, NOW)] == [2000, 2004, 2008, 2012, 2016, 2020, 2024]


def test_times_in_bursts_are_neither_lost_nor_doubled() -> None:
    new_year = schedule("* 0 1 1 *", utc("2024-01-01T00:30"))
    found = due_times(new_year, NOW)
    assert len(set(found)) == len(found) == MAKE_UP_AT_MOST
    assert {at.year for at in found} == {2025, 2026}
