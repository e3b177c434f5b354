"""Tools: the request offers functions, the model calls the one that fits, or tells what it found.

Half of what training sees are functions of the lists in `words.tools`, under many names; the rest
is made up, so that what is offered has to be read. The held-out half of functions is in
`words.tools.held_out`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tools.bundled_model.frames import assistant, generic_system, system, user
from tools.bundled_model.jobs.tools.asking import Asked, asked, filled, mannered
from tools.bundled_model.jobs.tools.functions import Function, kept_back, read
from tools.bundled_model.jobs.tools.made import made, strange
from tools.bundled_model.jobs.tools.observations import observed
from tools.bundled_model.jobs.tools.offers import Offer, ways
from tools.bundled_model.sample import POLITE, Message, Sample, Split
from tools.bundled_model.words.tools import (
    commerce,
    everyday,
    held_out,
    leisure,
    more_business,
    more_daily,
    more_field,
    more_home,
    more_life,
    more_media,
    more_office,
    more_public,
    more_science,
    more_systems,
    more_trade,
    more_trading,
    more_travel,
    more_work,
    office,
    technical,
)
from tools.bundled_model.words.tools.fillings import TEXTS

NONE_FITS: Final = 0.12
SECOND_STEP: Final = 0.25
THIRD_STEP: Final = {Split.TRAIN: 0.5, Split.HELD_OUT: 0.1}
"""Share of conversations that go on with further requests: more in training, which so sees more
calls for what is offered once."""
MOST: Final = {Split.TRAIN: 4, Split.HELD_OUT: 1}
MADE: Final = 0.4
PARTS: Final = (everyday, office, commerce, technical, leisure)
KNOWN: Final = tuple(each for part in PARTS for each in read(part.FUNCTIONS))
MORE: Final = tuple(
    each
    for part in (
        more_business,
        more_daily,
        more_field,
        more_home,
        more_life,
        more_media,
        more_office,
        more_public,
        more_science,
        more_systems,
        more_trade,
        more_trading,
        more_travel,
        more_work,
    )
    for each in read(part.FUNCTIONS)
)
"""Functions that only training sees."""
UNSEEN: Final = tuple(each for text in held_out.LISTS for each in kept_back(text))
FUNCTIONS: Final = {Split.TRAIN: (*KNOWN, *MORE), Split.HELD_OUT: (*KNOWN, *UNSEEN)}
NARROW: Final = {
    split: tuple(each for each in functions if not each.broad)
    for split, functions in FUNCTIONS.items()
}
"""Functions that serve one purpose; what they are not for, they cannot do."""
OFFERS: Final = {each.name: ways(Random(each.name), each) for each in (*KNOWN, *MORE, *UNSEEN)}
KINDS: Final = {
    split: {
        kind: tuple(each for each in functions if each.kind == kind)
        for kind in dict.fromkeys(each.kind for each in functions)
    }
    for split, functions in FUNCTIONS.items()
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A request, and all that is offered beside what it needs."""

    request: Asked
    others: tuple[Offer, ...]


def draw(chance: Random, split: Split) -> Sample:
    """Return a conversation in which functions are offered.

    Args:
        chance: Draws everything.
        split: Which functions, frames and words it is made of.
    """
    share = chance.random()
    if share < NONE_FITS:
        return _polite(chance, split)
    scene = _scene(chance, split)
    tools = [each.tool for each in (scene.request.offer, *scene.others)]
    chance.shuffle(tools)
    begin = (*_prompt(chance, split), user(scene.request.text))
    if share < NONE_FITS + SECOND_STEP:
        steps, told = _steps(chance, split, scene.request)
        offered = () if chance.random() < 0.05 else tuple(tools)
        return Sample("tools", (*begin, *steps), told, offered)
    if share < NONE_FITS + SECOND_STEP + THIRD_STEP[split]:
        turns, request = _rounds(chance, split, scene)
        return Sample("tools", (*begin, *turns), request.call(), tuple(tools))
    return Sample("tools", begin, scene.request.call(), tuple(tools))


def _rounds(chance: Random, split: Split, scene: Scene) -> tuple[list[Message], Asked]:
    """Return further turns, each a call's observation and the next request; and the last one."""
    turns: list[Message] = []
    request = scene.request
    for _ in range(chance.randint(1, MOST[split])):
        steps, told = _steps(chance, split, request)
        request = _following(chance, split, scene)
        turns += [*steps, assistant(told), user(request.text)]
    return turns, request


