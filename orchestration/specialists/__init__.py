"""The catalogue: providers, their models, and the specialists that use them.

`document.py` is its YAML form and `reading.py` reads it with the line of each mistake; `plan.py`
compares it with what is stored, `applying.py` stores it, `exporting.py` writes it again. Pure are
`fleet.py`, which turns all of it into what routes are chosen from, and `asking.py`, which turns a
specialist into a question for a model. `usable.py` says which specialists can answer, and why not.
"""
