"""Everything behind `make run`: embedded servers, and a supervisor for Switchyard's processes.

Nothing in this package imports Django: it must be able to say what is wrong when the
application cannot start.
"""