def _scene(chance: Random, split: Split) -> Scene:
    """Draw a request and what is offered; one function alone is offered now and then."""
    others = chance.choice((0, 1, 1, 2, 2, 2, 3, 3, 4))
    if split is Split.TRAIN and chance.random() < MADE:
        request, near = made(chance, others=others)
        if near and chance.random() < 0.3:
            near[0] = _offer(chance, chance.choice(NARROW[split]))
        return Scene(request, _apart(request.offer, near))
    unseen = split is Split.HELD_OUT and chance.random() < 0.5
    known = (*KNOWN, *MORE) if split is Split.TRAIN else KNOWN
    function = chance.choice(UNSEEN if unseen else known)
    request = asked(chance, split, _offer(chance, function))
    return Scene(request, _beside(chance, split, request.offer, others))


def _offer(chance: Random, function: Function) -> Offer:
    return chance.choice(OFFERS[function.name])


def _beside(chance: Random, split: Split, offer: Offer, count: int) -> tuple[Offer, ...]:
    """Draw functions that would not do as well, often of a near kind."""
    found = [offer.function]
    while len(found) <= count:
        near = chance.random() < 0.5
        functions = KINDS[split][offer.function.kind] if near else FUNCTIONS[split]
        other = chance.choice(functions)
        if not any(_clash(other, each) for each in found):
            found.append(other)
        elif near and chance.random() < 0.5:
            count -= 1
    return _apart(offer, [_offer(chance, each) for each in found[1:]])


def _clash(one: Function, other: Function) -> bool:
    return one is other or one.name in other.clashes or other.name in one.clashes


def _apart(offer: Offer, others: Sequence[Offer]) -> tuple[Offer, ...]:
    """Leave out what happens to have the same name."""
    found = {offer.name: offer}
    for each in others:
        found.setdefault(each.name, each)
    return tuple(found.values())[1:]


def _polite(chance: Random, split: Split) -> Sample:
    """Return a conversation in which no offered tool fits."""
    text, others = _unfit(chance, split)
    tools = list(dict.fromkeys(each.name for each in others))
    shown = {each.name: each.tool for each in others}
    return Sample(
        "tools",
        (*_prompt(chance, split), user(text)),
        POLITE,
        tuple(shown[name] for name in tools),
    )


def _unfit(chance: Random, split: Split) -> tuple[str, tuple[Offer, ...]]:
    """Draw a request, and functions that are not for it."""
    others = chance.choice((1, 1, 2, 2, 3, 4))
    if split is Split.TRAIN and chance.random() < 0.3:
        text, near = strange(chance, others=others)
        return text, tuple(near)
    wanted, *functions = chance.sample(NARROW[split], others + 1)
    offered = [each for each in functions if _unlike(each, wanted)]
    while not offered:
        offered = [each for each in chance.sample(NARROW[split], 1) if _unlike(each, wanted)]
    if chance.random() < 0.5:
        text = TEXTS.draw("chatter", chance, split)
        text = mannered(chance, split, text, imperative=False, ends_open=False)
        return text, tuple(_offer(chance, each) for each in offered)
    text = asked(chance, split, _offer(chance, wanted)).text
    return text, tuple(_offer(chance, each) for each in offered)


def _unlike(one: Function, other: Function) -> bool:
    """Return whether nobody would use one function for what the other is for."""
    return one.kind != other.kind and not _clash(one, other)


def _prompt(chance: Random, split: Split) -> tuple[Message, ...]:
    """Draw what the operator says; often nothing."""
    if chance.random() < 0.3:
        return (system(TEXTS.draw("prompt", chance, split)),)
    return generic_system(chance)


def _steps(chance: Random, split: Split, request: Asked) -> tuple[tuple[Message, ...], str]:
    """Return the turns in which a tool is called and answers, and what is told of it."""
    identity = "call_" + "".join(chance.choices("0123456789abcdef", k=chance.choice((1, 8, 18))))
    said, told = observed(chance, split, request)
    function = {"name": request.offer.name, "arguments": dict(request.arguments)}
    called = {"id": identity, "type": "function", "function": function}
    result = {"role": "tool", "tool_call_id": identity, "content": said}
    if chance.random() < 0.5:
        result["name"] = request.offer.name
    return ({"role": "assistant", "content": "", "tool_calls": [called]}, result), told


def _following(chance: Random, split: Split, scene: Scene) -> Asked:
    """Draw a further request for one of the functions that are offered."""
    offers = [each for each in (scene.request.offer, *scene.others) if each.function.frames[split]]
    if offers:
        return asked(chance, split, chance.choice(offers))
    return filled(chance, split, scene.request.offer, scene.request.frame)
