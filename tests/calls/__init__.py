"""Calls of models, from the first gate to the ledger, over real HTTP and a real Redis."""
