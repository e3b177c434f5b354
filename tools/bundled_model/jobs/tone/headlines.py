"""Market headlines with a known tone, composed of subjects, predicates, causes and frames."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from types import ModuleType
from typing import Final

from tools.bundled_model.grammar import Draw, Grammar, Rule, lines, words
from tools.bundled_model.sample import Split
from tools.bundled_model.words.entities import company as any_company
from tools.bundled_model.words.entities import person, place, ticker
from tools.bundled_model.words.split import dealt
from tools.bundled_model.words.tone import (
    bad_news,
    bearish,
    bullish,
    fortunes,
    frames,
    good_news,
    matters_of_fact,
    mirrored_companies,
    mirrored_markets,
    misleading,
    neutral,
    outcomes,
    plain,
    quiet,
    routine,
    second_halves,
    subjects,
    synonyms,
)
from tools.bundled_model.words.tone.verbs import many, phrase

TONES: Final = ("bullish", "bearish", "neutral")
MODULES: Final[dict[str, ModuleType]] = {
    "bullish": bullish,
    "bearish": bearish,
    "neutral": neutral,
}
PLAIN: Final = {
    "bullish": (
        *plain.BULLISH,
        *frames.PLAIN["bullish"],
        *mirrored_companies.BULLISH,
        *mirrored_markets.BULLISH,
        *good_news.BULLISH,
        *second_halves.BULLISH,
        *synonyms.BULLISH,
        *fortunes.BULLISH,
        *outcomes.BULLISH,
    ),
    "bearish": (
        *plain.BEARISH,
        *frames.PLAIN["bearish"],
        *mirrored_companies.BEARISH,
        *mirrored_markets.BEARISH,
        *bad_news.BEARISH,
        *second_halves.BEARISH,
        *synonyms.BEARISH,
        *fortunes.BEARISH,
        *outcomes.BEARISH,
    ),
    "neutral": (
        *plain.NEUTRAL,
        *frames.PLAIN["neutral"],
        *quiet.NEUTRAL,
        *misleading.NEUTRAL,
        *routine.NEUTRAL,
        *matters_of_fact.NEUTRAL,
    ),
}
OPPOSITE: Final = {"bullish": "bearish", "bearish": "bullish", "neutral": "bearish"}
SMALL: Final = frozenset(
    "a an the of in on to for and or as at by but from with its after amid s than up vs".split()
)
UNITS = ("million", "billion", "mln", "bln", "million", "billion", "m", "bn")


def company(chance: Random, split: Split) -> str:
    """Return a company, known or invented, now and then with its ticker."""
    known = chance.random() < 0.45
    name = chance.choice(subjects.COMPANIES[split]) if known else any_company(chance, split)
    drawn = chance.random()
    if drawn < 0.06:
        return f"{name} ({ticker(chance, split)})"
    if drawn < 0.09:
        exchange = chance.choice(("NYSE", "NASDAQ", "LSE", "NSE", "ASX"))
        return f"{name} ({exchange}: {ticker(chance, split)})"
    if drawn < 0.12:
        return "$" + ticker(chance, split)
    return name


def _percent(chance: Random, _split: Split) -> str:
    number = chance.choice((f"{chance.randint(1, 30)}", f"{chance.randint(1, 199) / 10:.1f}"))
    return number + chance.choice(("%", "%", "%", "%", " percent", " pct", " per cent"))


def _dollars(chance: Random, _split: Split) -> str:
    number = chance.choice((f"{chance.randint(1, 950)}", f"{chance.randint(10, 99) / 10:.1f}"))
    unit = chance.choice(UNITS)
    space = "" if len(unit) < 3 and chance.random() < 0.8 else " "
    return f"{chance.choice('$$$€£')}{number}{space}{unit}"


def _thousands(chance: Random, _split: Split) -> str:
    number = chance.choice((5, 8, 10, 12, 15, 20, 30, 45, 60, 100, 250))
    return chance.choice((f"{number * 100}", f"{number * 100:,}", f"{number * 1000:,}"))


def _number(low: int, high: int, form: str = "{}") -> Draw:
    return lambda chance, _split: form.format(chance.randint(low, high))


COMMON: Final[dict[str, Rule]] = {
    "company": company,
    "person": person,
    "place": place,
    "pct": _percent,
    "usd": _dollars,
    "cents": lambda chance, _split: f"${chance.randint(5, 199) / 100:.2f}",
    "n00": _thousands,
    "n": _number(2, 12),
    "nth": words("second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|8th|11th|12th"),
    "d": _number(1, 4),
    "year": _number(2008, 2031),
    "level": words("{lots}|{lots} mark|${lots}|{lots} points|key level|50-day average"),
    "lots": lambda chance, _split: f"{chance.randint(10, 990) * 100:,}",
    "q": words("""Q1|Q2|Q3|Q4|first-quarter|second-quarter|third-quarter|fourth-quarter|quarterly
