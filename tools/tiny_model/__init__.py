"""Makes the GGUF file that ships with Switchyard; run it with `python -m tools.tiny_model`."""
