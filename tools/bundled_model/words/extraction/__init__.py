"""Sentences to extract fields from, what fields are called, and how they are asked for."""