full-year|annual|half-year|first-half|December-quarter|holiday-quarter"""),
    "good": words("|".join(subjects.GOOD_ONE + subjects.GOOD_MANY)),
    "bad": words("|".join(subjects.BAD_ONE + subjects.BAD_MANY)),
    "sector": subjects.MARKETS_MANY,
    "index": subjects.INDICES_ONE,
    "asset": words("|".join(subjects.ASSETS_ONE) + "|{index}|{index}|{company}|{sector}|{sector}"),
    "broker": subjects.BROKERS,
    "regulator": subjects.REGULATORS,
    "country": subjects.COUNTRIES,
    "source": subjects.SOURCES,
    "month": words("January|February|March|April|June|July|August|September|October|November"),
    "weekday": words("Monday|Tuesday|Wednesday|Thursday|Friday"),
    "date": words("{month} {n}|{n} {month}|{month} {n}, {year}"),
    "when": words("""on {weekday}|next week|tomorrow|on {date}|this week|later today|today
on {month} {n}|next month|in {month}|after the close on {weekday}|before the bell|later this week
ahead of the weekend|in two weeks|at {n} a.m."""),
    "event": words("""the Fed decision|Fed minutes|inflation data|jobs data|CPI data|payrolls report
ECB meeting|central bank meeting|GDP figures|retail sales data|earnings season|bank earnings
the budget
OPEC meeting|Powell speech|Lagarde speech|Jackson Hole|the U.S. election|trade talks|a Fed speech
options expiry|index rebalancing|PMI data|the jobs report|U.S. inflation report|the policy meeting
{company} results|tech earnings|rate decision|the auction|CPI|U.S. data|key data|economic data"""),
    "wait": words("""ahead of {event}|before {event}|as investors await {event}|in thin trading
as traders wait for {event}|as markets await {event}|ahead of the weekend|in quiet trade
in holiday trade
with {event} in focus|as focus turns to {event}|ahead of earnings|before results|ahead of {event}
in the run-up to {event}|pending {event}|with eyes on {event}|as markets eye {event}"""),
    "product": words("""phone|drug|vaccine|app|SUV|truck|chip|jet|battery|tablet|cancer drug|console
