"""What goes into a model's window when not everything fits: pure decisions.

`fit` (in `driving.py`; `afit` for an event loop) takes the material of a call (`material.py`), the
room that there is (`room.py`) and a policy (`policy.py`), and returns a window (`window.py`): the
messages in order, what became of each part and why, and what should be summed up. Tokens are
counted by a port (`ports.py`), the model's own tokenizer where it is ours.

`fitting.py` says the steps: what cannot be shown is sorted out (`grouping.py`), what is too long is
cut (`cutting.py`), the rest is put in order of importance (`ranking.py`), and as much of it is kept
as the counter says fits (`searching.py`), rendered whole (`rendering.py`).

Nothing here reads a clock, a database or the environment, or knows how tokens are counted.
"""
