"""Free texts: what a message says, what is searched for, what is to be done.

They are put together at random, and names that nobody bears stand among them, so that they can
only be copied.
"""

from __future__ import annotations

from random import Random
from typing import Final

from tools.bundled_model.grammar import Grammar, words
from tools.bundled_model.sample import Split
from tools.bundled_model.words import entities
from tools.bundled_model.words.invented import invented, invented_name
from tools.bundled_model.words.split import halves

NOUNS: Final = halves(
    """
    report invoice budget contract garden kitchen window bicycle printer ladder server password
    project holiday birthday present party dinner lunch breakfast meeting train station airport
    ticket hotel beach mountain river forest camera guitar piano violin painting museum theatre
    concert novel poem letter parcel address telephone laptop keyboard screen battery charger cable
    router network database backup release sprint roadmap feature design logo website newsletter
    campaign customer supplier warehouse factory machine engine tyre brake insurance tax salary
    pension mortgage loan account receipt refund discount coupon voucher survey interview candidate
    offer training course exam homework lesson teacher school nursery doctor dentist medicine
    vaccine hospital glasses dog cat hamster parrot goldfish tree flower seed soil fence gate roof
    chimney boiler heater carpet sofa table chair shelf lamp mirror curtain pillow blanket towel
    soap bucket broom hammer nail screw drill paint brush glue rope tent boat sail anchor harbour
    island bridge tunnel motorway parking petrol permit passport visa embassy election law court
    lawyer witness police fire storm flood harvest farm tractor wheat apple cherry lemon pepper
    onion cheese butter bread cake coffee tea wine beer bottle glass spoon knife fork oven stove
    fridge freezer dishwasher vacuum laundry shirt jacket coat scarf gloves boots hat umbrella
    wallet key lock alarm clock calendar notebook pencil paper folder archive poster banner flag
    medal trophy team coach player match stadium ball goal race winner planet rocket satellite
    telescope volcano glacier desert jungle whale eagle owl bee spider fossil crystal magnet laser
    robot sensor drone chip compiler function variable loop module library test bug patch thread
    schema index query cluster container image token license policy audit risk forecast margin
    """.split()
)
ADJECTIVES: Final = halves(
    """
    new old red blue green yellow big small broken missing late early annual monthly weekly quick
    slow cheap expensive free open closed final first last next quiet loud warm cold dry wet clean
    dirty heavy light safe dangerous strange common rare local foreign public private simple hard
    soft sharp round flat deep tall narrow wide empty full fresh frozen sweet bitter sour modern
    ancient digital electric wooden golden silver invisible urgent optional internal external legal
    medical financial global northern southern solar organic renewable affordable
    """.split()
)
VERBS: Final = halves(
    """
    buy sell fix clean paint move check order return renew cancel sign print scan copy send collect
    wash repair replace install update test review write read finish start plan prepare organise
    measure count sort pack unpack water feed build clear close open borrow find bring translate
    discuss approve archive upload download compare inspect polish sharpen
    """.split()
)
SAYINGS: Final = {
    Split.TRAIN: words("""
        I'm running late|I'll be there in {n} minutes|the {noun} is ready|the {noun} is {adjective}
        we need {n} more {noun}s|the meeting is moved to {day}|dinner is at {n}
        thanks for the {noun}|please bring the {noun}|I can't come {day}|the {noun} has arrived
        happy birthday|see you {day}|good luck with the {noun}|I left the {noun} in the {noun}
        {name} will call you back|{name} has the {noun}|can you {verb} the {noun}
        don't forget the {noun}|the {noun} for {name} is late|my {noun} is {adjective} again
        we won the {noun}|please {verb} the {adjective} {noun}|I will {verb} the {noun} {day}
        the build is broken|deploy is done|the {noun} costs {n} dollars|let's meet at the {noun}
        where is the {adjective} {noun}|room {n} is free now|I miss you|good morning everyone
        the plan changed|{name} and I are on our way|lunch is on me|I found your {noun}
        we are out of {noun}|sorry for the {noun}|the deadline is {day}|call me when you are free
        it's {adjective} and {adjective}|nobody can open the {noun}|I'd love some {noun}
    """),
    Split.HELD_OUT: words("""
        wait for me by the {noun}|our {noun} was {adjective} all week|{name} lost the {noun}
        there will be no {noun} {day}|I owe you one|what a {adjective} {noun}
        the train has a delay of {n} minutes|{n} people want to {verb} it|pick up {name} {day}
        everything went well at the {noun}|your {noun} looks {adjective}|no hurry with the {noun}
        somebody should {verb} our {noun}|keep {n} seats for {name}|my flight was cancelled
    """),
}
TODOS: Final = {
    Split.TRAIN: words("""
        {verb} the {noun}|{verb} the {adjective} {noun}|call {name}|call {name} about the {noun}
        {verb} {n} {noun}s|pay the {noun}|take out the trash|pick up {name}|write to {name}
        {verb} the {noun} with {name}|talk to {name} about the {noun}|buy a {adjective} {noun}
        ask {name} for the {noun}|{verb} and {verb} the {noun}|feed the {noun}|take my pills
        book a {noun}|send {name} the {noun}|prepare the {noun} for {day}|do the laundry
        get the {noun} from {name}|{verb} my {noun}|{verb} our {adjective} {noun}s
    """),
    Split.HELD_OUT: words("""
        {verb} every {noun}|look after the {noun} of {name}|give the {noun} back to {name}
        go through {n} {adjective} {noun}s|stop by at {name}'s place|meet {name} at the {noun}
        {verb} some {adjective} {noun}s|have the {noun} looked at|see if {name} got the {noun}
    """),
}
TOPICS: Final = {
    Split.TRAIN: words("""
        {noun}|{noun}s|{adjective} {noun}s|{noun} {noun}|{adjective} {noun} {noun}|{name}
        {noun} of {name}|{noun}s for {noun}s|{name} {noun}|the {noun} of the {noun}
        how to {verb} a {noun}|{adjective} {noun}s in {place}|{noun} prices|{noun} policy
        best {noun} for {noun}s|{noun} and {noun}|{invented} {noun}|{invented}|the {noun} in {place}
        {noun} rules {n}|{verb} a {adjective} {noun}|{place} {noun}
    """),
    Split.HELD_OUT: words("""
        {adjective} {noun} from {place}|{noun} versus {noun}|{name} and the {noun}
        {noun} without {noun}|{invented} {noun} {noun}|{n} {adjective} {noun}s|{noun} near {place}
        why {noun}s are {adjective}
    """),
}
TITLES: Final = {
    Split.TRAIN: words("""
        {noun} review|{adjective} {noun}|lunch with {name}|{name}'s birthday|team {noun}
        {noun} with {name}|{noun} planning|{verb} {noun}|{invented} meeting|{noun} and {noun}
        {adjective} {noun} {noun}|call with {name}|{noun} workshop|{noun} {n}|my {adjective} {noun}
        {invented} {noun}|the {noun}|{name}
    """),
    Split.HELD_OUT: words("""
        {noun} kick-off|{name} visits|all about {noun}s|{adjective} {adjective} {noun}
        {noun} for {name}|{invented} {invented}|no more {noun}s
    """),
}
PROBLEMS: Final = {
    Split.TRAIN: words("""
        the {noun} page is {adjective}|{noun} button does nothing|{noun} crashes after {verb}
        cannot {verb} the {noun}|wrong {noun} on the {noun} page|{noun} is missing|{noun} broken
        {noun} shows {n} instead of {n}|login fails for {name}|the {noun} is too slow
        users can't {verb} {noun}s|error {n} when I {verb} a {noun}|{adjective} {noun} in {invented}
        {noun} import stops at {n}|no {noun} after the update|{invented} does not start
    """),
    Split.HELD_OUT: words("""
        {noun}s vanish once people {verb} them|the {adjective} {noun} never loads
        {name} sees somebody else's {noun}|{invented} eats all memory|{n} {noun}s got lost
    """),
}


