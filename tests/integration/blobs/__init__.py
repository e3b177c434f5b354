"""Blobs with a real database and real files."""
