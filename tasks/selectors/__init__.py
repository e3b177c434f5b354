"""Reads: the only way to rows, and each takes the tenant whose rows may be seen.

`tenant_id=None` means an operator, who sees all of them; no request of an API key may pass it.
Lists are paged by key, newest first, and what a page costs does not depend on how much there is.
"""
