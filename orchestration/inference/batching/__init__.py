"""Continuous batching on llama.cpp's low-level API. Runs in the engine's process only.

`native` wraps one model with its context, `sequence` is one request on its way, `scheduler`
decides who sits, `batcher` decodes what sits, `loop` serves several models to the parent.
"""
