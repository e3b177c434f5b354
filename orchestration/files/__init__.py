"""Files that clients keep here by name and purpose: what they give to batches, and get from them.

A file is a row; its bytes are a blob that the row owns, so that the same bytes lie once and count
once in the tenant's room.
"""
