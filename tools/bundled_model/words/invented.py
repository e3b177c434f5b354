"""Words that nobody has seen: what is copied must not depend on having been learned."""

from __future__ import annotations

from itertools import product
from random import Random

from tools.bundled_model.sample import Split
from tools.bundled_model.words.split import drawn

ONSETS = (
    "b c d f g h j k l m n p r s t v w z b d h k l m n r s t br ch cl cr dr fl fr gl gr kr pl pr "
    "sh sk sl sm sn sp st str sw th tr tw"
).split()
VOWELS = "a a a a e e e e i i i o o o u u ai ea ie oo".split()
CODAS = [""] * 15 + "ck d g k l l ll m m n n n nd ng nk nt p r r r rd rk rn s s st t th x".split()
ENDINGS = ("", "", "", "a", "o", "er", "en", "ix", "on", "us", "ley", "son", "ton", "ova", "ski")


SYLLABLES = tuple(map("".join, product(ONSETS, VOWELS, CODAS)))
COUNTS = (1,) * 4 + (2,) * 7 + (3,)
"""How many syllables a word has, before its ending."""


def _syllable(chance: Random) -> str:
    return SYLLABLES[int(chance.random() * len(SYLLABLES))]


def _word(chance: Random) -> str:
    word = "".join([_syllable(chance) for _ in range(chance.choice(COUNTS))])
    word += chance.choice(ENDINGS)
    return word if len(word) > 2 else word + _syllable(chance)


def invented(chance: Random, split: Split) -> str:
    """Return a word of one to four syllables, in lower case."""
    return drawn(chance, split, _word)


def invented_name(chance: Random, split: Split) -> str:
    """Return such a word with a capital, now and then with one inside."""
    word = invented(chance, split)
    if chance.random() < 0.01:
        return word.capitalize() + invented(chance, split).capitalize()
    return word.capitalize()


def code(chance: Random, split: Split, pattern: str) -> str:
    """Return an identifier: A stands for a letter, 9 for a digit, the rest for itself."""

    def once(chance: Random) -> str:
        kinds = {"A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "9": "0123456789"}
        return "".join(chance.choice(kinds.get(each, each)) for each in pattern)

    return drawn(chance, split, once)
