"""What of an answer is told while it is drawn: all of it once, and calls of tools not as text."""

import random

import pytest

from api.gateway.openai.errors import StreamLost
from api.gateway.openai.voices import MARKS, Voice
from orchestration.inference.tools import FORMS, read_calls

CALL = '{"name": "weather", "arguments": {"city": "Oslo"}}'
NAMES = frozenset({"weather"})
TEXTS = (
    "It rains.",
    "  It rains.\n\n",
    "a < b, and <tool",
    "[not a call] but text",
    "{not a call} but text",
    f"Let me see. <tool_call>\n{CALL}\n</tool_call>",
    f"\n Let me see.\n\n<tool_call>\n{CALL}\n</tool_call> Wait.",
    f"Let me see.[TOOL_CALLS][{CALL}]",
    CALL,
    f"[{CALL}, {CALL}]",
    f"<tool_call>{CALL}</tool_call><tool_call>nonsense</tool_call>",
    "",
)


def pieces(text: str, chance: random.Random) -> list[str]:
    cuts = sorted(chance.sample(range(len(text) + 1), min(len(text), 5)))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def test_marks_are_those_that_calls_are_read_by() -> None:
    assert set(MARKS) == {form.begin.strip() for form in FORMS if form.begin}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("text", TEXTS)
def test_what_was_told_is_the_final_text_without_its_calls(text: str, seed: int) -> None:
    final, calls = read_calls(text, NAMES)
    voice = Voice(0, calls=True)
    told = "".join(voice.hear(piece) for piece in pieces(text, random.Random(seed)))
    assert CALL[:8] not in told or not calls
    assert final.startswith(told)  # so that whoever comes back reads on at the very character
    assert told + voice.rest(final) == final
    assert calls or final == text


@pytest.mark.parametrize("seed", range(20))
def test_a_text_that_comes_again_is_told_once(seed: int) -> None:
    chance, text = random.Random(seed), "Once upon a time there was a shunter."
    voice = Voice(0, calls=False)
    told = voice.hear(text[: chance.randint(1, 30)])
    voice.begin_anew()
    told += "".join(voice.hear(piece) for piece in pieces(text, chance))
    assert told + voice.rest(text) == text


def test_another_text_instead_is_an_error() -> None:
    voice = Voice(0, calls=False)
    voice.hear("Once upon")
    voice.begin_anew()
    assert voice.hear("Twice") == ""
    with pytest.raises(StreamLost):
        voice.hear(" upon a time")


def test_a_final_text_that_goes_on_otherwise_is_an_error() -> None:
    voice = Voice(0, calls=False)
    voice.hear("Once upon")
    with pytest.raises(StreamLost):
        voice.rest("Once more")


def test_one_that_has_said_nothing_may_begin_anew_as_it_likes() -> None:
    voice = Voice(0, calls=True)
    assert voice.hear("{") == ""
    voice.begin_anew()
    assert voice.hear("Once") == "Once"


def test_text_is_told_as_soon_as_it_can_be_no_call() -> None:
    voice = Voice(0, calls=True)
    assert [voice.hear(piece) for piece in ("Is 1 ", "< 2", "? <to", "o small")] == [
        "Is 1", " < 2", "?", " <too small",
    ]  # fmt: skip
