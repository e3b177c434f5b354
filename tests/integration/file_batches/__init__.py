"""Batches whose requests stand in a file."""
