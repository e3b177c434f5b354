"""Calls of small models for a request that is in flight: embed, rerank, tokenize.

The caller puts what it asks into Redis, a worker that holds the model takes it and puts the answer
back. No task, no row, no durability: every key ends by itself at the caller's deadline, and who
gets no answer gets an error. Imports neither Django nor an engine, so that web and gateway may use
it; `calls` is for threads, `aio` for an event loop, the worker's side is `tasks.worker.ephemeral`.
"""
