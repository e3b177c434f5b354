"""Prompts: templates with versions, and labels that say which version is used.

`template.py` is what a version says, `variables.py` what it wants filled in; both are pure.
`rendering.py` is the limited process in which templates run, `renderer.py` the way to it.
`draws.py` chooses among the versions that a label points to. `records.py` keeps them, `services.py`
and `labels.py` change them, `selectors.py` reads, `use.py` renders what a name and a label mean.
"""
