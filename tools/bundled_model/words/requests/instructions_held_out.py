"""How somebody asks for the labels of a request; never seen in training."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

INTENT = lines("""
    Sort the message into exactly one intent out of {intents}.
    State the intent of what follows.
    Into which of the classes {intents} does this fall?
    I'd like the intent of this message.
    File the request under {intents}.
    What does this person's request concern - {intents}?
    Work out the intent.
    Provide the intent of the user's text. Possible values: {intents}.
    Here is a request. Its intent ({intents})?
    Tag this with its intent.
    Tag the message: {intents}.
    As a dispatcher of requests you know these intents: {intents}. Name the right one.
    Say what the writer is after: {intents}.
    Would you say this is {intents}?
    The intent of the next message is what?
    Map the user's words to an intent: {intents}.
    Find out which intent is meant ({intents}).
    Do you think the request is about {intents}?
    Mark the request with one of: {intents}.
    Predict the intent of the request.
    Intent classification. Labels: {intents}.
    Look at the text and determine the intent. {defined}
""")
COMPLEXITY = lines("""
    State the complexity of what follows.
    Into which level of complexity does this fall, {levels}?
    I'd like the complexity of this message.
    Work out how complex the request is.
    Provide the complexity of the user's text. Possible values: {levels}.
    Here is a request. Its complexity ({levels})?
    Tag this with its complexity.
    Tag the complexity: {levels}.
    As somebody who plans work, rate the complexity: {levels}.
    Would you say the complexity is {levels}?
    The complexity of the next message is what?
    Map the request to a complexity: {levels}.
    Find out how complex it is ({levels}).
    Do you think the complexity is {levels}?
    Mark the complexity with one of: {levels}.
    Predict the complexity of the request.
    Complexity classification. Labels: {levels}.
    On a scale of {levels}, how complex is this?
    Describe the complexity with one of {levels}.
    Look at the text and determine the complexity. {scaled}
    Set the complexity of this ticket: {levels}.
""")
TRIAGE = lines("""
    State intent and complexity of what follows.
    I'd like both the intent and the complexity of this message.
    Work out the intent and how complex the request is.
    Provide intent and complexity. Intents: {intents}. Levels: {levels}.
    Here is a request. Its intent ({intents}) and complexity ({levels})?
    Tag this with its intent and its complexity.
    Tag the message with an intent, {intents}, and a complexity, {levels}.
    As a dispatcher you note the intent ({intents}) and the complexity ({levels}) of a request.
    The intent and the complexity of the next message are what?
    Map the request to an intent and a complexity.
    Find out which intent is meant and how complex it is.
    Mark the request with intent ({intents}) and complexity ({levels}).
    Predict intent and complexity of the request.
    Two labels: the intent of the request and its complexity.
    Fill in intent and complexity for this ticket.
    Do a triage of the text: {intents}; {levels}.
    Look at the text and determine intent and complexity. {defined} {scaled}
    We triage incoming requests. This one's intent and complexity?
    Set the intent ({intents}) and the complexity ({levels}) of this ticket.
    Describe the request by its intent and its complexity.
    Note down the intent and complexity of this one.
""")
FORM_WORD = lines("""
    A single word will do.
    Write the label, no more.
    The label alone is enough.
    Keep it to one word.
    Just name it.
""")
FORM_JSON = lines("""
    Please use JSON.
    Write the result as JSON.
    Encode the answer as a JSON object.
    I expect JSON: {shape}
    Write JSON in the shape {shape}
    Your answer must be JSON with {keys}.
""")
DEFINED = lines("""
    Writing programs is code, writing guides is docs, chasing failures is debug, planning systems is
        architecture, the rest is general.
    docs: texts about software; debug: things that break; general: not about software; architecture:
        big design choices; code: programming.
""")
SCALED = lines("""
    A single easy step is low, a contained task is medium, anything wide or risky is high.
    low: done in minutes; medium: done in one place; high: reaches over many systems.
""")