laptop|headset|engine|obesity drug|airbag|cloud service|pickup|scooter|heart device|insulin pump
smartwatch|dishwasher|baby food|software|electric car|Alzheimer's drug|router|drone|toothpaste"""),
    "scandal": words("""data breach|accounting|antitrust violations|emissions|safety defects|privacy
price fixing|misleading investors|insider trading|opioid sales|fraud|pollution|tax evasion|bribery
patent infringement|money laundering|faulty brakes|monopoly|mis-selling|child labour
discrimination"""),
    "sprinkle": words("sharply|slightly|again|further|modestly|strongly|broadly|for third day"),
    "bull_np": bullish.NOUNS,
    "bear_np": bearish.NOUNS,
    "good_np": bullish.NOUNS,
    "bad_np": bearish.NOUNS,
    "by_how_much": words("""{pct}|{pct}|{pct}|{pct}|by {pct}|nearly {pct}|more than {pct}
as much as {pct}
over {pct}|about {pct}|almost {pct}|another {pct}|to {level}|{n} points|{pct} to {level}|{sprinkle}
{pct} in {month}|{pct} on {weekday}|{pct} [from a year ago|year on year|this year|so far this year]
[more|faster] than [expected|forecast]|by most since {year}|for {nth} day|{pct} after hours
|{pct} [premarket|at the open|in early trade]|a further {pct}
in [early|late|choppy|volatile] trading"""),
}
BARE: Final = {Split.TRAIN: 30, Split.HELD_OUT: 4}
"""How often a headline stands without a frame, beside each frame once: three times in five."""
ONE, MANY, TOLD = False, True, None
Predicate = tuple[Draw, bool | None, Draw]
"""A subject, whether it is many or its words tell it, and what it does, the verb first."""
CAUSES: Final = ("bull", "bear", "good", "bad")


def _moves(tone: str, module: ModuleType) -> dict[str, Rule]:
    """Return what prices and figures do."""
    if tone == "neutral":
        flat = lines("[be|remain|stay|hold] [flat|unchanged|stable|steady|little changed]")
        return {
            "move": (*("{amount_move}",) * len(module.MOVES), *module.MOVES),
            "amount_move": module.MOVES,
            "verb": flat,
            "metric_verb": flat,
            "worse_verb": flat,
            "metric_move": (
                "{metric_verb}[| {wait}| in {month}|, in line with forecasts| at {pct}]",
            ),
            "worse_move": ("{metric_verb}[| in {month}|, in line with forecasts| at {pct}]",),
        }
    better, worse = subjects.MORE, subjects.LESS
    if tone == "bearish":
        better, worse = worse, better
    return {
        "move": (*("{amount_move}",) * len(module.MOVES), *module.MOVES),
        "amount_move": ("{verb} {by_how_much}", "{verb} {by_how_much}", "{verb}"),
        "verb": module.AMOUNT_VERBS,
        "metric_verb": better,
        "worse_verb": worse,
        "metric_move": (*("{metric_verb} {by_how_much}",) * 6, "{metric_verb}", *_surprises(tone)),
        "worse_move": (*("{worse_verb} {by_how_much}",) * 6, "{worse_verb}", *_eased(tone)),
    }


def _said(tone: str, module: ModuleType) -> dict[str, Rule]:
    """Return the words of a tone."""
    rises = tone == "bullish"
    return {
        "asset_one": subjects.ASSETS_ONE,
        "happening": module.EVENTS,
        "macro_event": module.MACRO_EVENTS,
        "official": module.OFFICIAL,
        "broker_event": module.BROKER,
        "np": module.NOUNS,
        "anti": MODULES[OPPOSITE[tone]].NOUNS,
        "push_verb": module.PUSHES,
        "headline": dealt(module.HEADLINES, PLAIN[tone]),
        "plain": dealt(PLAIN[tone]),
        "thing": ("{asset}", "{sector}", "{company} shares", "{company}", "{index}"),
        "things": ("{sector}", "{company} shares", "shares of {company}"),
        "direction": ("higher",) if rises else ("lower",),
        "directed": ("higher", "up", "in the green") if rises else ("lower", "down", "in the red"),
        "moves": ("up", "gains", "adds", "jumps", "climbs")
        if rises
        else ("down", "loses", "drops", "falls", "slides"),
    }


