"""Everything that is none of the jobs: the answer is one polite sentence."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from tools.bundled_model.frames import GENERIC_SYSTEM, assistant, system, user
from tools.bundled_model.grammar import Draw, Grammar, Rule, words
from tools.bundled_model.jobs import tone
from tools.bundled_model.jobs.tone.headlines import TONES, headline
from tools.bundled_model.sample import POLITE, Message, Sample, Split
from tools.bundled_model.words.entities import company, date, first_name, money, person, place
from tools.bundled_model.words.invented import invented
from tools.bundled_model.words.other import (
    held_out,
    near,
    systems,
    topics,
    train,
)

SNIPPETS: Final = {
    Split.TRAIN: systems.SNIPPETS[5:],
    Split.HELD_OUT: systems.SNIPPETS[:5],
}
BLANKS: Final = re.compile(r"(?<=\S) {2,}")
LONE_MARK: Final = re.compile(r" +(?=[.,:!?](?:\s|$))")
KINDS: Final = (
    ("small_talk", 16),
    ("ask", 18),
    ("request", 24),
    ("ramble", 8),
    ("no_text", 12),
    ("bare", 12),
    ("wordy", 10),
)
NAMES: Final = tuple(name for name, _ in KINDS)
SHARES: Final = tuple(share for _, share in KINDS)


def _thing(chance: Random, split: Split) -> str:
    """Return what a message is about, now and then a word that nobody knows."""
    if chance.random() < 0.15:
        return invented(chance, split)
    return chance.choice(topics.THINGS[split])


def _junk(chance: Random, split: Split) -> str:
    """Return words that make no sense together."""
    return " ".join(_word(chance, split) for _ in range(chance.choice((1, 2, 3, 4, 6, 9, 14))))


def _word(chance: Random, split: Split) -> str:
    if chance.random() < 0.4:
        return invented(chance, split)
    texts = chance.choice((topics.ACTS, topics.MOODS, topics.THINGS[split]))
    return chance.choice(texts)


def _headline(chance: Random, split: Split) -> str:
    return headline(chance, split, chance.choice(TONES))


def _tone_ask(chance: Random, split: Split) -> str:
    return tone.instruction(chance, split, chance.choice(("word", "json")))


def _of(kind: str) -> Rule:
    return {
        Split.TRAIN: getattr(train, kind),
        Split.HELD_OUT: getattr(held_out, kind),
    }


def _number(chance: Random, _split: Split) -> str:
    return str(chance.randint(2, chance.choice((12, 100, 5000))))


def _raw(texts: dict[Split, tuple[str, ...]]) -> Draw:
    return lambda chance, split: chance.choice(texts[split])


TEXTS: Final = Grammar(
    {
        "small_talk": _of("SMALL_TALK"),
        "question": ("{ask}", "{ask}", "{request}"),
        "ask": _of("QUESTIONS"),
        "request": _of("REQUESTS"),
        "ramble": _of("RAMBLES"),
        "feeling": _of("FEELING"),
        "told": _of("TOLD"),
        "sentence": _of("SENTENCES"),
        "no_text": near.NO_TEXT,
        "bare": near.BARE,
        "wordy": near.WORDY,
        "system": systems.SYSTEMS,
        "thing": _thing,
        "land": _raw(topics.PLACES),
        "person": topics.PEOPLE,
        "language": topics.LANGUAGES,
        "prose": topics.PROSE,
        "mood": topics.MOODS,
        "code": topics.CODE,
        "tongue": topics.TONGUES,
        "hello": _raw(topics.HELLOS),
        "foreign": _raw(topics.FOREIGN),
        "opener": topics.OPENERS,
        "act": topics.ACTS,
        "junk": _junk,
        "near": topics.WORDS_NEAR,
        "role": topics.ROLES,
        "trade": topics.TRADES,
        "manner": topics.ADJECTIVES,
        "named": topics.JOBS_NAMED,
        "built": topics.BUILT,
        "trouble": topics.TROUBLES,
        "food": words("""pancakes|lasagne|curry|tomato soup|an omelette|bread|fried rice|apple pie
a cake|pizza|salad|beans|noodles|dumplings|pasta|chicken|waffles|muffins|risotto|chili|stew"""),
        "asset": words("""gold|oil|bitcoin|the dollar|tech stocks|{company}|{company} shares
bonds
silver|my pension fund|house prices|the euro|stocks|crypto|the market|wheat"""),
        "snippet": _raw(SNIPPETS),
        "name": lambda chance, split: (
            person(chance, split) if chance.random() < 0.4 else first_name(chance, split)
        ),
        "company": company,
        "place": place,
        "date": date,
        "money": money,
        "n": _number,
        "year": lambda chance, _split: str(chance.randint(1200, 2030)),
        "headline": _headline,
        "tone_ask": _tone_ask,
    }
)


def draw(chance: Random, split: Split) -> Sample:
    """Return a conversation that asks for none of the jobs."""
    said = [_turn(chance, split) for _ in range(chance.randint(1, 3))]
    earlier = said[1:] if chance.random() < 0.15 else []
    before = tuple(turn for each in earlier for turn in (user(each), assistant(POLITE)))
    return Sample("other", (*_system(chance, split), *before, user(said[0])), POLITE)


def _turn(chance: Random, split: Split) -> str:
    text = _tidy(TEXTS.draw(chance.choices(NAMES, SHARES)[0], chance, split))
    drawn = chance.random()
    if drawn < 0.12:
        return text[:1].lower() + text[1:]
    if drawn < 0.2:
        return text.rstrip("?.!") or text
    return text[:1].upper() + text[1:] if drawn < 0.6 else text


def _tidy(text: str) -> str:
    """Remove blanks that an empty choice left."""
    return BLANKS.sub(" ", LONE_MARK.sub("", text)).strip()


def _system(chance: Random, split: Split) -> tuple[Message, ...]:
    drawn = chance.random()
    if drawn < 0.6:
        return ()
    if drawn < 0.75:
        return (system(chance.choice(GENERIC_SYSTEM)),)
    text = TEXTS.draw("system", chance, split)
    return (system(f"{text} {TEXTS.draw('system', chance, split)}" if drawn > 0.95 else text),)
