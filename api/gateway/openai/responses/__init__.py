"""`/v1/responses`: conversations that are stored, fetched again, continued, run in the background.

A response is a task of the kind chat, whoever answers it, and a `StoredResponse` beside it that
knows what was asked for. So it survives whatever its task survives, and goes with it.
"""
