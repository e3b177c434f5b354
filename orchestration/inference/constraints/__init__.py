"""Holding a model's answer to JSON, to a JSON schema or to a grammar."""
