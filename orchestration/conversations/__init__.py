"""Conversations: what was said, kept in order, to be gone on with.

A message is stored once and never changes, but for answers that are still to come: such a one is
written down together with the task that makes it, without its content, and is filled in from what
the task came to. So there is exactly one message for each answer, whatever dies meanwhile.

    appended:  stored
    a reply:   question stored, answer pending -> stored | failed, as its task ends
"""
