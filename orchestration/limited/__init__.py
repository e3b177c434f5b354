"""Processes with little memory and time, for what strangers wrote: schemas, grammars, templates."""
