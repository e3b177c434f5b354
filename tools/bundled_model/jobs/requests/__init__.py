"""The jobs intent, complexity and triage: what a request is about, and how much work it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

from tools.bundled_model import frames
from tools.bundled_model.grammar import Draw, Grammar, Rule
from tools.bundled_model.jobs.requests.texts import INTENTS, LEVELS, request
from tools.bundled_model.sample import Sample, Span, Split
from tools.bundled_model.words.requests import instructions, instructions_held_out

JOBS = ("intent", "complexity", "triage")
SHARES = (50, 30, 20)
FIELDS = {"intent": ("intent",), "complexity": ("complexity",), "triage": ("intent", "complexity")}
CHOICES = {"intent": INTENTS, "complexity": LEVELS}
OTHER_KEYS = {
    "intent": "category kind type topic route label class result answer value".split(),
    "complexity": "level effort size difficulty scale label class result answer value".split(),
}
"""What a JSON schema, which the conversation does not show, may call a field."""
TELLING = 5
"""So many of these names tell the two fields apart."""
HOLDERS = ("...", "<{}>", "string", "the {}", "{choices}", "{example}")
JOINTS = (", ", ", ", ", ", " / ", "/", "|", " | ", " or ", "; ", ", or", ", or", " or")


def draw(chance: Random, split: Split) -> Sample:
    """Return a request, the question for its labels, and the labels.

    Args:
        chance: Draws everything.
        split: Whose templates, instructions and names to use.
    """
    job = chance.choices(JOBS, SHARES)[0]
    form = _form(chance, job)
    earlier = []
    if chance.random() < 0.14:
        for _ in range(chance.randint(1, 3)):
            text, labels = _labelled(chance, split)
            earlier.append((text, _answer(job, labels, form)))
    text, labels = _labelled(chance, split)
    messages = frames.ask(chance, _instruction(chance, split, job, form), text, earlier)
    if form != "hidden":
        return Sample(job, messages, _answer(job, labels, form))
    answer, learned = _in_hidden_frame(chance, job, labels)
    return Sample(job, messages, answer, learned=learned)


def _form(chance: Random, job: str) -> str:
    shares = (0, 88, 12) if job == "triage" else (60, 28, 12)
    return chance.choices(("word", "json", "hidden"), shares)[0]


def _labelled(chance: Random, split: Split) -> tuple[str, dict[str, str]]:
    labels = {"intent": chance.choice(INTENTS), "complexity": chance.choice(LEVELS)}
    return request(chance, split, labels["intent"], labels["complexity"]), labels


def _answer(job: str, labels: dict[str, str], form: str) -> str:
    if form != "json" and job != "triage":
        return labels[job]
    return json.dumps({field: labels[field] for field in FIELDS[job]})


def _in_hidden_frame(
    chance: Random, job: str, labels: dict[str, str]
) -> tuple[str, tuple[Span, ...]]:
    """Return an answer whose keys only a schema knows, and where its values stand."""
    fields = list(FIELDS[job])
    if chance.random() < 0.3:
        fields.reverse()
    answer, learned = "{", []
    for field in fields:
        key = field if chance.random() < 0.5 else _other_key(chance, job, field)
        answer += f'{"" if answer == "{" else ", "}"{key}": "'
        learned.append((len(answer), len(answer) + len(labels[field]) + 1))
        answer += f'{labels[field]}"'
    return f"{answer}}}", tuple(learned)


def _other_key(chance: Random, job: str, field: str) -> str:
    keys = OTHER_KEYS[field]
    return chance.choice(keys[:TELLING] if job == "triage" else keys)


def _instruction(chance: Random, split: Split, job: str, form: str) -> str:
    grammar = GRAMMARS[split, job]
    asked = grammar.draw("asked", chance, split)
    told = {"word": 0.5, "hidden": 0.0}.get(form, 0.6 if job == "triage" else 1.0)
    if chance.random() >= told:
        return asked
    look = grammar.draw(f"form_{form}", chance, split)
    if chance.random() < 0.12:
        return f"{look} {asked}"
    gap = "\n" if chance.random() < 0.15 else " "
    return f"{asked}{'' if asked[-1] in '.?!:' else '.'}{gap}{look}"


def _listed(labels: Sequence[str]) -> Draw:
    """Return how to draw a list of labels, mostly in their usual order."""

    def once(chance: Random, split: Split) -> str:
        del split
        order = list(labels)
        if chance.random() < 0.4:
            chance.shuffle(order)
        joint = chance.choice(JOINTS)
        if joint.endswith(" or"):
            return f"{', '.join(order[:-1])}{joint} {order[-1]}"
        return joint.join(order)

    return once


def _shape(job: str) -> Draw:
    """Return how to draw a JSON object that shows what the answer looks like."""

    def once(chance: Random, split: Split) -> str:
        del split
        holder = chance.choice(HOLDERS)
        return json.dumps(
            {
                field: holder.replace("{}", field)
                .replace("{choices}", "|".join(CHOICES[field]))
                .replace("{example}", chance.choice(CHOICES[field]))
                for field in FIELDS[job]
            }
        )

    return once


def _keys(job: str) -> Draw:
    """Return how to draw the names of the answer's fields."""

    def once(chance: Random, split: Split) -> str:
        del split
        quote = chance.choice(('"', "", "`"))
        return " and ".join(f"{quote}{field}{quote}" for field in FIELDS[job])

    return once


def _grammar(split: Split, job: str) -> Grammar:
    source = instructions if split is Split.TRAIN else instructions_held_out
    asked = {
        "intent": source.INTENT,
        "complexity": source.COMPLEXITY,
        "triage": source.TRIAGE,
    }
    rules: dict[str, Rule] = {
        "asked": asked[job],
        "form_word": source.FORM_WORD,
        "form_json": source.FORM_JSON,
        "defined": source.DEFINED,
        "scaled": source.SCALED,
        "intents": _listed(INTENTS),
        "levels": _listed(LEVELS),
        "shape": _shape(job),
        "keys": _keys(job),
    }
    return Grammar(rules)


GRAMMARS = {(split, job): _grammar(split, job) for split in Split for job in JOBS}
