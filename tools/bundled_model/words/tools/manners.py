"""What people say around a request, and what is said to the model before it."""

from __future__ import annotations

from typing import Final

from tools.bundled_model.grammar import words
from tools.bundled_model.sample import Split

BEFORE: Final = {
    Split.TRAIN: (
        *("", "", "", "", "", "please ", "please ", "can you ", "could you ", "can you please "),
        *(
            "could you please ",
            "would you ",
            "I want you to ",
            "I need you to ",
            "I'd like you to ",
        ),
        *(
            "let's ",
            "now ",
            "ok, ",
            "hey, ",
            "hi, please ",
            "hello, could you ",
            "kindly ",
            "quick: ",
        ),
        *("will you ", "go and ", "then ", "next, ", "just ", "try to ", "you should "),
        *("I would like you to ", "I was told you can ", "help me: ", "one thing: ", "also "),
    ),
    Split.HELD_OUT: (
        *("", "", "be so kind and ", "would you be able to ", "do me a favour and "),
        *("first of all, ", "do you think you could ", "I'm asking you to ", "your job: "),
        *("good morning! please ", "I'd be glad if you could ", "so, "),
    ),
}
"""Before an imperative."""
ASKING: Final = ("can you", "could you", "would you", "will you", "do you think", "hello, could")
AFTER: Final = {
    Split.TRAIN: (
        *("Thanks!", "Thank you.", "Thanks.", "It's urgent.", "I'm in a hurry.", "Please.", "thx"),
        *("Thanks in advance!", "Let me know.", "That's all.", "No rush.", "Cheers"),
        *("My boss asked for it.", "Tell me when it's done."),
    ),
    Split.HELD_OUT: (
        *("Many thanks!", "Much appreciated.", "Nothing else for now.", "I'd be grateful."),
        *("Best regards", "As soon as you can."),
    ),
}
"""A sentence behind the request."""
OPENERS: Final = {
    Split.TRAIN: (
        *("Hi!", "Hello!", "Hey,", "Hi there,", "Good morning.", "OK,", "Quick question:", "So,"),
        *("One more thing:", "Sorry to bother you.", "I need your help.", "Next question:"),
        *("I'm back.", "Listen:", "Hello again."),
    ),
    Split.HELD_OUT: (
        *("Good evening!", "Here's something for you:", "I have a request.", "Dear assistant,"),
        *("Another matter:", "Well then,"),
    ),
}
"""A sentence before a request."""
PROMPTS: Final = {
    Split.TRAIN: (
        "You are an agent. Use the tools that you are given.",
        "You can call functions. Choose the one that fits.",
        "You are a helpful assistant with access to functions.",
        "You are an assistant that calls tools. Use them when they help.",
        "Use the tools to answer the user's questions.",
        "Call a tool when the request needs one.",
        "Answer the user with the help of the functions below.",
        "You are {name}, the assistant of {company}.",
        "You are {name}. You help people with their daily work.",
        "You are the support agent of {company}. Be friendly.",
        "You are an operations agent of {company}. You look after our services.",
        "You are a personal assistant who books, plans and reminds.",
        "You are a travel agent.",
        "You are the voice assistant of a smart home.",
        "You are a coding agent. You work in the repository of {company}.",
        "You work for {company}. Pick the right tool and fill in its arguments.",
        "Today is {day}. You are a helpful assistant with tools.",
        "The user's name is {name}. Use tools when needed.",
        "You are an autonomous agent. Think about which function to call, then call it.",
        "Never make up arguments; copy them from the request.",
        "When no tool fits, say so.",
        "You're a bot in the chat of {company}. Keep answers short.",
    ),
    Split.HELD_OUT: (
        "You act for the user by means of functions.",
        "As the helper of {company}, decide which tool serves the request.",
        "{name} is what people call you; you run errands through tools.",
        "Select one function and give its parameters.",
        "A team at {company} talks to you. It is {day}.",
        "You are an office robot that has a few tools at hand.",
    ),
}
"""What the operator says of tools."""
CHATTER: Final = {
    Split.TRAIN: words(
        """
        Hi|Hello!|hey there|Good morning|How are you?|how's it going|What can you do?|Who are you?
        Thanks!|Thank you so much|ok|Great, thanks|Tell me a joke|Tell me something funny
        Write a poem about {noun}s|Write a short story about a {noun}|What's the meaning of life?
        Who wrote Hamlet?|Why is the sky blue?|What is the capital of {place}?|Explain {noun}s to me
        How old is the universe?|Do you like {noun}s?|Are you a human?|What's your favourite colour?
        I'm bored|I feel sad today|I love you|Who won the war?|How do airplanes fly?|goodbye
        Give me advice about my {noun}|What would you do about {name}?|Write an essay on the {noun}
        Dance for me|Can you keep a secret?|How do I learn to play the {noun}?|Who is {name}?
        What is a {noun}?|Why do cats purr?|What do you think about {name}?|How does a {noun} work?
        Explain the theory of relativity|Write a haiku about the {adjective} {noun}|see you later
        What is the difference between a {noun} and a {noun}?|Do aliens exist?|never mind
        Is a {noun} better than a {noun}?|Name three {adjective} animals|What's 42 about?
        Compare {noun}s and {noun}s|Make up a slogan for my {noun} shop|You are wrong|asdf {noun}
        Write a Python function that sorts {noun}s|Refactor this class|Fix my essay about {noun}s
        Who discovered the {noun}?|When was the {noun} invented?|How many {noun}s are there?
        I don't understand {noun}s|My {noun} is {adjective}, what should I do?|Let's play a game
        Should I marry {name}?|What would {name} say?|Brainstorm names for a {noun}|help
        Describe a {adjective} {noun}|What is the best {noun}?|Can {noun}s swim?
        """
    ),
    Split.HELD_OUT: words(
        """
        Good night|What's your name?|Who made you?|Nice work|Do you dream?|Compose a song on {noun}s
        What is love?|How tall is the tallest {noun}?|Give me a riddle|I'm so happy|bye bye
        Which {noun} would you choose?|Philosophise about the {adjective} {noun}|Can you see me?
        What came first, the {noun} or the {noun}?|Is {name} a good friend?|A speech on {noun}s
        Tell me the history of the {noun}|Why are {noun}s {adjective}?|Explain gravity to a child
        """
    ),
}
"""What no tool is for."""
