"""Makes larger models of random weights for trials: `python -m tools.random_model`."""
