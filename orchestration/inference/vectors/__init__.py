"""The process that embeds, ranks and tokenizes: many requests share one forward pass.

`loop` takes requests and serves them, `batches` decides what goes together, `sentences` and
`gguf` run models. Nothing of torch or llama.cpp is imported before a model needs it.
"""
