"""Forms of verbs: what a headline says now, a sentence says in the past."""

from __future__ import annotations

import re
from functools import cache

IRREGULAR = {
    line.split()[0]: tuple(line.split())
    for line in """beat beats beat|begin begins began|bleed bleeds bled|blow blows blew
|break breaks broke|bring brings brought|build builds built|buy buys bought|catch catches caught
|come comes came|cut cuts cut|do does did|draw draws drew|drive drives drove|fall falls fell
|feel feels felt|fight fights fought|find finds found|fly flies flew|get gets got|give gives gave
|go goes went|grow grows grew|hang hangs hung|have has had|hit hits hit|hold holds held
|keep keeps kept|lay lays laid|lead leads led|leave leaves left|lose loses lost|make makes made
|meet meets met|pay pays paid|put puts put|reset resets reset|rise rises rose|run runs ran
|say says said|see sees saw|seek seeks sought|sell sells sold|send sends sent|set sets set
|shake shakes shook|shed sheds shed|shoot shoots shot|shrink shrinks shrank|shut shuts shut
|sink sinks sank|slide slides slid|spend spends spent|spring springs sprang|stand stands stood
|stick sticks stuck|strike strikes struck|swing swings swung|take takes took|tell tells told
|think thinks thought|win wins won|withdraw withdraws withdrew|forecast forecasts forecast
|offset offsets offset|spread spreads spread|slip slips slipped|drop drops dropped
|snap snaps snapped|trim trims trimmed|drag drags dragged|pop pops popped|skid skids skidded
|top tops topped|plan plans planned|scrap scraps scrapped|sap saps sapped|dip dips dipped
|stop stops stopped|step steps stepped|jump jumps jumped|rebuild rebuilds rebuilt
|outdo outdoes outdid|overtake overtakes overtook|shrug shrugs shrugged|ship ships shipped
|wipe wipes wiped|halt halts halted|swap swaps swapped|strip strips stripped|sag sags sagged
|quit quits quit|overcome overcomes overcame|rethink rethinks rethought|sue sues sued
|spin spins spun|undershoot undershoots undershot|plug plugs plugged|hedge hedges hedged
|defer defers deferred|incur incurs incurred|bar bars barred|refer refers referred
|outsell outsells outsold|outgrow outgrows outgrew|become becomes became|clip clips clipped
|slap slaps slapped|unwind unwinds unwound|split splits split|weather weathers weathered
|spur spurs spurred|ban bans banned|creep creeps crept|flop flops flopped|hear hears heard
|hurt hurts hurt
|lag lags lagged|light lights lit|repay repays repaid|ride rides rode|slam slams slammed
|throw throws threw|write writes wrote|slog slogs slogged|admit admits admitted
|commit commits committed
|stem stems stemmed
|prop props propped|submit submits submitted|dim dims dimmed|slim slims slimmed|log logs logged
|flag flags flagged|bag bags bagged
|cap caps capped|tap taps tapped|sit sits sat|tread treads trod|know knows knew""".replace(
        "\n", ""
    ).split("|")
}

DOUBLED = frozenset("cut hit get run win set put shut reset sit begin shed split".split())
"""Verbs whose last letter is doubled before -ing although their past does not show it."""
ADVERBS = ("barely ", "no longer ")


HEAD = re.compile(r" (?:of|for|over|about|in|on) ")
"""Words behind which a noun no longer tells the number of its phrase."""


@cache
def many(noun: str) -> bool:
    """Return whether a noun phrase, that is no name, stands for several: falling costs."""
    word = HEAD.split(noun)[0].split()[-1]
    return word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "news", "'s"))


@cache
def third(verb: str) -> str:
    """Return what he, she or it does: rises."""
    if verb in IRREGULAR:
        return IRREGULAR[verb][1]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


@cache
def past(verb: str) -> str:
    """Return what somebody did: rose."""
    if verb in IRREGULAR:
        return IRREGULAR[verb][2]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


@cache
def ongoing(verb: str) -> str:
    """Return what somebody is doing: rising."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    doubled = past(verb).endswith(verb[-1] + "ed") and past(verb) == verb + verb[-1] + "ed"
    if doubled or verb in DOUBLED:
        return verb + verb[-1] + "ing"
    return verb + "ing"


def phrase(text: str, form: str, *, plural: bool) -> str:
    """Return a phrase that begins with a verb in another form.

    Args:
        text: Begins with the verb as it stands in a dictionary.
        form: now, past, going ("rising") or to ("to rise").
        plural: Whether its subject is.
    """
    for adverb in ADVERBS:
        if text.startswith(adverb):
            return adverb + phrase(text.removeprefix(adverb), form, plural=plural)
    verb, blank, rest = text.partition(" ")
    if form == "to":
        return f"to {text}"
    if verb == "be":
        return f"{_being(form, plural=plural)}{blank}{rest}"
    if form == "past":
        return f"{past(verb)}{blank}{rest}"
    if form == "going":
        return f"{ongoing(verb)}{blank}{rest}"
    return text if plural else f"{third(verb)}{blank}{rest}"


def _being(form: str, *, plural: bool) -> str:
    if form == "going":
        return "being"
    if form == "past":
        return "were" if plural else "was"
    return "are" if plural else "is"
