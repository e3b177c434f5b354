"""The gateway: what is long-lived. Long polls and event streams of tasks, over ASGI.

Waiting holds neither a thread nor a database connection: a reader sleeps until a hint from Redis
or a look at Postgres once a second wakes it. Rows are read and written by the services and
selectors that REST uses, in a bounded number of threads; keys, limits and problem documents are
REST's as well.
"""
