"""Named fields of a sentence as JSON, by a schema that the conversation gives or that it does not.

A frame (`frame.py`) writes a sentence and knows what its entities are; fields that ask for some of
them get names (`naming.py`, `fields.py`); somebody asks for them (`asking.py`).
"""

from tools.bundled_model.jobs.extraction.asking import draw

__all__ = ["draw"]
