"""Days, hours, quarters and spans of time as people write them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.bundled_model.sample import Split
from tools.bundled_model.words.split import drawn

MONTHS = (
    "January February March April May June July August September October November December"
).split()
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec Jan. Feb. Aug. Oct. Nov. Dec.".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SHORT_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
AHEAD = (
    "tomorrow|today|tonight|next week|this weekend|next month|the day after tomorrow|next year"
    "|tomorrow morning|tomorrow evening|tomorrow afternoon"
).split("|")
UNITS = "minutes|hours|days|weeks|months|years|nights|business days|working days".split("|")
Once = Callable[[Random], str]


def ordinal(day: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, …"""
    if day in (11, 12, 13):
        return f"{day}th"
    return f"{day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th') }"


def _year(chance: Random) -> int:
    return chance.randint(2015, 2031) if chance.random() < 0.8 else chance.randint(1950, 2060)


def _month(chance: Random) -> str:
    return chance.choice(MONTHS) if chance.random() < 0.7 else chance.choice(SHORT)


def _digits(chance: Random) -> str:
    """Return a date of digits only."""
    year, month, day = _year(chance), chance.randint(1, 12), chance.randint(1, 28)
    luck = chance.random()
    if luck < 0.5:
        return f"{year}-{month:02}-{day:02}"
    if luck < 0.8:
        sign = chance.choice("//.-")
        return f"{day:02}{sign}{month:02}{sign}{year}"
    return chance.choice(
        (
            f"{month}/{day}/{year}",
            f"{day}.{month}.{year}",
            f"{year}/{month:02}/{day:02}",
            f"{month}/{day}/{year % 100:02}",
            f"{month}/{day}",
            f"{day}.{month}."[:-1],
        )
    )


def _month_first(chance: Random) -> str:
    day, month, year = chance.randint(1, 31), _month(chance), _year(chance)
    luck = chance.random()
    if luck < 0.4:
        return f"{month} {day}, {year}"
    return chance.choice(
        (
            f"{month} {day}",
            f"{month} {ordinal(day)}",
            f"{month} {ordinal(day)}, {year}",
            f"{month} {day} {year}",
        )
    )


def _day_first(chance: Random) -> str:
    day, month, year = chance.randint(1, 31), _month(chance), _year(chance)
    luck = chance.random()
    if luck < 0.4:
        return f"{day} {month} {year}"
    if luck < 0.6:
        return f"{day} {month}"
    return chance.choice(
        (
            f"{ordinal(day)} of {month}",
            f"{ordinal(day)} {month}",
            f"{day}. {month}",
            f"{ordinal(day)} of {month} {year}",
            f"{ordinal(day)} {month} {year}",
            f"{day}-{month[:3]}-{year}",
        )
    )


def _week_day(chance: Random) -> str:
    day = chance.choice(DAYS)
    luck = chance.random()
    if luck < 0.45:
        return day
    if luck < 0.75:
        return f"next {day}"
    return chance.choice(
        (
            f"this {day}",
            f"{day} morning",
            f"{day} next week",
            f"{day} evening",
            f"{day} afternoon",
            f"coming {day}",
        )
    )


def _with_day(chance: Random) -> str:
    short = chance.random() < 0.2
    day = chance.choice(SHORT_DAYS if short else DAYS)
    rest = chance.choice((_month_first, _day_first))(chance)
    return f"{day}{chance.choice((', ', ', ', ' '))}{rest}"


def _month_year(chance: Random) -> str:
    luck = chance.random()
    month = chance.choice(MONTHS)
    if luck < 0.7:
        return f"{month} {_year(chance)}"
    return chance.choice((f"end of {month}", f"mid-{month}", f"early {month}", f"late {month}"))


FORMS: tuple[Once, ...] = (_digits, _month_first, _day_first, _with_day, _month_year)
SHARES = (26, 26, 24, 8, 4)


def date(chance: Random, split: Split) -> str:
    """Return a date as people write it."""
    luck = chance.random()
    if luck < 0.8:
        return drawn(chance, split, chance.choices(FORMS, SHARES)[0])
    return _week_day(chance) if luck < 0.93 else chance.choice(AHEAD)


def calendar_date(chance: Random, split: Split) -> str:
    """Return a day of the calendar: never a day of the week alone."""
    return drawn(chance, split, chance.choices(FORMS[:3], SHARES[:3])[0])


def time_of_day(chance: Random, split: Split) -> str:
    """Return an hour."""
    if chance.random() < 0.06:
        return chance.choice(("noon", "midnight", "lunchtime"))

    def once(chance: Random) -> str:
        hour, minute = chance.randint(1, 12), chance.choice((0, 5, 10, 15, 20, 30, 40, 45, 50))
        half = chance.choice(("am", "pm", "pm", " am", " pm", " AM", " PM", "a.m", " p.m"))
        luck = chance.random()
        if luck < 0.35:
            return f"{(hour + 12 * (luck < 0.2)) % 24:02}:{minute:02}"
        if luck < 0.45:
            return f"{hour}:{minute:02}"
        if luck < 0.72:
            return f"{hour}{half}"
        if luck < 0.9:
            return f"{hour}:{minute:02}{half}"
        return chance.choice(
            (
                f"{hour} o'clock",
                f"half past {hour}",
                f"{hour}.{minute or 30}{half}",
                f"quarter past {hour}",
                f"{hour:02}h{minute:02}",
            )
        )

    text = once(chance)
    return text.replace(".m", ".m.") if text.endswith(".m") else text


def quarter(chance: Random, split: Split) -> str:
    """Return a quarter, half or whole year of business."""

    def once(chance: Random) -> str:
        number, year = chance.randint(1, 4), chance.randint(2005, 2032)
        return chance.choice(
            (
                f"Q{number} {year}",
                f"Q{number} {year}",
                f"Q{number}",
                f"H{1 + number % 2} {year}",
                f"FY{year}",
                f"FY{year % 100:02}",
                f"Q{number}/{year}",
                f"{year}",
                f"{chance.choice(('first', 'second', 'third', 'fourth'))} quarter of {year}",
                f"{chance.choice(('first', 'second', 'third', 'fourth'))} quarter",
            )
        )

    return once(chance) if chance.random() < 0.1 else drawn(chance, split, once)


def duration(chance: Random, split: Split) -> str:
    """Return a span of time."""

    def once(chance: Random) -> str:
        number = chance.choice(("two", "three", "four", "five", "six", str(chance.randint(2, 90))))
        return f"{number} {chance.choice(UNITS)}"

    return drawn(chance, split, once)


def year(chance: Random, split: Split) -> str:
    """Return a year."""
    return drawn(chance, split, lambda chance: str(chance.randint(1850, 2045)))
