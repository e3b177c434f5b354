"""Functions that conversations offer, and how people ask for what they do.

A list begins a function by `@kind name name ...`; its names may hold choices. Then follow, one in
a line: `d` a description, `p` a property (its names, its kind with `!` when required or `?`, its
descriptions), `x` functions that would do as well and so are never offered beside it, `r` a
request, `i` one in the imperative, which gets please and could you, and `hr` and `hi` those that
training never sees. `[a|b]` chooses, `{name}` is a property's value, `{name"}` puts it in quotes.
A kind is one of `values.py`, `#1-9` an integer, `~1-9` a number, or an enum: `a/b~said/c`.
"""
