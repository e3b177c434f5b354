"""Where answers are kept that are given again: records in Postgres, vectors by pgvector.

What may be kept, and what makes two requests one, is decided in `orchestration.calls`.
"""
