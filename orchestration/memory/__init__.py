"""Memory: texts that agents and users want to find again.

What can be found is an *entry*: a memory, or a passage of a document. Each lies in one *space*,
which stands for one owner: of a tenant's *realm* an agent, a user, a session, any mixture of them,
or a collection of documents. Whoever searches names owners; they are turned into spaces of the own
realm before anything else happens, so that no way of searching can reach another tenant's rows.

An entry is found by its words and by its vectors, one for each *embedder* that was ever used. Both
kinds of index are made behind the writers' backs, over *segments*, which are ranges of the
entries' numbers:

    entries   1 ............ 80,000 | 80,001 .. 100,000 | 100,001 ... 104,217
    vectors   HNSW, segment 1       | HNSW, segment 2   | tail: compared one by one
    words     postings, segment 1 ................. | tail: read from the entries

An entry that was just written is in the tail, where it is found at once. A search reads all
segments and the tail in one statement; it is right whatever state the indexes are in, and only
slower where one is missing.
"""
