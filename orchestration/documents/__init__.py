"""Documents: files that answer with their places.

A document lies in a collection of its tenant. Its original is a blob; a task of the kind `ingest`
reads it in a process with limits, cuts it into passages, and puts them, all at once, in the place
of those that it had. Passages are entries of memory: how they are found stands there.

Each time a document is to be read anew its generation rises, and only the run of that generation
may put its passages in place: one that comes late changes nothing.

    pending -> ready | failed          from ready or failed back to pending, when it changes
"""
