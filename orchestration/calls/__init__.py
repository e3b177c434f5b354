"""The one way in which a model outside is called: limits, budget, retry, breaker, fallback.

`caller.py` is the entry. It decides nothing about storage: what is shared between processes (the
ledger, the limits, the breakers) stands behind the ports of `ports.py`. No Django, no Celery.
"""
