"""All lists of functions that training offers."""

from typing import Final

from tools.bundled_model.words.tools import commerce, everyday, leisure, office, technical

LISTS: Final = tuple(each.FUNCTIONS for each in (everyday, office, commerce, technical, leisure))
