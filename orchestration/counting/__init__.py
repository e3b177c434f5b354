"""How many tokens a model will read: the counters that the context manager is given.

`worker.py` asks a worker that holds one of our own models, which counts with the model's tokenizer
and chat template. `outside.py` estimates for models outside, whose tokenizers are not ours.
"""
