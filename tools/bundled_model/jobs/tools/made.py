"""Functions that are put together at random, so that names and descriptions have to be read.

A verb and a noun make a function, a few properties its arguments. Beside it others are offered
that share the verb or the noun. Nobody can know them by heart.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tools.bundled_model.grammar import with_articles
from tools.bundled_model.jobs.tools.asking import Asked, filled
from tools.bundled_model.jobs.tools.functions import Frame, Function, Property
from tools.bundled_model.jobs.tools.offers import Offer, offered
from tools.bundled_model.sample import Split
from tools.bundled_model.words.invented import invented
from tools.bundled_model.words.tools.making import (
    DESCRIPTIONS,
    FIELDS,
    NAMED,
    NOUNS,
    OBJECTS,
    REQUESTS,
    VERBS,
)

Thing = tuple[int, str]
"""A verb, by its place among the verbs, and a noun."""


def made(chance: Random, *, others: int) -> tuple[Asked, list[Offer]]:
    """Return a request for such a function, and others to be offered beside it."""
    thing = (chance.randrange(len(VERBS)), _noun(chance))
    near = _near(chance, thing, others)
    properties = _properties(chance, thing[1])
    offer = offered(chance, _function(chance, thing, properties))
    request = filled(chance, Split.TRAIN, offer, _frame(chance, thing, properties))
    return request, [_offer(chance, each) for each in near]


def strange(chance: Random, *, others: int) -> tuple[str, list[Offer]]:
    """Return a request for such a function, and others that cannot do it."""
    request, near = made(chance, others=others)
    return request.text, near


def _noun(chance: Random) -> str:
    share = chance.random()
    if share < 0.12:
        return invented(chance, Split.TRAIN)
    noun = chance.choice(NOUNS)
    return f"{chance.choice(NOUNS)} {noun}" if share < 0.2 else noun


def _near(chance: Random, thing: Thing, count: int) -> list[Thing]:
    """Return other things, most with the same verb or the same noun."""
    found = [thing]
    while len(found) <= count:
        share = chance.random()
        verb = thing[0] if share < 0.3 else chance.randrange(len(VERBS))
        noun = thing[1] if 0.3 <= share < 0.7 else _noun(chance)
        if (verb, noun) not in found:
            found.append((verb, noun))
    return found[1:]


def _offer(chance: Random, thing: Thing) -> Offer:
    return offered(chance, _function(chance, thing, _properties(chance, thing[1])))


def _function(
    chance: Random, thing: Thing, properties: Sequence[tuple[Property, tuple[str, ...]]]
) -> Function:
    verb, noun = thing
    names = tuple(_named(each, noun) for each in VERBS[verb][:2])
    said = chance.choice(VERBS[verb])
    about = chance.choice(DESCRIPTIONS).format(verb=said, noun=noun, a=with_articles(f"a {noun}"))
    function = Function("made", names, [about[0].upper() + about[1:]])
    function.properties = [each for each, _ in properties]
    return function


def _named(verb: str, noun: str) -> str:
    """Return a function's name, in snake case, in camel case where the noun is long."""
    words = f"{verb} {noun}".split(" ")
    if len(noun) % 3 == 0:
        return words[0] + "".join(word.capitalize() for word in words[1:])
    return "_".join(words)


def _properties(chance: Random, noun: str) -> list[tuple[Property, tuple[str, ...]]]:
    """Draw what the thing is named by, and up to two more, with the cues of their values."""
    found: list[tuple[Property, tuple[str, ...]]] = []
    if chance.random() < 0.88:
        names, kind, about = chance.choice(OBJECTS)
        name = chance.choice(names).format(noun=noun.replace(" ", "_"))
        found.append((Property(("object", name), kind, required=True, descriptions=(about,)), ()))
    taken = {each.names[1] for each, _ in found}
    for field in chance.sample(FIELDS, chance.choice((0, 0, 1, 1, 1, 2, 2))):
        name = chance.choice(field.names)
        if name not in taken:
            taken.add(name)
            required = chance.random() < 0.5
            each = Property((f"slot{len(taken)}", name), field.kind, required, (field.about,))
            found.append((each, _cues(chance, name, field.cues)))
    return found


def _cues(chance: Random, name: str, cues: tuple[str, ...]) -> tuple[str, ...]:
    if chance.random() < 0.25:
        return (chance.choice(NAMED).replace("{name}", name.replace("_", " ")),)
    return cues


def _frame(
    chance: Random, thing: Thing, properties: Sequence[tuple[Property, tuple[str, ...]]]
) -> Frame:
    verb = chance.choice(VERBS[thing[0]])
    template, imperative = chance.choice(REQUESTS)
    what = f"{chance.choice(('the', 'the', 'our', 'my', ''))} {thing[1]}".strip()
    rest = ""
    for each, cues in properties:
        slot = each.names[0]
        if not cues:
            what += chance.choice((" {object}", " {object}", ' {object"}'))
        elif each.required or chance.random() < 0.5:
            cue = chance.choice(cues)
            rest += cue.replace("{}", f"{{{slot}}}").replace('{"}', f'{{{slot}"}}')
    text = template.replace("{verb}", verb).replace("{what}", what) + rest
    if not imperative:
        text += "?" if template.startswith(("how", "is")) else chance.choice(("", "."))
    return Frame((text,), imperative)