class Headlines:
    """Headlines of one tone.

    Args:
        tone: bullish, bearish or neutral.
    """

    def __init__(self, tone: str) -> None:
        module = MODULES[tone]
        self._tone = tone
        self._grammar = Grammar(self._slots(tone, module))
        template = self._grammar.template
        price_one = template(
            "[{asset_one}|{asset_one}|{index}|{company}|{company}|{company} stock]"
        )
        price_many = template(
            "[{sector}|{sector}|{company} shares|{company}['s|] shares|shares of {company}"
            "|shares in {company}|{company} bonds|{company} investors' shares]"
        )
        move = template("{move}")
        self._moves = ((price_one, ONE, move), (price_many, MANY, move), (price_many, MANY, move))
        metric = template("{metric_move}")
        event = template("{happening}")
        self._events: tuple[Predicate, ...] = (
            *((company, ONE, event),) * 9,
            (self._choice(subjects.BANKS), TOLD, template("{macro_event}")),
            (self._choice(subjects.REGULATORS), TOLD, template("{official}")),
            (template("{broker}"), TOLD, template("{broker_event}")),
            *self._metrics(metric),
        )

    def _choice(self, texts: Sequence[str]) -> Draw:
        return lambda chance, _split: chance.choice(texts)

    def _metrics(self, move: Draw) -> tuple[Predicate, ...]:
        """Things of which more is good, or bad: the verb's direction follows from that."""
        template = self._grammar.template
        owned = "[{company}|{company}'s|{company}] "
        worse = template("{worse_move}")
        found: list[Predicate] = []
        for prefix, good, bad, plural in (
            (owned, subjects.GOOD_ONE, subjects.BAD_ONE, ONE),
            (owned, subjects.GOOD_MANY, subjects.BAD_MANY, MANY),
            ("{country} ", subjects.MACRO_GOOD_ONE, subjects.MACRO_BAD_ONE, ONE),
            ("{country} ", subjects.MACRO_GOOD_MANY, subjects.MACRO_BAD_MANY, MANY),
        ):
            for nouns, verb in ((good, move), (bad, worse)):
                subject = template(prefix + "[" + "|".join(_bare(noun) for noun in nouns) + "]")
                found.append((subject, plural, verb))
        return tuple(found)

    def _slots(self, tone: str, module: ModuleType) -> dict[str, Rule]:
        return {
            **COMMON,
            **plain.SLOTS,
            **synonyms.SLOTS,
            **fortunes.SLOTS,
            **routine.SLOTS,
            **outcomes.SLOTS,
            **_moves(tone, module),
            **_said(tone, module),
            **self._made(tone),
        }

    def _made(self, tone: str) -> dict[str, Rule]:
        """Return what is put together from other slots."""
        return {
            **{f"{cause}_pushes": self._agreed(f"{cause}_np", "push_verb") for cause in CAUSES},
            "bull_offsets": self._agreed("bull_np", "offset"),
            "bear_offsets": self._agreed("bear_np", "offset"),
            "np_pushes": self._agreed("np", "push_verb"),
            "np_outweighs": self._agreed("np", "outweigh"),
            "offset": ("offset",),
            "outweigh": ("outweigh",),
            "pushed": lambda chance, split: phrase(
                self._grammar.draw("push_verb", chance, split), "past", plural=False
            ),
            "now": self._form("now"),
            "past": self._form("past"),
            "going_only": self._alone("going"),
            "to_only": self._alone("to"),
            "anti_now": lambda chance, split: MADE[OPPOSITE[tone]].clause(chance, split, "now"),
            "anti_past": lambda chance, split: MADE[OPPOSITE[tone]].clause(chance, split, "past"),
            "anti_plain": self._opposite_plain,
            "any": {
                split: (*("{now}",) * BARE[split], *("{headline}",) * BARE[split], *framed)
                for split, framed in frames.ANY.items()
            },
            "own": frames.STILL if tone == "neutral" else frames.MOVED,
        }

    def _opposite_plain(self, chance: Random, split: Split) -> str:
        return MADE[OPPOSITE[self._tone]].plain(chance, split)

    def _agreed(self, cause: str, verb: str) -> Draw:
        """Return how to draw a cause and what it does: falling costs outweigh, demand outweighs."""

        def once(chance: Random, split: Split) -> str:
            subject = self._grammar.draw(cause, chance, split)
            does = self._grammar.draw(verb, chance, split)
            return f"{subject} {phrase(does, 'now', plural=many(subject))}"

        return once

    def _form(self, form: str) -> Draw:
        return lambda chance, split: self.clause(chance, split, form)

    def _alone(self, form: str) -> Draw:
        return lambda chance, split: phrase(
            self._grammar.draw("move", chance, split), form, plural=True
        )

    def clause(self, chance: Random, split: Split, form: str) -> str:
        """Return a subject and what it does, `now` or in the `past`."""
        source = self._events if chance.random() < 0.56 else self._moves
        drawn_subject, plural, verb = chance.choice(source)
        subject, what = drawn_subject(chance, split), verb(chance, split)
        plural = many(subject) if plural is None else plural
        if form == "now":
            drawn = chance.random()
            if what.startswith("be ") and drawn < 0.75:
                return f"{subject} {what[3:]}"
            if drawn < 0.05:
                form = chance.choice(("past", "to", "going"))
        return f"{subject} {phrase(what, form, plural=plural)}"

    def plain(self, chance: Random, split: Split) -> str:
        """Return a plain headline, without a frame around it."""
        return self._grammar.draw("plain", chance, split)

    def draw(self, chance: Random, split: Split) -> str:
        """Return a headline as newspapers, tickers or people write it."""
        frame = "own" if chance.random() < 0.14 else "any"
        return _styled(chance, self._grammar.draw(frame, chance, split))


