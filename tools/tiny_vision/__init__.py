"""Makes tiny models that read pictures; run it with `python -m tools.tiny_vision FOLDER`."""
