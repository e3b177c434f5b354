"""Blobs: bytes too large for a row, found by their SHA-256, each tenant's apart.

What a blob is (tenant, hash, size, who owns it) stands in Postgres (`records`); its bytes lie
behind a port (`ports`), in a folder (`folder`) or with an S3 service (`s3`). The two can never
change together, so they change in an order that survives a crash at each point:

| step | row | bytes | a crash behind it leaves |
|---|---|---|---|
| claim | `pending` | none | a row that nobody owns: doomed after the grace period |
| write | `pending` | whole | the same |
| confirm | `stored` | whole | a blob; without an owner it is doomed after the grace period |
| doom | `doomed` | whole | a row that the next pruning ends |
| remove | `doomed` | none | the same |
| forget | none | none | nothing |

A row comes before its bytes and goes after them, and bytes lie at a place that carries the row's
id, which is never used again. So bytes without a row are always left-overs: of a writer that was
slower than the grace period, and then died. Nothing is shared between tenants: how long an upload
takes tells nobody what others have stored.
"""
