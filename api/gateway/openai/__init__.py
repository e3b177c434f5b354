"""OpenAI's paths: what its clients send and expect, answered by Switchyard.

    bodies, messages, encodings   what clients send, and the input of a task that it comes to
    wishes                        what they ask of Switchyard beside it, in headers
    ports                         who answers: a port per endpoint
    local, waits, voices, results, vectors   the local models: tasks of the durable queue
    texts, embeddings, rerank, models        the endpoints
    chunks, shapes, errors        what clients get

Whoever adds other answerers serves the ports and composes them in `routes`; the endpoints know
nothing of tasks.
"""