def _bare(noun: str) -> str:
    return noun.removeprefix("the ")


def _surprises(tone: str) -> tuple[str, ...]:
    if tone == "bullish":
        return lines("""
[fall|drop|slip|decline] less than [feared|expected|forecast|analysts had feared]
[beat|top|exceed] [estimates|expectations|forecasts|targets]
[hit|reach] [a record|a record high|an all-time high|a {n}-year high]
[rise|grow|jump|climb] [more|faster] than [expected|forecast]
[double|triple|recover|beat the forecast by {pct}]
""")
    return lines("""
[rise|grow|climb|increase] [less|slower] than [hoped|expected|forecast|analysts had hoped]
[miss|fall short of|trail] [estimates|expectations|forecasts|targets]
[hit|reach|touch] [a record low|an all-time low|a {n}-year low]
[fall|drop|slide|shrink] [more|faster] than [feared|expected|forecast]
[halve|stall|dry up|evaporate|disappoint|stagnate|miss the forecast by {pct}]
""")


def _eased(tone: str) -> tuple[str, ...]:
    if tone == "bullish":
        return lines("""
[rise|increase|climb|grow] less than [feared|expected|forecast]
[cool|ease|narrow|shrink|slow|fade|halve|recede|moderate|abate] [|more than expected|in {month}]
[fall|drop|ease] to [lowest since {year}|a {n}-year low|a record low]
""")
    return lines("""
[fall|drop|decline|ease] less than [hoped|expected|forecast]
[surge|widen|mount|pile up|accelerate|worsen|double|heat up|balloon|persist] [|more than expected|\
in {month}]
[rise|jump|climb] to [highest since {year}|a {n}-year high|a record high]
""")


def _styled(chance: Random, text: str) -> str:
    text = " ".join(text.split()).replace(" ,", ",").replace(" .", ".").replace("'s's", "'s")
    if text.endswith("."):
        text = text if chance.random() < 0.9 else text[:-1]
        return text[0].upper() + text[1:]
    drawn = chance.random()
    if drawn < 0.33:
        return _title(text)
    if drawn < 0.85:
        return text[0].upper() + text[1:] + ("." if drawn > 0.8 and text[-1].isalnum() else "")
    return text if drawn < 0.93 else text.lower() if drawn < 0.97 else text.upper()


def _title(text: str) -> str:
    found = text.split(" ")
    return " ".join(
        word if index and word in SMALL else word[:1].upper() + word[1:]
        for index, word in enumerate(found)
    )


MADE: Final[dict[str, Headlines]] = {}
for _tone in TONES:
    MADE[_tone] = Headlines(_tone)


def headline(chance: Random, split: Split, tone: str) -> str:
    """Return a headline of a tone: bullish, bearish or neutral."""
    return MADE[tone].draw(chance, split)
