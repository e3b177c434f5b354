"""Secrets that Switchyard keeps for others, such as the keys of model providers.

They are encrypted before they reach the database (`cipher`), bound to their owner and name, and
given out by name alone, with an entry in the audit log (`services`). The keys that encrypt them
come from the environment, newest first, so that one can be replaced (`rotation`).
"""
