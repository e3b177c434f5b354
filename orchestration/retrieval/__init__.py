"""Retrieval: what a conversation is answered from, and which of it an answer cites.

    question -> sources      `retrieving`: found in memory and documents, numbered, the best first
    sources -> window        `grounding`: as much of them as fits, with how to answer
    answer -> citations      `citing`: the marks [n] of an answer, by the sources they stand for

Sources have the numbers by which the model sees them. `grounding` and `citing` are pure.
"""
