"""The tokens: bytes, characters, pieces of words, and the spaces between words.

A space is a token of its own, so that a word is the same tokens wherever it stands: in the
middle of a sentence and behind a quotation mark. What is copied is copied token by token. Only
words that hardly ever begin what is copied (the, of, is, …) are one token with the space before
them; that makes texts a fifth shorter.

The pieces are found by byte-pair encoding over what the jobs' texts are made of. llama.cpp joins
neighbours by their score, best first, so scores are the order in which pieces were found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Split as Splitter
from tokenizers.trainers import BpeTrainer

from tools.bundled_model.template import CALL, CALL_END, END, TURN

NORMAL, UNKNOWN, CONTROL, OWN, BYTE = 1, 2, 3, 4, 6
"""Kinds of tokens as GGUF numbers them; OWN are found before all others and shown in texts."""
BOS, EOS, END_OF_TURN = 1, 2, 4
SPACE: Final = "▁"
SPECIAL: Final = (("<unk>", UNKNOWN), ("<s>", CONTROL), ("</s>", CONTROL), (TURN, CONTROL))
MARKS: Final = (CALL, CALL_END, '": "', '", "', '{"', '"}', '": {"')
WORD: Final = re.compile(r"[^\W\d_]+")
SPACED: Final = re.compile(r" ([a-z]+)\b")
FIRST_OF_VALUE: Final = re.compile(r'"([a-z]+)\b')


@dataclass(frozen=True, slots=True)
class Token:
    """One entry: its text, its kind, and how early it is joined from its parts."""

    text: str
    kind: int
    score: float = 0.0


def learn(texts: Sequence[str], answers: Sequence[str], size: int, spaced: int) -> list[Token]:
    """Return the tokens for texts such as these.

    Args:
        texts: What is read and written.
        answers: What is written; a word that often begins a value there gets no space.
        size: How many tokens.
        spaced: How many of them are a word with the space before it.
    """
    fixed = [Token(text, kind) for text, kind in (*SPECIAL, (END, CONTROL))]
    fixed += [Token(text, OWN) for text in MARKS]
    fixed += [Token(f"<0x{byte:02X}>", BYTE) for byte in range(256)]
    words = spaced_words(texts, answers, spaced)
    pieces = _pieces(texts, size - len(fixed) - len(words) - 1)
    known = {SPACE, *pieces}
    joined = [word for word in words if word in known]
    scored = [Token(text, NORMAL, -float(at)) for at, text in enumerate([SPACE, *pieces])]
    last = -float(len(scored))
    return (
        fixed + scored + [Token(SPACE + text, NORMAL, last - at) for at, text in enumerate(joined)]
    )


def spaced_words(texts: Iterable[str], answers: Iterable[str], count: int) -> list[str]:
    """Return the most frequent words in lower case that hardly ever begin a value."""
    seen = Counter(word for text in texts for word in SPACED.findall(text))
    begin = Counter(word for text in answers for word in FIRST_OF_VALUE.findall(text))
    fit = [(-each, word) for word, each in seen.items() if begin[word] * 40 < each]
    return [word for _, word in sorted(fit)[:count]]


def _pieces(texts: Sequence[str], count: int) -> list[str]:
    """Return characters by their frequency, then pieces in the order in which they are joined."""
    words = Counter(word for text in texts for word in WORD.findall(text))
    characters = Counter(character for text in texts for character in text if character != " ")
    alphabet = [
        each for _, each in sorted((-seen, each) for each, seen in characters.items() if seen > 1)
    ]
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = Splitter(Regex(r"\s"), "removed")
    trainer = BpeTrainer(
        vocab_size=count,
        initial_alphabet=alphabet,
        limit_alphabet=len(alphabet),
        show_progress=False,
    )
    ordered = sorted(words.items())
    tokenizer.train_from_iterator((word for word, seen in ordered for _ in range(seen)), trainer)
    found = sorted(tokenizer.get_vocab().items(), key=lambda each: each[1])
    merged = [text for text, _ in found if len(text) > 1]
    return [*alphabet, *merged][:count]
