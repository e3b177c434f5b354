"""Which model serves a request, and why: pure decisions.

`choose` takes what is asked (`asked.py`) and what could serve it (`fleet.py`) and returns an
ordered list with the reason for each place and for each that was left out (`decision.py`).
`limits.py` says who cannot serve, `concerns.py` who should only when others fail, `strategies.py`
orders the rest, `arms.py` draws between versions of one model. `classes.py` guesses intent,
content type and complexity from vectors that somebody else made, by `examples.yaml`.

Nothing here reads a clock, a database or the environment.
"""
