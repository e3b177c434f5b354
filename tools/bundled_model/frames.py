"""How people put an instruction and the text that it is about into a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tools.bundled_model.sample import Message

GENERIC_SYSTEM = (
    "You are a helpful assistant.",
    "You are a helpful, concise assistant.",
    "You are an assistant. Answer briefly.",
    "Be brief and exact.",
    "You help our team.",
    "You are Switchyard's local model.",
    "Follow the user's instructions.",
    "You are an AI assistant that answers in as few words as possible.",
    "Answer in English.",
    "Do what the user asks.",
)
QUOTES = (("", ""), ('"', '"'), ("'", "'"), ("“", "”"), ("```\n", "\n```"))
JOINTS = ("\n", "\n\n", " ", ": ", ":\n", ":\n\n", " - ")


def system(content: str) -> Message:
    """Return a turn of the operator's."""
    return {"role": "system", "content": content}


def user(content: str) -> Message:
    """Return a turn of the user's."""
    return {"role": "user", "content": content}


def assistant(content: str) -> Message:
    """Return a turn of the model's."""
    return {"role": "assistant", "content": content}


def generic_system(chance: Random) -> tuple[Message, ...]:
    """Return a system prompt that says nothing of the job, or none."""
    return (system(chance.choice(GENERIC_SYSTEM)),) if chance.random() < 0.35 else ()


def ask(
    chance: Random,
    instruction: str,
    content: str,
    earlier: Sequence[tuple[str, str]] = (),
) -> tuple[Message, ...]:
    """Return a conversation in which somebody gives an instruction about a text.

    Args:
        chance: Draws who gives it, and where.
        instruction: What is to be done, a sentence or two.
        content: The text.
        earlier: Texts and their answers, of the same job; the instruction then is the system's.
    """
    if earlier or chance.random() < 0.4:
        turns = [turn for each, said in earlier for turn in (user(each), assistant(said))]
        return (system(instruction), *turns, user(quoted(chance, content)))
    return (*generic_system(chance), user(_one_turn(chance, instruction, content)))


def quoted(chance: Random, content: str) -> str:
    """Return a text, mostly as it is, sometimes in quotation marks."""
    begin, end = chance.choice(QUOTES) if chance.random() < 0.25 else ("", "")
    return f"{begin}{content}{end}"


def _one_turn(chance: Random, instruction: str, content: str) -> str:
    text = quoted(chance, content)
    if chance.random() < 0.2:
        return f"{text}{chance.choice(JOINTS[:3])}{instruction}"
    joint = chance.choice(JOINTS)
    if joint.startswith(":"):
        instruction = instruction.rstrip(".?!:")
    return f"{instruction}{joint}{text}"
