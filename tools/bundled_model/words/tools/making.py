"""What functions are put together from: verbs with their like, nouns, fields and their cues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tools.bundled_model.sample import Split
from tools.bundled_model.words.tools import held_out, phrases


@dataclass(frozen=True, slots=True)
class Field:
    """A property that a function may have.

    Attributes:
        names: What it may be called.
        kind: What its values are.
        about: Its description.
        cues: How a request brings its value, behind what is asked; `{}` stands for it.
    """

    names: tuple[str, ...]
    kind: str
    about: str
    cues: tuple[str, ...]


VERBS: Final = tuple(
    tuple(line.strip().split("|"))
    for line in """
        create|add|make|set up
        delete|remove|get rid of|erase
        get|show|fetch|look up
        list|enumerate|list all
        update|change|edit|modify
        start|launch|begin
        stop|halt|end
        send|mail|dispatch
        approve|accept|okay
        reject|decline|turn down
        archive|store away|put away
        restore|bring back|recover
        copy|duplicate|clone
        move|relocate|shift
        rename|retitle|relabel
        share|give access to|pass on
        export|extract|pull out
        import|load|bring in
        verify|validate|check
        measure|gauge|size up
        count|tally|number
        compare|contrast|diff
        assign|allocate|hand over
        lock|freeze|seal
        unlock|unfreeze|open up
        buy|purchase|acquire
        sell|offer for sale|put on sale
        repair|fix|mend
        clean|wash|tidy up
        paint|colour|coat
        print|print out|put on paper
        rate|grade|review
        publish|release|make available
        hide|conceal|make invisible
        subscribe|sign up for|follow
        mute|silence|quieten
        invite|ask to join|welcome
        schedule|plan|arrange
        postpone|delay|put off
        confirm|acknowledge|attest
        estimate|guess|project
        analyze|examine|study
        encrypt|encode|scramble
        compress|shrink|pack
        tag|label|mark
        pin|fasten|keep on top
        sort|order|arrange by size
        merge|combine|join
        split|divide|separate
        sync|synchronize|bring up to date
        pause|interrupt|hold
        resume|continue|carry on with
        draw|sketch|plot
        record|capture|tape
        upload|push up|send up
        download|pull down|save
        reset|set back|clear
        enable|activate|switch on
        disable|deactivate|switch off
        feed|nourish|give food to
        donate|give away|present
        borrow|take out|have on loan
        return|give back|hand back
    """.strip().splitlines()
)
"""Each with others that mean the same."""
_KEPT: Final = frozenset(
    word
    for line in held_out.FUNCTIONS.splitlines()
    if line.startswith("@")
    for word in re.split(r"[^a-z]+", line.lower())
)
NOUNS: Final = tuple(each for each in phrases.NOUNS[Split.TRAIN] if each not in _KEPT)
"""What functions are about; none that a held-out function is about."""
DESCRIPTIONS: Final = (
    "{verb} {a}.",
    "{verb} {a}.",
    "{verb} the {noun}.",
    "{verb} a given {noun}.",
    "{verb} {a} of the user's.",
    "{verb} {a} in the system.",
    "use this to {verb} {a}.",
    "lets the user {verb} {a}.",
    "{verb} one {noun} by its name or number.",
    "for users who want to {verb} {a}.",
    "a function to {verb} {a}.",
    "this will {verb} the {noun}.",
)
OBJECTS: Final = (
    (("id", "{noun}_id", "{noun}", "identifier"), "order", "Identifier"),
    (("id", "{noun}_id", "number"), "issue", "Which one"),
    (("name", "{noun}_name", "{noun}", "target"), "service", "Name"),
    (("name", "{noun}", "{noun}_name"), "title", "The name of it"),
    (("name", "{noun}", "which"), "word", "Which one"),
    (("id", "{noun}_id", "number", "{noun}_number"), "#1-99999", "Its number"),
    (("owner", "person", "name"), "person", "Whose it is"),
    (("name", "title", "{noun}"), "company", "Name"),
)
"""What the thing is named by: the property's names, its kind, its description."""
REQUESTS: Final = (
    ("{verb} {what}", True),
    ("{verb} {what}", True),
    ("{verb} {what}", True),
    ("{verb} {what}", True),
    ("I want to {verb} {what}", False),
    ("I need to {verb} {what}", False),
    ("I have to {verb} {what}", False),
    ("we must {verb} {what}", False),
    ("it's time to {verb} {what}", False),
    ("I'd like to {verb} {what}", False),
    ("my job is to {verb} {what}", False),
    ("we should {verb} {what}", False),
    ("somebody has to {verb} {what}", False),
    ("let me {verb} {what}", False),
    ("time to {verb} {what}", False),
    ("I was asked to {verb} {what}", False),
    ("is it possible to {verb} {what}", False),
)
"""How it is asked for, and whether that begins with a verb."""
NAMED: Final = (" with {name} {}", ", {name} {}", ", {name}: {}", " and {name} {}", " ({name} {})")
"""How any property is brought by its name."""
FIELDS: Final = (
    Field(("city", "location", "place", "where", "site"), "place", "Where", (" in {}", " at {}")),
    Field(("destination", "to", "target_place"), "place", "Where to", (" to {}", " going to {}")),
    Field(("origin", "source", "from_place"), "place", "Where from", (" from {}",)),
    Field(("country", "region", "area"), "place", "Country", (" in {}", " within {}")),
    Field(
        ("person", "user", "owner", "employee", "assignee", "client", "member", "guest"),
        "person",
        "Who",
        (" for {}", " of {}", " with {}", " on behalf of {}"),
    ),
    Field(("recipient", "to", "receiver"), "first", "Who gets it", (" to {}", " for {}")),
    Field(
        ("email", "address", "mail"), "email", "Email address", (" for {}", ", mail {}", " to {}")
    ),
    Field(("phone", "mobile", "tel"), "phone", "Phone number", (", phone {}", ", call {}")),
    Field(
        ("company", "supplier", "vendor", "customer"), "company", "Company", (" from {}", " for {}")
    ),
    Field(("date", "day", "due_date", "when"), "day", "Date", (" on {}", " for {}", " by {}")),
    Field(("time", "at", "hour"), "clock", "Time of day", (" at {}", ", {}")),
    Field(
        ("count", "quantity", "limit", "copies"),
        "#2-60",
        "How many",
        (", {} of them", ", {} times"),
    ),
    Field(("guests", "people", "seats"), "#2-40", "How many people", (" for {} people",)),
    Field(("days", "duration_days"), "#2-90", "How many days", (" for {} days", ", {} days long")),
    Field(("minutes", "duration"), "#5-240", "Minutes", (" for {} minutes", ", {} minutes")),
    Field(("year", "season"), "#1950-2040", "Year", (" from {}", " of {}", " for the year {}")),
    Field(("percent", "percentage"), "#1-99", "Percent", (" by {} percent", " by {}%", " at {}%")),
    Field(
        ("amount", "price", "cost", "budget", "max_price"),
        "~3-5000",
        "Money",
        (" for {} dollars", " for {} euros", ", {} dollars", " worth {}"),
    ),
    Field(("weight", "weight_kg"), "~1-90", "Weight in kilograms", (" of {} kg", ", {} kilograms")),
    Field(("width", "length", "size"), "~1-500", "Size", (", {} meters", " of {} centimeters")),
    Field(
        ("priority", "urgency", "severity"),
        "low/medium/high/critical",
        "How urgent",
        (" with {} priority", ", {} priority", ", priority {}"),
    ),
    Field(
        ("format", "file_format", "type"),
        "pdf~PDF/csv~CSV/json~JSON/xml~XML",
        "Format",
        (" as {}", " in {} format", " as a {} file"),
    ),
    Field(("color", "colour"), "red/green/blue/yellow/black/white", "Colour", (" in {}", ", {}")),
    Field(("size", "extent"), "small/medium/large", "Size", (" in {}", ", {} size", ", size {}")),
    Field(("period", "interval"), "daily/weekly/monthly/yearly", "How often", (", {}", " {}")),
    Field(("status", "state"), "open/closed/pending/done", "Status", (" as {}", ", status {}")),
    Field(("language", "lang"), "language", "Language", (" in {}", " into {}")),
    Field(("currency", "unit"), "currency", "Currency", (" in {}", ", paid in {}")),
    Field(
        ("service", "app", "host", "system"), "service", "Service", (" on {}", " of {}", " for {}")
    ),
    Field(("path", "file", "filename"), "path", "Path", (" in {}", " from {}", " to {}")),
    Field(("url", "link"), "url", "Address", (" at {}", " from {}", ": {}")),
    Field(("version", "tag"), "version", "Version", (", version {}", " at version {}")),
    Field(("room", "zone"), "room", "Room", (" in the {}", " for the {}")),
    Field(("project", "repository", "category", "group"), "word", "Where it belongs", (" in {}",)),
    Field(("reason", "comment", "why"), "text", "Why", (", because {}", ", reason: {}")),
    Field(
        ("note", "text", "message"), "text", "A text", (' saying {"}', ' with the text {"}', ": {}")
    ),
    Field(
        ("title", "label", "subject"),
        "title",
        "Title",
        (' called {"}', ' titled {"}', ' named {"}'),
    ),
    Field(
        ("topic", "query", "keyword"),
        "topic",
        "What it is about",
        (' about {"}', ' on {"}', " about {}"),
    ),
)
