"""What requests are about, guessed by their likeness to examples that an operator edits.

`records.py` holds the examples; `services.py` changes them, one by one or from YAML (`reading.py`,
`applying.py`, `writing.py`); `vectors.py` has an embedder's worker make their vectors, in the
background. `Classifier` (`classifier.py`) serves one event loop: it keeps what it knows of the
examples in memory (`knowledge.py`), has a worker make the vector of a text by an ephemeral call,
and compares. How it compares is pure and stands in `orchestration.routing.classes`.

Examples are the installation's: tenants see none of them.
"""