def _noun(chance: Random, split: Split) -> str:
    return invented(chance, split) if chance.random() < 0.2 else chance.choice(NOUNS[split])


def _number(chance: Random, _split: Split) -> str:
    return str(chance.randint(2, chance.choice((9, 30, 999))))


DAYS: Final = ("today", "tomorrow", "tonight", "on Monday", "on Friday", "next week")
TEXTS: Final = Grammar(
    {
        "noun": _noun,
        "adjective": ADJECTIVES,
        "verb": VERBS,
        "name": entities.first_name,
        "place": entities.place,
        "n": _number,
        "day": DAYS,
        "invented": invented_name,
        "saying": SAYINGS,
        "todo": TODOS,
        "topic": TOPICS,
        "title": TITLES,
        "problem": PROBLEMS,
    }
)


def sentence(chance: Random, split: Split) -> str:
    """Return what a message might say, now and then words without a sense."""
    if chance.random() < 0.12:
        slots = chance.choices(("noun", "adjective", "verb", "name", "n", "invented"), k=4)
        return " ".join(TEXTS.draw(slot, chance, split) for slot in slots)
    text = TEXTS.draw("saying", chance, split)
    return text[0].upper() + text[1:] if chance.random() < 0.15 else text


def todo(chance: Random, split: Split) -> str:
    """Return something that is to be done; it begins with a verb."""
    return TEXTS.draw("todo", chance, split)


def topic(chance: Random, split: Split) -> str:
    """Return what somebody searches for or writes about."""
    return TEXTS.draw("topic", chance, split)


def title(chance: Random, split: Split) -> str:
    """Return the name of an event, a list, a song."""
    return TEXTS.draw("title", chance, split)


def problem(chance: Random, split: Split) -> str:
    """Return what does not work."""
    return TEXTS.draw("problem", chance, split)
